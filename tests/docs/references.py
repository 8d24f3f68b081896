"""Reads references: to the platform facts in docs/platform, and to pages by their names."""

from __future__ import annotations

import functools
import re
import subprocess
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path, PurePosixPath

from tests.support.markdown import ROOT, headings, prose

FOLDER = "docs/platform"
GRADES = ("documented", "seen", "assumed")
ID = r"[A-Z]\d+"
# What may stand for an id is read generously, so that a wrong one (a bare letter, a range) is noticed, not overlooked.
WORD = r"[A-Z]\d(?:[\w.-]*\w)?"
GAP = r"(?: |\s*\n\s*(?:# ?)?)"
REFERENCE = re.compile(rf"{FOLDER}{GAP}(?P<ids>(?:{WORD}|[A-Z]\b)(?:,{GAP}{WORD})*)")
PAGE_NAME = re.compile(r"(?<![\w./-])(?:[\w.-]+/)*\w[\w.-]*\.md\b")
SOURCE = re.compile(rf"^官方文档：\S.* · (?:{'|'.join(GRADES)})$")
# Folders that commands make, for a copy of the repository without git.
MADE_FOLDERS = {".git", ".venv", ".local", "dist", "node_modules"}


@functools.cache
def texts() -> dict[str, str]:
    """Every tracked text file, by its path from the root."""
    found = {}
    for path in _tracked():
        try:
            found[path] = (ROOT / path).read_text("utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue
    return found


def _tracked() -> list[str]:
    command = ["git", "-c", f"safe.directory={ROOT}", "-C", str(ROOT), "ls-files", "-z"]
    git = subprocess.run(command, text=True, capture_output=True, check=False)
    if git.returncode == 0:
        return git.stdout.split("\0")[:-1]
    paths = [path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file()]
    return sorted(str(path) for path in paths if not MADE_FOLDERS & set(path.parts))


def platform_pages() -> dict[str, str]:
    """The pages of platform facts, by name."""
    return {path.name: path.read_text("utf-8") for path in sorted((ROOT / FOLDER).glob("*.md"))}


def sections(pages: Iterable[str]) -> list[str]:
    """The id of every section, one that is there twice twice."""
    titles = [title for page in pages for level, title in headings(page) if level == 3]
    return [title.partition(" ")[0] for title in titles]


def referenced(text: str) -> list[str]:
    """The ids that a text refers to."""
    return [one for found in REFERENCE.finditer(text) for one in re.findall(WORD + r"|[A-Z]\b", found["ids"])]


def misled(text: str, known: Collection[str]) -> list[str]:
    """References that do not lead to exactly one section of `known`."""
    return [one for one in referenced(text) if list(known).count(one) != 1]


def inner_ids(page: str) -> list[str]:
    """The ids that a page of platform facts names without the folder: its neighbours."""
    return re.findall(rf"\b{ID}\b", re.sub(r"^#.*$", "", prose(page), flags=re.MULTILINE))


def unsourced(page: str) -> list[str]:
    """Sections whose heading has no id, or is not followed by the official page and a grade."""
    return [
        title
        for title, body in re.findall(r"^### (.+)\n((?:(?!#{1,3} ).*\n?)*)", page, re.MULTILINE)
        if not re.match(rf"{ID} \S", title) or not SOURCE.match(body.strip().partition("\n")[0])
    ]


def lost_pages(file: str, text: str, known: Collection[str]) -> Iterator[str]:
    """Markdown files that a text names and that are not there: from the root, from the file, or as the only one."""
    for name in PAGE_NAME.findall(re.sub(r"\w+://\S+", "", text)):
        beside = _normal(str(PurePosixPath(file).parent / name))
        if not {name, beside} & set(known) and sum(f"/{path}".endswith(f"/{name}") for path in known) != 1:
            yield name


def _normal(path: str) -> str:
    parts: list[str] = []
    for part in path.split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part != ".":
            parts.append(part)
    return str(Path(*parts)) if parts else ""
