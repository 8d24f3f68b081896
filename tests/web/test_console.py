"""The console as it is built, weighed and served: from the package, under strict policies, whole or not at all."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from chalicelib.core.config import config
from chalicelib.core.http import assets, page
from chalicelib.core.instance import forget
from infra import console, package
from local import tools
from tests.support import needs
from tests.support.stack import Stack

WEB = console.WEB
# Names of specifications, which nobody asks for anything; and what Vue and the router say in their errors.
NAMES = ("http://www.w3.org/", "https://vuejs.org/", "https://router.vuejs.org/", "https://element-plus.org/")


@pytest.fixture(scope="module")
def dist() -> Path:
    """The screens, built."""
    try:
        console.build()
    except console.NoNode as missing:
        needs.skip_without(tools.Missing(str(missing)))
        raise
    return console.DIST


@pytest.fixture
def served(dist: Path, stack: Stack) -> Iterator[Stack]:
    """A stack whose package holds them."""
    forget()
    yield stack
    forget()


def test_every_path_of_the_console_opens_the_same_page(served: Stack) -> None:
    """Which screen it is the router says; the page is asked for anew each time, the session is not needed for it."""
    for path in ("/console", "/console/live-codes", "/console/live-codes/abc", "/console/live-codes/abc/print"):
        answer = served.http.get(path)
        assert (answer.status, answer.headers["cache-control"]) == (200, "no-cache"), path
        assert answer.body.decode() == (console.DIST / "console.html").read_text()
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy and "script-src 'self'" in policy and "default-src 'none'" in policy


def test_faces_come_from_wecom_and_on_one_machine_from_its_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    """No address of a sandbox stands in a policy of what is deployed."""
    here = page.own()["Content-Security-Policy"]
    assert f"{page.FACES} {config().wecom_url};" in str(here)
    deployed = replace(config(), stage="prod")
    monkeypatch.setattr("chalicelib.core.http.page.config", lambda: deployed)
    assert f"{page.FACES};" in str(page.own()["Content-Security-Policy"])


def test_its_files_are_kept_for_ever_and_come_compressed(served: Stack) -> None:
    """Whoever reads gzip gets the bytes that were packed, whoever does not gets the text."""
    page = served.http.get("/console").body.decode()
    names = re.findall(r"/console/assets/([\w.-]+)", page)
    assert any(name.endswith(".js") for name in names) and any(name.endswith(".css") for name in names)
    for name in names:
        packed = served.http.get(f"/console/assets/{name}", accept_encoding="gzip, br")
        plain = served.http.get(f"/console/assets/{name}")
        assert "immutable" in packed.headers["cache-control"] and packed.headers["vary"] == "Accept-Encoding"
        assert packed.headers["content-encoding"] == "gzip" and "content-encoding" not in plain.headers
        assert gzip.decompress(packed.body) == plain.body
        assert packed.headers["content-type"].startswith("text/css" if name.endswith("css") else "text/javascript")


def test_the_guides_pictures_are_kept_for_ever_as_they_are(served: Stack) -> None:
    """A picture is packed already: it comes as itself, whatever its reader could unpack."""
    pictures = sorted((console.GUIDE / "pictures").glob("*.webp"))
    screens = assets.built()
    assert screens and pictures
    for picture in pictures[:3]:
        name = screens.named[f"../docs/operators/pictures/{picture.name}"]
        answer = served.http.get(f"/console/assets/{name}", accept_encoding="gzip, br")
        assert answer.body == picture.read_bytes() and answer.headers["content-type"] == "image/webp"
        assert "immutable" in answer.headers["cache-control"] and "content-encoding" not in answer.headers


def test_the_side_bar_leads_to_wecoms_own_client(served: Stack) -> None:
    """Its JS-SDK is a file of ours, which the page reads inside WeCom; the console's page does not."""
    (name,) = re.findall(r'data-client="/console/assets/(wecom-[\w-]+\.js)"', served.http.get("/side").body.decode())
    assert b"getCurExternalContact" in served.http.get(f"/console/assets/{name}").body
    assert name not in served.http.get("/console").body.decode()


@pytest.mark.parametrize(
    "name", ["no-such.js", "manifest.json", "console.html", "..%2Fdist%2Fmanifest.json", "x.js.gz"]
)
def test_nothing_but_what_the_build_names_can_be_read(served: Stack, name: str) -> None:
    """A name is looked up, never joined to a path."""
    answer = served.http.get(f"/console/assets/{name}")
    assert (answer.status, answer.json()["code"]) == (404, "UnknownPath")


