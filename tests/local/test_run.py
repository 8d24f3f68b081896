"""`make run` on a busy machine: what is slow is waited for, a story that fails is told, and the stack stays up."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import botocore.exceptions
import pytest
import urllib3

from local import cloud, run, web
from local.patience import Patience
from local.places import Places, standard
from local.processes import Ended
from local.stories.tale import PromiseBroken, Tale, Teller
from local.web import Client, NoAnswer


class Door:
    """A front door that shows whatever it is given."""

    def show(self, phone: object) -> None:
        """Nobody looks."""


class Standing:
    """A stack of which nothing but its places is asked, and its door to show /phone."""

    places: Places = standard()
    front = Door()


def _stories(monkeypatch: pytest.MonkeyPatch, *plays: Any) -> None:
    monkeypatch.setattr(run, "STORIES", tuple((f"story {number}", play) for number, play in enumerate(plays)))
    monkeypatch.setattr(cloud, "troubles", lambda places: [])


def _fails(error: Exception) -> Any:
    def play(tale: Tale) -> None:
        raise error

    return play


def _keeps_one(tale: Tale) -> str:
    tale.promise(True, "it holds")
    return "seen"


@pytest.mark.parametrize(
    "error",
    [
        PromiseBroken("not within 20 s: a coupon"),
        NoAnswer("GET http://localhost/x: ReadTimeoutError"),
        botocore.exceptions.ReadTimeoutError(endpoint_url="http://localhost"),
        urllib3.exceptions.ReadTimeoutError(None, "/x", "Read timed out."),  # type: ignore[arg-type]
    ],
    ids=lambda error: type(error).__module__ + "." + type(error).__name__,
)
def test_a_story_that_fails_is_told_and_the_next_begins(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Its name, why, and the functions' logs are shown, and what the others promised still counts."""
    _stories(monkeypatch, _fails(error), _keeps_one)
    heard = io.StringIO()
    told = run.tell(Standing(), Teller(heard))  # type: ignore[arg-type]
    assert (told.failed, told.seen, told.promises) == (["story 0"], {"story 1": "seen"}, 1)
    assert f"✗ {type(error).__name__}" in heard.getvalue() and "what the functions logged" in heard.getvalue()


@pytest.mark.parametrize(("plays", "code"), [((_keeps_one,), 0), ((_keeps_one, _fails(PromiseBroken("x"))), 1)])
def test_the_stack_stays_up_until_it_is_stopped(monkeypatch: pytest.MonkeyPatch, plays: Any, code: int) -> None:
    """Also after a story failed: links are shown, and only Ctrl-C ends it, with a status that tells."""
    _stories(monkeypatch, *plays)
    events: list[str] = []
    heard = io.StringIO()
    monkeypatch.setattr(run, "Teller", lambda: Teller(heard))

    @contextmanager
    def running(places: Places, phase: Any) -> Iterator[Standing]:
        yield Standing()
        events.append("down")  # pragma: no cover  Ended passes by

    def slept(seconds: float) -> None:
        events.append("up")
        raise Ended("SIGINT")

    monkeypatch.setattr(run, "running", running)
    monkeypatch.setattr(time, "sleep", slept)
    with pytest.raises(SystemExit) as ended:
        run.main()
    said = heard.getvalue()
    assert (ended.value.code, events) == (code, ["up"])
    assert "/docs" in said and ("still up" in said) == bool(code)


def test_logs_that_cannot_be_read_hide_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cloud that did not answer the story may not tell its logs either."""
    _stories(monkeypatch, _fails(PromiseBroken("the promise")))

    def silent(places: Places) -> list[str]:
        raise botocore.exceptions.ReadTimeoutError(endpoint_url="http://localhost")

    monkeypatch.setattr(cloud, "troubles", silent)
    heard = io.StringIO()
    assert run.tell(Standing(), Teller(heard)).failed == ["story 0"]  # type: ignore[arg-type]
    assert "the promise" in heard.getvalue() and "does not answer" in heard.getvalue()


def test_a_busy_machine_is_given_the_time_that_an_idle_one_would_have() -> None:
    """Ten seconds of an idle machine are ten when nobody else works, and forty while four want a core."""
    now, load = [0.0], [1.0]
    patience = Patience(10, clock=lambda: now[0], busy=lambda: load[0])
    now[0] = 4.0
    assert not patience.is_over
    load[0] = 4.0
    now[0] = 4.0 + 23.0  # counts as 5.75
    assert not patience.is_over
    now[0] += 2.0
    assert patience.is_over


def test_an_answer_that_does_not_come_says_of_what(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits reads the request that was not answered, not a bare name of a library's error."""
    waits: list[float] = []

    def request(method: str, url: str, **more: Any) -> None:
        waits.append(more["timeout"].read_timeout)
        raise urllib3.exceptions.ReadTimeoutError(None, url, "Read timed out.")  # type: ignore[arg-type]

    monkeypatch.setattr(web.POOL, "request", request)
    monkeypatch.setattr(web, "stretched", lambda seconds: seconds * 3)
    with pytest.raises(NoAnswer, match="GET http://localhost:1/admin/v1/members: ReadTimeoutError"):
        Client("http://localhost:1").get("/admin/v1/members")
    assert waits == [web.READ * 3]
