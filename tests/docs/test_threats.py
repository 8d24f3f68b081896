"""The threat model says nothing that no test holds up."""

from __future__ import annotations

import ast
import re

import pytest

from tests.support.markdown import ROOT, cells, prose

PAGE = (ROOT / "docs" / "developers" / "threats.md").read_text()
COLUMNS = 4


def lines() -> list[list[str]]:
    """Every row of the page's tables, without their heads."""
    found = [cells(line) for line in prose(PAGE).splitlines() if line.startswith("|")]
    heads = ("who tries what", "what")
    return [row for row in found if row[0] not in heads and not row[0].startswith("---")]


def names(cell: str) -> tuple[str, str]:
    """The file and the test that a cell names, empty where it names none."""
    match = re.fullmatch(r"`([\w/]+\.py)::(test_\w+)`", cell)
    return (match[1], match[2]) if match else ("", "")


def is_there(file: str, test: str) -> bool:
    """True for a test that the file defines."""
    path = ROOT / file
    return path.is_file() and any(
        isinstance(node, ast.FunctionDef) and node.name == test for node in ast.parse(path.read_text()).body
    )


@pytest.mark.parametrize("row", lines(), ids=lambda row: row[0])
def test_each_line_points_at_a_test(row: list[str]) -> None:
    """What stands in the way stands there because a test would die without it."""
    assert len(row) == COLUMNS
    assert row[1]
    assert is_there(*names(row[2])), row[2]


def test_a_line_without_a_test_is_noticed() -> None:
    """The negative control, and the page has lines."""
    assert len(lines()) > 30
    assert not is_there("tests/docs/test_threats.py", "test_that_nobody_wrote")
    assert not is_there("tests/docs/nothing.py", "test_a_line_without_a_test_is_noticed")
    assert names("see tests") == ("", "")