def test_a_package_without_screens_says_so_and_signs_in_all_the_same(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where it was made there was no Node: the page tells, and shows who is signed in."""
    monkeypatch.setattr(assets, "FOLDER", tmp_path)
    forget()
    page = stack.http.get("/console/live-codes").body.decode()
    assert "没有控制台" in page and 'id="in"' in page
    assert stack.http.get("/console/assets/console-x.js").status == 404
    assert 'data-client=""' in stack.http.get("/side").body.decode()
    forget()


def test_no_entry_and_no_screen_is_over_its_budget(dist: Path) -> None:
    """And what is over is told by name, with both figures."""
    chunks = console.manifest()
    assert list(console.over_budget(chunks)) == []
    heavy = {**chunks, "console.html": console.Chunk(file=chunks["console.html"].file, imports=tuple(chunks))}
    weight = console.weights(heavy)["console.html"]
    assert weight > console.weights(chunks)["console.html"]
    told = [said for said in _over(heavy, weight - 1) if said.startswith("console.html weighs")]
    assert told and "kB of" in told[0]


def _over(chunks: dict[str, console.Chunk], limit: int) -> list[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(console, "BUDGETS", {"console.html": limit / 1000})
        return console.over_budget(chunks)


def test_the_built_files_lead_nowhere_else(dist: Path) -> None:
    """No font, script or picture from another host: their addresses would be in the files."""
    for file in [*dist.glob("*.gz"), dist / "console.html"]:
        text = (gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()).decode()
        strange = [url for url in re.findall(r"https?://[\w./-]+", text) if not url.startswith(NAMES)]
        assert strange == [], file.name


def test_the_same_sources_give_the_same_files(dist: Path) -> None:
    """A stamp says of which sources they are; without a change nothing is built again."""
    assert console.built_of() == console.fingerprint()
    assert console.build() is False


def test_wrong_types_are_no_console(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Only a machine without Node makes a package without screens; what is wrong ends the build, and leaves none."""
    monkeypatch.setattr(console, "DIST", tmp_path / "dist")
    monkeypatch.setattr(console, "_modules", lambda: tmp_path)
    with pytest.raises(console.Unbuilt, match="the screens' types are wrong") as caught:
        console.build()
    assert not isinstance(caught.value, console.NoNode) and console.built_of() == ""


def test_a_machine_without_node_makes_a_package_without_screens(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says why, and goes on; screens that are wrong end it."""

    def none() -> Path:
        raise tools.Missing("no node here")

    monkeypatch.setattr(console, "DIST", tmp_path / "dist")
    monkeypatch.setattr(tools, "node_modules", lambda _: none())
    package._build_console()
    assert "控制台未构建" in (said := capsys.readouterr().err) and "no node here" in said
    monkeypatch.setattr(console, "build", lambda: (_ for _ in ()).throw(console.Unbuilt("over budget")))
    with pytest.raises(package.PackageError, match="over budget"):
        package._build_console()


def test_the_sources_keep_the_rules_of_the_house() -> None:
    """One place asks our API; nothing may be anything; no text is ever taken for markup; no table of Element's."""
    for path in sorted((WEB / "src").rglob("*")):
        if path.suffix not in (".ts", ".vue"):
            continue
        text = path.read_text()
        code = re.sub(r"/\*.*?\*/|//[^\n]*|<!--.*?-->", "", text, flags=re.DOTALL)
        assert not re.search(r":\s*any\b|<any>|\bas any\b|@ts-|v-html|innerHTML", code), path
        assert not re.search(r"el-link|el-table|ElTable|ElLink", code), path
        assert path.name == "api.ts" or not re.search(r"\bfetch\(", code), path
        # What a room says is a table, as long as it has texts.
        assert path.name == "words.ts" or len(text.splitlines()) <= 260, path


def test_the_screens_own_tests_pass(dist: Path) -> None:
    """Money, times, words, lists and what a refusal says: run by vitest, in one process of Node."""
    runner = WEB / "node_modules" / "vitest" / "vitest.mjs"
    command = [tools.node(), str(runner), "run", "--reporter=json", "--pool=threads"]
    done = subprocess.run(command, cwd=WEB, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout[done.stdout.index("{") :])
    assert told["numPassedTests"] == told["numTotalTests"] > 10
