"""What the code says of a platform leads to docs/platform, and nothing leads to a page that is not there."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.docs.references import (
    FOLDER,
    inner_ids,
    lost_pages,
    misled,
    platform_pages,
    referenced,
    sections,
    texts,
    unsourced,
)

PAGES = platform_pages()
SECTIONS = sections(PAGES.values())
KINDS = (".py", ".md", ".yaml", ".json", ".txt")
# Made by a command, and named by negative controls.
NOT_TRACKED = {"benchmarks/results.md", "docs/nothing.md"}
each_page = pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())


def test_there_are_references() -> None:
    """What follows is not true of nothing: facts of every area are referred to outside the pages."""
    named = {one for file, text in texts().items() if not file.startswith(FOLDER) for one in referenced(text)}
    assert {one[0] for one in named} >= {one[0] for one in SECTIONS} != set()


def test_every_reference_leads_to_one_section() -> None:
    """In whatever file it stands."""
    wrong = [(file, one) for file, text in texts().items() for one in misled(text, SECTIONS)]
    assert wrong == []


def test_a_reference_that_leads_nowhere_is_noticed() -> None:
    """The negative control: no such section, a letter alone, a range, over the end of a line, one of two sections."""
    known = ["D4", "D8", "I4", "I4"]
    assert misled(f"({FOLDER} D4, D8), {FOLDER}\n# D4,\n# D8. {FOLDER} has D9", known) == []
    assert misled(f"({FOLDER} D4, Z9, D8)", known) == ["Z9"]
    assert misled(f"({FOLDER} C), {FOLDER} D4-D8: {FOLDER}\n    # D4,\n    # Z8.", known) == ["C", "D4-D8", "Z8"]
    assert misled(f"{FOLDER} I4", known) == ["I4"]


def test_no_section_is_there_twice() -> None:
    """An id is the beginning of one heading, over all pages."""
    assert [one for one, times in Counter(SECTIONS).items() if times != 1] == []


def test_a_section_that_is_there_twice_is_noticed() -> None:
    """The negative control: on two pages; what stands in a code block is none."""
    assert sections(["# A\n### D4 Tags\n", "# B\n```\n### D4 Tags\n```\n### D4 Marks\n"]) == ["D4", "D4"]


@each_page
def test_every_section_names_its_official_page(page: str) -> None:
    """Below the heading with its id stand the page's name and a grade."""
    assert unsourced(page) == []


def test_a_section_without_its_official_page_is_noticed() -> None:
    """The negative control: no page, no grade, no id; the last section as well as the first."""
    good = "### D4 Tags\n\n官方文档：管理企业标签 · documented\n\nText.\n"
    assert unsourced(f"# Page\n\n{good}\n## Area\n\n{good}") == []
    bad = "### D1 A\n\nText.\n\n### D2 B\n\n官方文档：管理企业标签\n\n### Tags\n\n官方文档：管理企业标签 · seen\n"
    bad += "\n### D3 C\n"
    assert unsourced(good + bad) == ["D1 A", "D2 B", "Tags", "D3 C"]


@each_page
def test_the_pages_lead_to_each_other(page: str) -> None:
    """An id in the text of a page, without the folder, is a section too."""
    assert [one for one in inner_ids(page) if one not in SECTIONS] == []


def test_an_id_in_a_page_is_noticed() -> None:
    """The negative control: ids in sentences and tables, none in headings, blocks and longer words."""
    assert inner_ids("### D4 Tags\n\nAs in Z9 (Z8).\n\n| A4 |\n\n```\nD1\n```\nSHA256 v1 C1a\n") == ["Z9", "Z8", "A4"]


def test_every_markdown_file_that_is_named_is_there() -> None:
    """From the root, from the file that names it, or as the only one of that name."""
    known = {*texts(), *NOT_TRACKED}
    files = [(file, text) for file, text in texts().items() if file.endswith(KINDS)]
    assert [(file, name) for file, text in files for name in lost_pages(file, text, known)] == []


def test_a_markdown_file_that_is_not_there_is_noticed() -> None:
    """The negative control: no such file, and a name that two files have; an address and a pattern are no names."""
    known = ["README.md", "docs/architecture.md", *(f"docs/{folder}/coupons.md" for folder in ("adr", "b"))]
    there = f"README.md, `coupons.md`: {'..'}/architecture.md#part (architecture.md), *.md https://host/nothing.md"
    assert list(lost_pages("docs/adr/README.md", there, known)) == []
    lost = "# see docs/nothing.md; README.md\n# and `coupons.md`."
    assert list(lost_pages("infra/file.py", lost, known)) == ["docs/nothing.md", "coupons.md"]
