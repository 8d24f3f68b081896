"""No page leads nowhere, names a command that is not there, or tells of a cloud that is not ours."""

from __future__ import annotations

import importlib.util
import re
import subprocess
from pathlib import Path

import pytest

from tests.support.markdown import ROOT, blocks, broken_links, guides, headings, pages

TARGETS = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
# Where packages come from is the reader's own setting, so a page names no other host than these.
HOSTS = {"127.0.0.1", "localhost", "q.example.com", "keepachangelog.com", "semver.org"}


def _name(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", guides(), ids=_name)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    """The file is there, and the heading if one is named."""
    assert list(broken_links(page, page.read_text())) == []


def test_a_broken_link_is_noticed() -> None:
    """The negative control: a file and a heading that are not there."""
    text = "[a](docs/nothing.md) [b](README.md#nowhere) [c](README.md#deploy) [d](https://example.com/x)"
    assert list(broken_links(ROOT / "README.md", text)) == ["docs/nothing.md", "README.md#nowhere"]


@pytest.mark.parametrize("page", guides(), ids=_name)
def test_every_make_target_that_a_page_names_exists(page: Path) -> None:
    """`make something`, in code or in text, is a target of the Makefile."""
    text = page.read_text()
    quotes = [block.text for block in blocks(text) if block.language in ("", "sh")] + re.findall(r"`[^`\n]+`", text)
    named = {name for quote in quotes for name in re.findall(r"(?:^|`|\s)make ([a-z]+)", quote)}
    assert named <= TARGETS


@pytest.mark.parametrize("page", pages(), ids=_name)
def test_every_module_that_a_page_runs_exists(page: Path) -> None:
    """`python -m something` is a module of ours."""
    named = set(re.findall(r"python -m ((?:infra|local|tests|benchmarks)[\w.]*)", page.read_text()))
    assert [name for name in named if importlib.util.find_spec(name) is None] == []


@pytest.mark.parametrize("page", pages(), ids=_name)
def test_every_file_that_a_page_names_exists(page: Path) -> None:
    """A path of ours between backticks is there, unless it is made by a command, or by the page itself."""
    made = {"benchmarks/results.md", *re.findall(r"^### `([\w/.]+)`$", page.read_text(), re.MULTILINE)}
    roots = "app.py|chalicelib|infra|local|tests|events|benchmarks|docs"
    named = set(re.findall(rf"`((?:{roots})/[\w./-]+)`", page.read_text())) - made
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("page", pages(), ids=_name)
def test_a_page_leads_only_to_hosts_that_a_reviewer_allowed(page: Path) -> None:
    """A page that names a package registry, say, is wrong for everybody who uses another."""
    assert set(re.findall(r"https?://([\w.-]+)", page.read_text())) <= HOSTS


@pytest.mark.parametrize("page", pages(), ids=_name)
def test_a_page_has_one_title_and_shell_that_parses(page: Path) -> None:
    """One heading of the first level, and blocks that a shell can read."""
    text = page.read_text()
    assert [level for level, _ in headings(text)].count(1) == 1
    for block in blocks(text):
        if block.language == "sh":
            done = subprocess.run(["bash", "-n"], input=block.text, text=True, capture_output=True, check=False)
            assert (done.returncode, done.stderr) == (0, "")


def test_every_page_can_be_found() -> None:
    """Each page below docs is linked from another one."""
    linked = {
        (page.parent / target.partition("#")[0]).resolve()
        for page in pages()
        for target in re.findall(r"\]\(([^():\s]+)\)", page.read_text())
    }
    assert [_name(page) for page in pages() if page.parent != ROOT and page not in linked] == []


def test_every_decision_is_in_the_index() -> None:
    """Numbered without a gap, each with context, decision and consequences, each in the index by its title."""
    decisions = sorted((ROOT / "docs" / "adr").glob("0*.md"))
    index = (ROOT / "docs" / "adr" / "README.md").read_text()
    assert [int(page.name[:4]) for page in decisions] == list(range(1, len(decisions) + 1))
    for page in decisions:
        (_, title), *parts = headings(page.read_text())
        assert [part for _, part in parts] == ["Context", "Decision", "Consequences"]
        number, _, text = title.partition(" ")
        assert f"[{number}]({page.name}) | {text} |" in index


def test_every_decision_that_the_code_names_is_there() -> None:
    """`docs/adr/0004` in a docstring leads to a page."""
    named = {
        number
        for path in (ROOT / "chalicelib").rglob("*.py")
        for number in re.findall(r"docs/adr/(\d{4})", path.read_text())
    }
    assert named
    assert named <= {page.name[:4] for page in (ROOT / "docs" / "adr").glob("0*.md")}
