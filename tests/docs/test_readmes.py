"""Both READMEs say the same, and what they say can be typed."""

from __future__ import annotations

import subprocess

from tests.support.markdown import ROOT, blocks, headings, links, rows

ENGLISH = (ROOT / "README.md").read_text()
CHINESE = (ROOT / "README.zh-CN.md").read_text()


def test_both_have_the_same_headings() -> None:
    """As many headings, of the same levels, in the same order."""
    assert [level for level, _ in headings(ENGLISH)] == [level for level, _ in headings(CHINESE)]


def test_both_have_the_same_code_blocks() -> None:
    """Every picture and command is the same to the letter."""
    assert blocks(ENGLISH) == blocks(CHINESE)
    assert len(blocks(ENGLISH)) == 4


def test_both_have_the_same_links() -> None:
    """Neither leads to a page that the other does not know, but for each other."""
    theirs = {"README.md", "README.zh-CN.md"}
    assert [link for link in links(ENGLISH) if link not in theirs] == [
        link for link in links(CHINESE) if link not in theirs
    ]


def test_both_tell_the_same_features_and_figures() -> None:
    """The tables have the same rows; a figure cannot be mended in one language alone."""
    assert len(rows(ENGLISH, "feature")) == len(rows(CHINESE, "功能"))
    states = {"works": "可用", "narrow": "部分", "not yet": "还没有", "unproven": "未验证"}
    assert [states[row[1]] for row in rows(ENGLISH, "feature")] == [row[1] for row in rows(CHINESE, "功能")]
    costs = [row[1:5] for row in rows(ENGLISH, "per 1,000")]
    assert costs == [row[1:5] for row in rows(CHINESE, "每 1,000 次")]
    assert len(costs) == 4


def test_neither_is_longer_than_a_reader_has_patience() -> None:
    """Under 200 lines each."""
    assert max(len(text.splitlines()) for text in (ENGLISH, CHINESE)) < 200


def test_every_shell_block_of_the_readme_is_valid() -> None:
    """A shell parses each block without running it."""
    for block in blocks(ENGLISH):
        if block.language == "sh":
            done = subprocess.run(["bash", "-n"], input=block.text, text=True, capture_output=True, check=False)
            assert (done.returncode, done.stderr) == (0, "")
