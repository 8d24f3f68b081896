"""Reads our pages: headings, code blocks, links, tables. No library: the pages use little of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOP = ("README.md", "README.zh-CN.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^(#{1,6}) +(.+)$", re.MULTILINE)
LINK = re.compile(r"!?\[[^\]]*\]\(([^()\s]+)\)")


@dataclass(frozen=True)
class Block:
    """A fenced code block."""

    language: str
    text: str


def pages() -> list[Path]:
    """Every page that is documentation."""
    return [*(ROOT / name for name in TOP), *sorted((ROOT / "docs").rglob("*.md"))]


def guides() -> list[Path]:
    """All pages of the repository, those beside the code too."""
    return [*pages(), *(page for folder in ("local", "infra") for page in sorted((ROOT / folder).rglob("*.md")))]


def blocks(text: str) -> list[Block]:
    """The code blocks of a page, in order."""
    return [Block(language, body) for language, body in FENCE.findall(text)]


def prose(text: str) -> str:
    """The page without its code blocks."""
    return FENCE.sub("", text)


def headings(text: str) -> list[tuple[int, str]]:
    """(level, text) of each heading, in order."""
    return [(len(marks), title.strip()) for marks, title in HEADING.findall(prose(text))]


def anchors(text: str) -> set[str]:
    """What a link may name after `#`, by GitHub's rule: lower case, punctuation dropped, blanks as dashes."""
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for _, title in headings(text)}


def links(text: str) -> list[str]:
    """Every link's target."""
    return LINK.findall(prose(text))


def broken_links(page: Path, text: str) -> Iterator[str]:
    """Relative targets that lead nowhere, or to a heading that is not there."""
    for target in links(text):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        found = (page.parent / path).resolve() if path else page
        is_there = found.exists() and (not anchor or found.suffix != ".md" or anchor in anchors(found.read_text()))
        if not is_there:
            yield target


def rows(text: str, first: str) -> list[list[str]]:
    """The rows of the table whose header begins with the cell `first`."""
    lines = iter(prose(text).splitlines())
    for line in lines:
        if cells(line)[:1] == [first]:
            next(lines)
            break
    found = []
    for line in lines:
        if not line.startswith("|"):
            break
        found.append(cells(line))
    return found


def cells(line: str) -> list[str]:
    """A table line's cells."""
    return [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []


def quoted(text: str) -> list[str]:
    """What stands between backticks."""
    return re.findall(r"`([^`]+)`", text)
