"""What API Gateway answers by itself: one text that programs read and people see."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from infra import refusals

UNSEEN = {"title", "style"}


class _Reader(HTMLParser):
    """What a browser shows of a text: what lies in `main`, for all else is hidden."""

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.shown: list[str] = []
        self.hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Enter what has an end."""
        if tag != "meta":
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Each ends what began last."""
        assert self.inside.pop() == tag

    def handle_data(self, data: str) -> None:
        """Text, by where it stands."""
        (self.shown if "main" in self.inside else self.hidden).append(data)


def _read(text: str) -> _Reader:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader.inside == []
    return reader


@pytest.mark.parametrize("name", refusals.REFUSALS)
def test_a_person_reads_what_to_do_and_a_program_a_problem(name: str) -> None:
    """The same bytes: a browser shows the page and nothing before or behind it, JSON is whole with its code."""
    status, headers, body = refusals.spoken(refusals.answers(for_people=True)[name], "r-1")
    told = json.loads(body)
    assert (told["status"], told["request_id"], dict(headers)["Content-Type"]) == (status, "r-1", refusals.PEOPLE)
    reader = _read(body.decode())
    shown = "".join(reader.shown)
    assert re.search("[一-鿿]", shown) and not re.search('接口|JSON|API|编号|[{}"]', shown), shown
    assert told["code"] in "".join(reader.hidden) and "visibility:hidden" in told["page"]
    assert '"' not in told["page"] and "\n" not in told["page"], "a browser would show what JSON writes for it"


@pytest.mark.parametrize("name", refusals.REFUSALS)
def test_operators_api_speaks_to_programs_alone(name: str) -> None:
    """A problem document by its type, without a page."""
    status, headers, body = refusals.spoken(refusals.answers(for_people=False)[name], "r-1")
    told = json.loads(body)
    assert told["status"] == status and "page" not in told
    assert dict(headers)["Content-Type"] == "application/problem+json" and "Refresh" not in dict(headers)


@pytest.mark.parametrize("name", ["THROTTLED", "DEFAULT_5XX"])
def test_who_is_only_to_wait_sees_the_page_again_by_itself(name: str) -> None:
    """When a program is told to try again, a browser does."""
    _, headers, _ = refusals.spoken(refusals.answers(for_people=True)[name], "r-1")
    assert dict(headers)["Refresh"] == dict(headers)["Retry-After"]
