"""The same retry pressed by several at once: what was refused is made once, whoever is first."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from chalicelib.core.ids import UserId
from chalicelib.livecodes import service, ways
from chalicelib.livecodes import store as code_store
from chalicelib.livecodes.errands import PrepareLiveCode
from chalicelib.livecodes.ids import LiveCode
from tests.support import make
from tests.support.race.crowd import crowd
from tests.support.stack import Stack, running_stack
from tests.support.wecom import CORPS

CORP = CORPS["demo"].corp_id
ROUNDS, RIVALS = 3, 8


@pytest.fixture(scope="module")
def stack(endpoint: str) -> Iterator[Stack]:
    """On DynamoDB Local, which keeps conditions under threads."""
    with running_stack(endpoint) as running:
        yield running


def _refused(stack: Stack) -> LiveCode:
    """A live code whose one contact way WeCom refused; by now it would make it."""
    staff = stack.sandbox.world.state.corps[CORP].staff["liming"]
    staff.active = False
    body = {"name": "海报", "staff": [{"userid": "liming"}], "welcome": {"text": "您好"}}
    code = make.session(stack).post("/admin/v1/live-codes", body).json()["code"]
    stack.drain()
    staff.active = True
    return LiveCode(code)


def _made(stack: Stack, code: str) -> int:
    return len([way for way in stack.sandbox.world.state.ways.values() if way.state == code])


def _press(stack: Stack, code: LiveCode) -> None:
    """The button, and the queue's worker right behind it."""
    ctx = stack.ctx()
    service.try_again(ctx, code)
    ways.prepare(ctx, PrepareLiveCode(code=code))


def test_many_retries_of_a_refused_way_make_one(stack: Stack) -> None:
    """One makes it, the others find it made or somebody at it; nobody makes a second, and nothing is wrong after."""
    for _ in range(ROUNDS):
        code = _refused(stack)
        outcomes = crowd([partial(_press, stack, code)] * RIVALS, RIVALS)
        assert {outcome.name for outcome in outcomes} <= {"", "TooBusy"}
        stack.drain()
        known = code_store.live_code(stack.ctx(), code, consistent=True)
        assert known is not None
        assert (_made(stack, code), [way.problem for way in known.ways]) == (1, [None])
        assert known.terms.problem is None


def test_without_the_lease_and_the_note_several_would_be_made(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: whoever asks without saying so first makes one each."""
    code = _refused(stack)
    known = code_store.live_code(stack.ctx(), code, consistent=True)
    assert known is not None
    (way,) = known.ways
    monkeypatch.setattr(ways, "_made_before", lambda *_: None)

    def press() -> Any:
        return ways._make_or_note(stack.ctx(), known.terms, way)

    crowd([press] * RIVALS, RIVALS)
    assert (_made(stack, code), way.userid) == (RIVALS, UserId("liming"))
