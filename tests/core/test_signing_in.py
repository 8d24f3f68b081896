"""Junk sign-in codes take nothing from whoever has a good one."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

import msgspec
import pytest

from chalicelib.core.config import config
from chalicelib.core.http import crowds, signing_in
from chalicelib.core.http.session import Session, issue
from chalicelib.core.ops import limits
from chalicelib.core.room import Function
from chalicelib.core.storage import permits
from tests.support import make
from tests.support.http import Answer, Http
from tests.support.stack import Stack

GOOD = "auth/getuserinfo"


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two failures in ten seconds are too many, and an instance asks about the first."""
    monkeypatch.setattr(limits, "FAILURES", 2)
    monkeypatch.setattr(limits, "GRANT", 1)
    monkeypatch.setattr(limits._failures, "_free", 0)


@pytest.fixture
def one_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address has one turn of each kind, in a minute that stands still."""
    settings = msgspec.structs.replace(config(), function=Function.API, address_rate=1)
    monkeypatch.setattr(crowds, "config", lambda: settings)
    monkeypatch.setattr(time, "time", lambda: 1_000.0)


def asked(stack: Stack, api: str = GOOD) -> int:
    """How often WeCom was asked."""
    return [entry["api"] for entry in stack.platform.ledger("api")].count(api)


def try_code(stack: Stack, code: str, corp: str = "demo", token: str = "", path: str = "/admin/v1/sessions") -> Answer:
    field = "js_code" if "mini" in path else "code"
    return Http(token).post(path, {"corp": corp, field: code})


def junk(number: int) -> str:
    return f"junk-{number:032}"


def flood(stack: Stack, many: int = 5, since: int = 0, **where: Any) -> list[str]:
    return [try_code(stack, junk(number), **where).code for number in range(since, since + many)]


@pytest.mark.parametrize(
    "code", ["x", "short-of-sixteen"[:15], "码" * 20, "with a space in it", "'; DROP TABLE--;;;;", "a" * 513]
)
def test_what_can_be_no_code_costs_nothing(stack: Stack, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Refused before anybody is asked, and not counted as one that failed."""
    monkeypatch.setattr(permits, "take", None)
    answers = {try_code(stack, code, path=path).status for path in ("/admin/v1/sessions", "/mini/v1/sessions")}
    assert answers <= {400, 401}
    assert (asked(stack), asked(stack, "gettoken")) == (0, 0)


def test_a_code_that_was_refused_is_not_asked_about_again(stack: Stack) -> None:
    """It works once, so it gets no better; another corp's code of the same letters is another code."""
    assert [try_code(stack, junk(1)).status for _ in range(3)] == [401] * 3
    assert asked(stack) == 1
    try_code(stack, junk(1), corp="rival")
    assert asked(stack) == 2


def test_what_succeeds_is_never_counted(stack: Stack, few: None) -> None:
    """A morning on which everybody signs in is no flood."""
    assert {stack.operator() is not None for _ in range(5)} == {True}


def test_beyond_what_may_fail_nobody_is_asked_until_the_next_ten_seconds(stack: Stack, few: None) -> None:
    """Whoever is not known waits that long at most, and is told how long."""
    assert flood(stack) == ["OAuthCodeRefused"] * 2 + ["SignInBusy"] * 3
    assert asked(stack) == 2
    answer = try_code(stack, stack.platform.oauth_code("demo", "zhangwei"))
    assert (answer.status, answer.code) == (429, "SignInBusy")
    stack.clock.advance(int(answer.headers["retry-after"]))
    assert try_code(stack, stack.platform.oauth_code("demo", "zhangwei")).status == 201


def test_a_flood_takes_nothing_from_members_from_other_corps_and_from_joins(stack: Stack, few: None) -> None:
    """What failed is counted by corp and kind; the permits of other calls are of their own names."""
    member = make.member(stack)
    flood(stack)
    assert try_code(stack, stack.platform.oauth_code("rival", "zhangwei"), corp="rival").status == 201
    assert stack.sign_in(member.customer).status == 201
    assert make.member(stack).id
    assert flood(stack, path="/mini/v1/sessions")[-1] == "SignInBusy"


