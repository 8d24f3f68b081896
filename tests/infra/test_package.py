"""The package holds what a function needs and nothing else, starts by itself, and is the same every time."""

from __future__ import annotations

import os
import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra import package, runtimes

pytestmark = pytest.mark.usefixtures("packaged")
ZIP = package.DIST / "deployment.zip"


@pytest.fixture
def names() -> Iterator[list[str]]:
    """The names of the files in the package."""
    with zipfile.ZipFile(ZIP) as archive:
        yield archive.namelist()


@pytest.fixture(scope="module")
def unzipped(packaged: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package as Lambda has it; tests must not change it."""
    folder = tmp_path_factory.mktemp("package")
    with zipfile.ZipFile(ZIP) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture
def spoiled(unzipped: Path, tmp_path: Path) -> Path:
    """The same for a test that takes something away from it or adds to it."""
    folder = tmp_path / "package"
    shutil.copytree(unzipped, folder, copy_function=os.link)
    return folder


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("jwt", "jwt"),
        ("segno/__init__.py", "segno"),
        ("botocore/data/sqs", "sqs"),
        ("chalicelib/core/__pycache__", "without bytecode"),
    ],
)
def test_a_package_that_lacks_something_does_not_pass(missing: str, said: str, spoiled: Path) -> None:
    """A library used only inside a function, a service's data, bytecode: the gate misses it, no customer does."""
    path = spoiled / missing
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    with pytest.raises(package.PackageError, match=said):
        package.check_whole(spoiled)
        package.check_starts(spoiled, package.DIST / "template.yaml")


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        (
            "Handler: app.on_fact",
            "Handler: app.on_facts",
            r"(?s)app\.on_facts does not start.*has no function on_facts",
        ),
        ("SIYU_MAIN_TABLE:", "SIYU_TABLE:", "(?s)does not start.*main_table"),
        ("Default: https://api.weixin.qq.com", "Default: http://localhost", "(?s)does not start.*SIYU_WECHAT_URL"),
    ],
)
def test_a_template_that_starts_a_function_wrongly_does_not_pass(
    good: str, bad: str, said: str, unzipped: Path, tmp_path: Path
) -> None:
    """Each function is started by its own handler, with the variables that the template gives it and no others."""
    template = (package.DIST / "template.yaml").read_text()
    spoiled = tmp_path / "template.yaml"
    spoiled.write_text(template.replace(good, bad))
    assert spoiled.read_text() != template
    with pytest.raises(package.PackageError, match=said):
        package.check_starts(unzipped, spoiled)


def test_a_binary_for_a_newer_system_does_not_pass(spoiled: Path) -> None:
    """It would load on a developer's machine, and not at Lambda."""
    major, minor = runtimes.of().glibc
    (spoiled / "fast.so").write_text(f"GLIBC_{major}.{minor} GLIBC_{major}.{minor + 1}")
    with pytest.raises(package.PackageError, match=r"fast\.so needs glibc"):
        package.check_whole(spoiled)


def test_botocore_brings_the_data_of_our_services_and_no_others(names: list[str]) -> None:
    """Descriptions of services that we never call would double the package."""
    parts = [name.split("/") for name in names if name.startswith("botocore/data/")]
    assert {part[2] for part in parts if len(part) > 3} == set(package.SERVICES)


def test_nothing_of_tests_local_or_development_is_shipped(names: list[str]) -> None:
    """A sandbox or a test tool in production is weight and a way in."""
    roots = {name.split("/")[0] for name in names}
    assert not roots & {"tests", "local", "infra", "docs", "moto", "pytest", "flask", "PIL", "pip"}


def test_two_builds_are_the_same_bytes_and_small_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deploying an unchanged commit changes nothing; a cold start can bear 17 MB, of which 4 are ours."""
    monkeypatch.setattr(package, "check", lambda *_: None)  # the same bytes have passed the gate
    before = package.manifest()
    package.build(force=True)
    assert package.manifest() == before
    assert ZIP.stat().st_size < 17_500_000


def test_what_does_not_pass_the_gate_does_not_come_to_dist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every build ends at the gate, which is shown what was made."""

    def chalice(work: Path) -> None:
        (work / "out").mkdir()
        (work / "out" / "sam.yaml").write_text("Resources: {}")
        with zipfile.ZipFile(work / "out" / "deployment.zip", "w") as archive:
            archive.writestr("app.py", "import nothing_that_is_there")

    monkeypatch.setattr(package, "DIST", tmp_path / "dist")
    monkeypatch.setattr(package, "_libraries", lambda: tmp_path / "none")
    monkeypatch.setattr(package, "_run_chalice", chalice)
    monkeypatch.setattr(package, "_complete", lambda _: None)  # there is no API in it
    with pytest.raises(package.PackageError, match="not whole"):
        package.build()
    assert not package.DIST.exists()


def test_the_templates_runtime_is_that_of_the_libraries(packaged: dict[str, Any]) -> None:
    """Chalice writes the one and pip fetches the others; a package of two minds would not start."""
    functions = [one["Properties"] for one in packaged["Resources"].values() if one["Type"].endswith("::Function")]
    assert {function["Runtime"] for function in functions} == {runtimes.of().name}
    assert {*map(tuple, (function["Architectures"] for function in functions))} == {(runtimes.MACHINE,)}
    assert runtimes.of().version == sys.version_info[:2]
