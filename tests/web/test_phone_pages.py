"""Pages that staff have on their phones: they come whole, weigh little and hold nothing that their policy forbids."""

from __future__ import annotations

import gzip
import re

import pytest

from tests.support.stack import Stack

MOST_BYTES = 45_000


@pytest.mark.parametrize("page", ["/till", "/side"])
def test_a_page_comes_with_all_that_it_names_and_is_light(stack: Stack, page: str) -> None:
    """Style and scripts are there under names that a browser keeps for ever, 45 kB compressed with the page itself."""
    shown = stack.http.get(page)
    named = re.findall(rf'(?:href|src)="({page}/[^"]+)"', shown.body.decode())
    files = [stack.http.get(name) for name in named]
    assert len(files) > 2 and {file.status for file in files} == {200}
    assert all("immutable" in file.headers["cache-control"] for file in files)
    assert sum(len(gzip.compress(one.body)) for one in (shown, *files)) <= MOST_BYTES


@pytest.mark.parametrize("page", ["/till", "/side"])
def test_a_page_holds_nothing_that_its_policy_forbids(stack: Stack, page: str) -> None:
    """No style and no script stands in the page, and none is asked for elsewhere."""
    shown = stack.http.get(page)
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script>|https?://", shown.body.decode())
    assert "unsafe" not in shown.headers["content-security-policy"]
