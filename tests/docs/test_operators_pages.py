"""Operators' pages name routes that there are, and each route of theirs stands on a page."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from tests.support.markdown import ROOT

PAGES = sorted((ROOT / "docs" / "operators").glob("*.md"))
DOCUMENT = msgspec.json.decode((ROOT / "docs" / "openapi.json").read_bytes())
ROUTES = {(method.upper(), path) for path, methods in DOCUMENT["paths"].items() for method in methods}
NAMED = re.compile(r"(?:(GET|POST|PUT|DELETE) )?((?:/(?:admin|staff|mini)/v1|…|\.\.\.)/[^\s?\"]*)")
# What a page of ours or a program does by itself.
BY_THEMSELVES = {"/admin/v1/me", "/staff/v1/me", "/admin/v1/sign-in", "/admin/v1/signed-in"}


def _fits(path: str, named: str) -> bool:
    """True when a page's way to write a path means it: whatever stands in a brace's place, or only how it ends."""
    ends, parts = named.lstrip("….").split("/")[1:], path.split("/")[1:]
    is_whole, tail = named.startswith("/"), parts[-len(ends) :]
    if len(tail) != len(ends) or (is_whole and len(ends) != len(parts)):
        return False
    return all(
        part == end or (part[0] == "{" and (is_whole or end[0] == "{")) for part, end in zip(tail, ends, strict=True)
    )


def _named(text: str) -> list[tuple[str, str]]:
    """The routes between backticks, each with its method, '' for none."""
    found = [NAMED.match(quote) for quote in re.findall(r"`([^`\n]+)`", text)]
    return [(match[1] or "", match[2]) for match in found if match]


def _is_there(method: str, named: str) -> bool:
    return any(method in ("", other) and _fits(path, named) for other, path in ROUTES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_route_that_a_page_names_is_there(page: Path) -> None:
    """By its method, with whatever name stands in the braces."""
    assert [one for one in _named(page.read_text()) if not _is_there(*one)] == []


def test_a_route_that_is_not_there_is_noticed() -> None:
    """The negative control: another method, another path, another end."""
    text = "`DELETE /admin/v1/stores` `GET /admin/v1/shops/{id}` `POST …/undoings` `GET /admin/v1/stores/{门店编号}`"
    assert [_is_there(*one) for one in _named(text)] == [False, False, False, True]


def test_every_route_of_operators_stands_on_a_page() -> None:
    """What no page tells of nobody finds."""
    named = [path for page in PAGES for _, path in _named(page.read_text())]
    theirs = {path for _, path in ROUTES if path.startswith(("/admin/", "/staff/"))} - BY_THEMSELVES
    assert [path for path in sorted(theirs) if not any(_fits(path, one) for one in named)] == []


# What every page begins with, in both languages, so that nobody reads on to learn whether it is theirs.
SKELETON = {"## 中文\n\n": "做什么用：什么时候：谁可以：在哪里：", "## English\n\n": "What for: When: Who may: Where: "}


def _begins(text: str, language: str) -> str:
    """The labels of the list with which a language's part begins."""
    listed, _, _ = text.partition(language)[2].partition("\n\n")
    return "".join("".join(match) for match in re.findall(r"^- \*\*([^*]+)\*\*(：|: )\S", listed, re.MULTILINE))


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "README.md"], ids=lambda page: page.name)
def test_every_page_begins_alike_and_has_its_steps(page: Path) -> None:
    """What for, when, who may and where, then what one does."""
    text = page.read_text()
    assert {language: _begins(text, language) for language in SKELETON} == SKELETON
    assert re.search(r"^### .*怎么做", text, re.MULTILINE)


def test_a_page_without_its_skeleton_is_noticed() -> None:
    """The negative control: one line is missing, or stands later."""
    text = "## 中文\n\n- **做什么用**：看\n- **谁可以**：人人\n\n## English\n\nText.\n\n- **What for**: to look\n"
    assert [_begins(text, language) for language in SKELETON] == ["做什么用：谁可以：", ""]


# ---- pictures, which the console shows as well: how large it says they are, and what all of them may add to a package

PICTURES = ROOT / "docs" / "operators" / "pictures"
SHOWN = re.compile(r"!\[([^\]]*)\]\(pictures/([\w-]+\.webp)\)")
DESK, PHONE = (896, 560), (390, 844)
MOST, ALL = 120_000, 1_000_000


def _size(picture: bytes) -> tuple[int, int]:
    """How wide and high a WebP of one lossy picture is, with a profile of its colours or without; else (0, 0)."""
    if picture[8:16] == b"WEBPVP8X":
        return 1 + int.from_bytes(picture[24:27], "little"), 1 + int.from_bytes(picture[27:30], "little")
    if picture[8:16] != b"WEBPVP8 ":
        return 0, 0
    return int.from_bytes(picture[26:28], "little"), int.from_bytes(picture[28:30], "little")


def test_every_picture_is_shown_by_a_page_and_every_page_shows_what_is_there() -> None:
    """None is shipped for nothing, none is missing."""
    shown = {name for page in PAGES for _, name in SHOWN.findall(page.read_text())}
    assert shown == {path.name for path in PICTURES.iterdir()}


def test_pictures_are_as_large_as_the_console_says_and_light() -> None:
    """Else what stands below one would jump as it comes, and the package would grow by what nobody sees."""
    pages = (ROOT / "web" / "src" / "console" / "guide" / "pages.ts").read_text()
    said = [tuple(map(int, one)) for one in re.findall(r"width: (\d+), height: (\d+) }", pages)]
    assert said == [DESK, PHONE]
    files = {path.name: path.read_bytes() for path in PICTURES.iterdir()}
    wrong = {name for name, data in files.items() if _size(data) != (PHONE if name.startswith("phone-") else DESK)}
    assert wrong == set()
    assert {name: len(data) for name, data in files.items() if len(data) > MOST} == {}
    assert sum(map(len, files.values())) <= ALL


def test_a_picture_of_another_kind_is_noticed() -> None:
    """The negative control."""
    assert _size(b"\xff\xd8\xff" + bytes(40)) == (0, 0)
    assert (
        _size(b"RIFF\0\0\0\0WEBPVP8 " + bytes(10) + (390).to_bytes(2, "little") + (844).to_bytes(2, "little")) == PHONE
    )
