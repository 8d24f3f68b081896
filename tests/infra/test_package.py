"""The package holds what a function needs and nothing else, starts by itself, and is the same every time."""

from __future__ import annotations

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


def test_it_starts_in_a_clean_interpreter() -> None:
    """Every handler is imported from the zip with nothing else on the path."""
    package.check(ZIP)


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("jwt/", "jwt"),
        ("segno/__init__.py", "segno"),
        ("botocore/data/sqs/", "sqs"),
        ("chalicelib/core/__pycache__/", "without bytecode"),
    ],
)
def test_a_package_that_lacks_something_does_not_pass(missing: str, said: str, tmp_path: Path) -> None:
    """A library used only inside a function, a service's data, bytecode: the gate misses it, no customer does."""
    spoiled = tmp_path / "spoiled.zip"
    with zipfile.ZipFile(ZIP) as archive, zipfile.ZipFile(spoiled, "w") as copy:
        for entry in archive.infolist():
            if not entry.filename.startswith(missing):
                copy.writestr(entry, archive.read(entry), zipfile.ZIP_STORED)  # to compress it all takes a second
    with pytest.raises(package.PackageError, match=said):
        package.check(spoiled)


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
    good: str, bad: str, said: str, tmp_path: Path
) -> None:
    """Each function is started by its own handler, with the variables that the template gives it and no others."""
    template = (package.DIST / "template.yaml").read_text()
    spoiled = tmp_path / "template.yaml"
    spoiled.write_text(template.replace(good, bad))
    assert spoiled.read_text() != template
    with pytest.raises(package.PackageError, match=said):
        package.check(ZIP, spoiled)


def test_a_binary_for_a_newer_system_does_not_pass(tmp_path: Path) -> None:
    """It would load on a developer's machine, and not at Lambda."""
    spoiled = tmp_path / "spoiled.zip"
    shutil.copy(ZIP, spoiled)
    major, minor = runtimes.of().glibc
    with zipfile.ZipFile(spoiled, "a") as archive:
        archive.writestr("fast.so", f"GLIBC_{major}.{minor} GLIBC_{major}.{minor + 1}")
    with pytest.raises(package.PackageError, match=r"fast\.so needs glibc"):
        package.check(spoiled)


def test_botocore_brings_the_data_of_our_services_and_no_others(names: list[str]) -> None:
    """Descriptions of services that we never call would double the package."""
    parts = [name.split("/") for name in names if name.startswith("botocore/data/")]
    assert {part[2] for part in parts if len(part) > 3} == set(package.SERVICES)


def test_nothing_of_tests_local_or_development_is_shipped(names: list[str]) -> None:
    """A sandbox or a test tool in production is weight and a way in."""
    roots = {name.split("/")[0] for name in names}
    assert not roots & {"tests", "local", "infra", "docs", "moto", "pytest", "flask", "PIL", "pip"}


def test_two_builds_are_the_same_bytes_and_small_enough() -> None:
    """Deploying an unchanged commit changes nothing; 13 MB is a bound that cold start can bear."""
    before = package.manifest()
    package.build(force=True)
    assert package.manifest() == before
    assert ZIP.stat().st_size < 13_000_000


def test_the_templates_runtime_is_that_of_the_libraries(packaged: dict[str, Any]) -> None:
    """Chalice writes the one and pip fetches the others; a package of two minds would not start."""
    functions = [one["Properties"] for one in packaged["Resources"].values() if one["Type"].endswith("::Function")]
    assert {function["Runtime"] for function in functions} == {runtimes.of().name}
    assert {*map(tuple, (function["Architectures"] for function in functions))} == {(runtimes.MACHINE,)}
    assert runtimes.of().version == sys.version_info[:2]
