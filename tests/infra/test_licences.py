"""Every package that we build on is known with its licence, and each licence is allowed where the package is used."""

from __future__ import annotations

import importlib.metadata
import re

import pytest

from infra import licences
from infra.licences import Part, Use

FOUND, TABLE = licences.parts(), licences.licences()
PART = Part(Use.SHIPPED, "pypi", "left-pad", "1.0")


def test_no_package_has_a_licence_that_is_unknown_or_not_allowed() -> None:
    """What a lock file names is looked up before it lands."""
    assert list(licences.problems(FOUND, TABLE)) == []


def test_the_list_and_the_bill_are_those_of_the_lock_files() -> None:
    """Stale is a failure; `make licences` writes both again."""
    for path, text in licences.everything(FOUND, TABLE).items():
        assert path.read_text() == text, f"{path.name} is stale: run make licences"


def test_the_bill_names_everything_once_and_says_what_is_shipped() -> None:
    """A scanner of what runs in AWS needs no more than the required ones."""
    bill = licences.bill(FOUND, TABLE)
    names = [one["purl"] for one in bill["components"]]
    required = {one["purl"] for one in bill["components"] if one["scope"] == "required"}
    assert len(names) == len(set(names)) == len(FOUND)
    assert set(bill["dependencies"][0]["dependsOn"]) == required
    assert any(one.startswith("pkg:pypi/msgspec@") for one in required)
    assert not any(one.startswith("pkg:pypi/pytest@") for one in required)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({}, "no licence"),
        ({"pypi": {"left-pad": "AGPL-3.0-only"}}, "not allowed"),
        ({"pypi": {"left-pad": "LGPL-3.0-or-later"}}, "not allowed"),
        ({"pypi": {"left-pad": "MIT AND GPL-3.0-only"}}, "not allowed"),
        ({"pypi": {"left-pad": "MIT", "gone": "MIT"}}, "no lock file"),
    ],
)
def test_what_is_wrong_with_a_licence_is_told(table: dict[str, dict[str, str]], said: str) -> None:
    """Negative control: unknown, forbidden, forbidden in part, forgotten."""
    (problem,) = licences.problems([PART], table)
    assert said in problem


def test_a_choice_of_licences_is_allowed_when_one_of_them_is() -> None:
    """`MIT OR GPL` is ours to choose; what only runs here may be under more."""
    assert licences.is_allowed("Apache-2.0 OR GPL-3.0-only", Use.SHIPPED)
    assert licences.is_allowed("LGPL-3.0-or-later", Use.DEVELOPMENT)
    assert not licences.is_allowed("GPL-3.0-only", Use.DEVELOPMENT)


def test_packages_say_of_themselves_what_the_table_says() -> None:
    """As far as they say it in SPDX's own words: a new version may come under another licence."""
    differing = []
    for part in FOUND:
        try:
            said = str(importlib.metadata.metadata(part.name).json.get("license_expression", ""))
        except importlib.metadata.PackageNotFoundError:
            continue
        if said and part.kind == "pypi" and _words(said) != _words(TABLE["pypi"][part.name]):
            differing.append(f"{part.name}: {said}, not {TABLE['pypi'][part.name]}")
    assert differing == []


def _words(expression: str) -> set[str]:
    return set(re.findall(r"[\w.+-]+", expression.lower()))