def test_who_was_signed_in_before_is_not_kept_waiting(stack: Stack, few: None) -> None:
    """An earlier session, over or not, shows that they are returning; it opens nothing by itself."""
    token, _ = issue(Session(corp="demo", who="zhangwei", is_member=False), stack.clock.now())
    stack.clock.advance(9 * 3600)
    flood(stack)
    assert try_code(stack, stack.platform.oauth_code("demo", "zhangwei")).code == "SignInBusy"
    assert try_code(stack, stack.platform.oauth_code("demo", "zhangwei"), token=token).status == 201
    assert try_code(stack, junk(99), token=token).code == "OAuthCodeRefused"
    assert Http(token).get("/admin/v1/operators").code == "SessionExpired"


@pytest.mark.parametrize(
    "theirs",
    [
        {"corp": "rival"},
        {"is_member": True},
        {"months": 2},
        {"forged": True},
    ],
    ids=str,
)
def test_a_session_that_is_not_theirs_shows_nothing(stack: Stack, few: None, theirs: dict[str, Any]) -> None:
    """Of another corp, of a member, of long ago, or not ours."""
    corp, is_member = theirs.get("corp", "demo"), theirs.get("is_member", False)
    token, _ = issue(Session(corp=corp, who="zhangwei", is_member=is_member), stack.clock.now())
    if theirs.get("forged"):
        token = token[:-4] + "AAAA"
    stack.clock.advance(theirs.get("months", 0) * 31 * 86400)
    flood(stack)
    code = stack.platform.oauth_code("demo", "zhangwei")
    assert try_code(stack, code, token=token).code == "SignInBusy"


def test_who_is_returning_has_ten_tries_a_minute(stack: Stack, few: None) -> None:
    """A session that was stolen lets nobody flood; its owner is then treated like anybody."""
    token, _ = issue(Session(corp="demo", who="zhangwei", is_member=False), stack.clock.now())
    flood(stack)
    codes = flood(stack, signing_in.RETURNING_A_MINUTE + 2, since=100, token=token)
    assert codes == ["OAuthCodeRefused"] * signing_in.RETURNING_A_MINUTE + ["SignInBusy"] * 2


def test_until_the_next_ten_seconds(stack: Stack) -> None:
    """What Retry-After tells is when they begin."""
    ctx = stack.ctx()

    def left(text: str) -> int:
        return limits.until_next_failures(msgspec.structs.replace(ctx, now=datetime.fromisoformat(text)))

    assert [left(f"2026-11-21T02:00:{second}+00:00") for second in ("00", "09", "10", "59")] == [10, 1, 10, 1]


def test_an_office_behind_one_address_signs_in_all_the_same(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, one_turn: None
) -> None:
    """A good code gives its turn back, also of who has no role or is no member; pages are counted apart."""
    assert stack.http.get("/c/demo-000000000000").status == 404
    assert stack.http.get("/c/demo-000000000000").status == 429
    answers = [try_code(stack, stack.platform.oauth_code("demo", who)).status for who in ("zhangwei", "liming") * 2]
    assert answers == [201, 403] * 2
    assert [stack.sign_in(stack.platform.customer()).status for _ in range(3)] == [403] * 3
    assert [try_code(stack, junk(number)).status for number in range(2)] == [401, 429]


@pytest.mark.parametrize("header", ["Bearer \ud800", "Bearer " + "x" * 9000, "bearer", "Bearer a.b.c", "Basic eA=="])
def test_a_header_that_is_no_token_hinders_nothing(stack: Stack, header: str) -> None:
    """Whatever a stranger sends for a session they sign in by their code, and pass no other door."""
    body = {"corp": "demo", "code": stack.platform.oauth_code("demo", "zhangwei")}
    assert stack.http.post("/admin/v1/sessions", body, authorization=header).status == 201
    assert stack.http.get("/admin/v1/operators", authorization=header).status == 401
