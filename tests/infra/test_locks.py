"""What is installed is what was locked: one version, known bytes, and the lock is that of its inputs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from local.tools import CLIENT, CONTRACT
from tests.infra import locks
from tests.infra.locks import ROOT

INPUTS = locks.inputs()
HASH = "0" * 64
SOUND = f"flask==3.1.3 \\\n    --hash=sha256:{HASH} \\\n    --hash=sha256:{HASH}\n    # via -r a.in\n"


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _lock(path: Path) -> str:
    return path.with_suffix(".txt").read_text()


@pytest.mark.parametrize("path", INPUTS, ids=_name)
def test_every_package_has_one_version_and_hashes(path: Path) -> None:
    """Chalice's pip, setuptools and wheel too."""
    assert list(locks.everything_is_pinned_and_hashed(_lock(path))) == []


@pytest.mark.parametrize("path", INPUTS, ids=_name)
def test_every_lock_is_that_of_its_input(path: Path) -> None:
    """Otherwise: `make lock`."""
    assert list(locks.says_what_is_asked(path.read_text(), _name(path), _lock(path))) == []


@pytest.mark.parametrize(
    ("lock", "said"),
    [
        (SOUND.replace("==3.1.3", ">=3"), ["not pinned and hashed: flask>=3"]),
        (re.sub(r"--hash\S+( \\)?", "", SOUND), ["not pinned and hashed: flask==3.1.3"]),
        ("-r other.txt\n", ["not pinned and hashed: -r"]),
        (SOUND, []),
    ],
)
def test_a_loose_line_is_noticed(lock: str, said: list[str]) -> None:
    """The negative control of the first rule."""
    assert list(locks.everything_is_pinned_and_hashed(lock)) == said


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Flask==3.1.4\n", ["flask is asked for at 3.1.4 and pinned at 3.1.3"]),
        ("Flask==3.1.3\nsix==1.0\n", ["six is asked for at 1.0 and pinned at None"]),
        ("# nothing\n", ["flask is no longer asked for"]),
        ("Flask==3.1.3\n", []),
    ],
)
def test_a_stale_lock_is_noticed(asked: str, said: list[str]) -> None:
    """The negative control of the second rule."""
    assert list(locks.says_what_is_asked(asked, "a.in", SOUND)) == said


def test_what_is_tested_is_what_is_shipped() -> None:
    """A developer's environment holds the package's libraries at the package's versions."""
    shipped, developed = ((ROOT / name).read_text() for name in ("requirements.txt", "requirements-dev.txt"))
    assert list(locks.agrees_with(shipped, developed)) == []
    assert list(locks.agrees_with(shipped, developed.replace("botocore==", "botocore==9."))) != []


@pytest.mark.parametrize("folder", [CONTRACT, CLIENT], ids=_name)
def test_what_comes_from_npm_is_pinned_and_hashed_too(folder: Path) -> None:
    """The lock is that of package.json, which names exact versions."""
    asked, lock = (json.loads((folder / name).read_text()) for name in ("package.json", "package-lock.json"))
    root, *packages = lock["packages"].values()
    for kind in ("dependencies", "devDependencies"):
        assert root.get(kind) == asked.get(kind)
        assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in asked.get(kind, {}).values())
    assert packages and all(package["integrity"].startswith("sha512-") for package in packages)


def _without_thanks(folder: Path) -> str:
    """npm's lock, but for where a package's makers ask to be paid."""
    lock = json.loads((folder / "package-lock.json").read_text())
    for package in lock["packages"].values():
        package.pop("funding", None)
    return json.dumps(lock)


def test_no_lock_names_a_place_to_fetch_from() -> None:
    """Where packages come from is the reader's own setting."""
    texts = [*map(_lock, INPUTS), *map(_without_thanks, (CONTRACT, CLIENT))]
    assert [text for text in texts if re.search(r"https?://|--index|--find-links|resolved", text)] == []


@pytest.mark.parametrize("path", ["Makefile", "infra/package.py", "local/environments.py"])
def test_every_install_wants_the_hashes(path: str) -> None:
    """pip is never told to install without them."""
    source = (ROOT / path).read_text()
    installs = re.findall(r'pip install|"install"', source)
    assert len(installs) == source.count("--require-hashes") >= 1
