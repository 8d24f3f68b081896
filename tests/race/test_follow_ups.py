"""A follow-up is done, put off, handed over and told of at once: one end, and no list and no clock has what is over."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from chalicelib.core.context import Ctx, new_ctx
from chalicelib.core.ids import ExternalUserId, UserId
from chalicelib.core.moments import Moment, iso
from chalicelib.followups import handing, reminding, service, store
from chalicelib.followups.ids import FollowUpId
from chalicelib.followups.shapes import EditFollowUp, WriteFollowUp
from chalicelib.followups.states import FollowUpState
from chalicelib.followups.store import TOPIC, FollowUpRow
from chalicelib.members import store as members
from tests.race.platform import Platform
from tests.support.due import overdue
from tests.support.race.crowd import Outcome, crowd
from tests.support.race.engine import Engine
from tests.support.race.rivals import between, without_conditions

LIMING, WANGFANG = UserId("liming"), UserId("wangfang")
CUSTOMER = ExternalUserId("wm1")
ROUNDS = 4
_requests = itertools.count(1)


@pytest.fixture(autouse=True)
def a_friend(engine: Engine, platform: Platform) -> None:
    """Whom an adviser has."""
    ctx = engine.ctx()
    members.meet(ctx, CUSTOMER, ctx.at, "", LIMING)
    members.add(ctx, CUSTOMER, LIMING, f"{ctx.at}|full|")


def acting(engine: Engine, key: str = "", after: float = 0.0, staff: UserId = LIMING) -> Ctx:
    request = key or f"r{next(_requests)}"
    return new_ctx("demo", f"operator:{staff}", request, f"key:{request}", seed=request, now=engine.at(after))


def later(engine: Engine, **much: float) -> Moment:
    return iso(engine.at(0) + timedelta(**much))


def written(engine: Engine, hours: float = 1) -> FollowUpId:
    new = WriteFollowUp(what="回访", due=later(engine, hours=hours))
    return service.write(acting(engine), CUSTOMER, new).followup_id


def edit(engine: Engine, one: FollowUpId, **wanted: Any) -> bool:
    """True when it was taken."""
    service.edit(acting(engine), CUSTOMER, one, EditFollowUp(**wanted))
    return True


def row_of(engine: Engine, one: FollowUpId) -> FollowUpRow:
    row = store.followup(engine.ctx(), members.member_id_of(engine.ctx(), CUSTOMER), one)
    assert row is not None
    return row


def assert_over(engine: Engine, one: FollowUpId, state: FollowUpState) -> None:
    """It is over, in no list of anybody, and nothing waits for its time."""
    row = row_of(engine, one)
    assert (row.state, bool(row.ended_at)) == (state, True)
    assert not any((row.parent, row.place, row.due, row.due_at))


def test_done_and_put_off_at_once_it_is_done(engine: Engine) -> None:
    """Eight put it off to eight times, eight end it: it is over, and as often put off as somebody was told so."""
    for _ in range(ROUNDS):
        one = written(engine)
        moves: list[Callable[[], Any]] = [
            partial(edit, engine, one, due=later(engine, hours=2 + number)) for number in range(8)
        ]
        ends: list[Callable[[], Any]] = [partial(edit, engine, one, state=FollowUpState.DONE)] * 8
        outcomes = crowd([act for pair in zip(moves, ends, strict=True) for act in pair])
        assert {outcome.name for outcome in outcomes[1::2]} <= {"", "TooBusy"}
        assert {outcome.name for outcome in outcomes[::2]} <= {"", "FollowUpIsOver", "TooBusy"}
        assert_over(engine, one, FollowUpState.DONE)
        assert row_of(engine, one).times == sum(bool(outcome.value) for outcome in outcomes[::2])


def test_done_and_cancelled_at_once_it_is_one_of_them(engine: Engine) -> None:
    """The others are told that it is over."""
    for _ in range(ROUNDS):
        one = written(engine)
        wanted = (FollowUpState.DONE, FollowUpState.CANCELLED)
        outcomes = crowd([partial(edit, engine, one, state=wanted[number % 2]) for number in range(16)])
        state = row_of(engine, one).state
        assert_over(engine, one, state)
        told = [outcomes[number].name for number in range(16) if wanted[number % 2] is not state]
        assert set(told) <= {"FollowUpIsOver", "TooBusy"} and "FollowUpIsOver" in told


def _crossed(engine: Engine, one: FollowUpId) -> Outcome:
    """Somebody puts it off; between their look and their write it is done."""
    rival = partial(edit, engine, one, state=FollowUpState.DONE)
    with between((store, "followup"), (store, "rewrite"), rival):
        (outcome,) = crowd([partial(edit, engine, one, due=later(engine, hours=5))])
    return outcome


def test_what_is_done_meanwhile_is_not_put_off(engine: Engine) -> None:
    """Whoever put it off is told that it is over."""
    one = written(engine)
    assert _crossed(engine, one).name == "FollowUpIsOver"
    assert_over(engine, one, FollowUpState.DONE)


def test_a_naive_putting_off_brings_back_what_is_over(engine: Engine) -> None:
    """Negative control: what was looked at decides, and what is done waits to be told of."""
    one = written(engine)
    with without_conditions("chalicelib.followups.store"):
        assert _crossed(engine, one).value
    row = row_of(engine, one)
    assert (row.state, bool(row.due_at), bool(row.place)) == (FollowUpState.DONE, True, True)


def test_handed_over_while_it_is_ended_and_put_off_it_is_one_persons(engine: Engine) -> None:
    """It is over, or the taker's: in one list at most, under who has it."""
    member_id = members.member_id_of(engine.ctx(), CUSTOMER)
    for round_ in range(ROUNDS):
        one = written(engine)
        hand = partial(handing.hand_over, acting(engine), f"{member_id}#{one}", LIMING, WANGFANG)
        moves = [partial(edit, engine, one, due=later(engine, hours=2 + number)) for number in range(4)]
        ends = [partial(edit, engine, one, state=FollowUpState.DONE)] * (round_ % 2)
        outcomes = crowd([*moves, hand, *ends])
        assert {outcome.name for outcome in outcomes} <= {"", "FollowUpIsOver", "NotYourFollowUp", "TooBusy"}
        row = row_of(engine, one)
        if row.state is FollowUpState.DONE:
            assert_over(engine, one, FollowUpState.DONE)
        else:
            assert (row.staff, row.place) == (WANGFANG, f"{WANGFANG}#{row.wanted_at}#{one}")


def _told(engine: Engine, one: FollowUpId, ticks: int) -> int:
    """How often somebody is asked to tell of it after so many ticks at once."""
    (waiting,) = [due for due in overdue(engine.ctx(after=7200), TOPIC) if due.sk == one]
    before = engine.queues.size()
    crowd([partial(reminding.time_has_come, acting(engine, after=7200), waiting) for _ in range(ticks)])
    return engine.queues.size() - before


def test_ticks_that_meet_ask_for_it_and_the_clock_forgets_it(engine: Engine) -> None:
    """Each may ask, for what is told is told once; but nothing waits any more, whoever was first."""
    one = written(engine)
    assert 1 <= _told(engine, one, 8) <= 8
    assert row_of(engine, one).due is None
    assert [due for due in overdue(engine.ctx(after=7200), TOPIC) if due.sk == one] == []


def test_a_tick_that_meets_a_putting_off_leaves_the_new_time(engine: Engine) -> None:
    """Whatever comes first: what was put off waits for its new time."""
    for _ in range(ROUNDS):
        one = written(engine)
        (waiting,) = [due for due in overdue(engine.ctx(after=7200), TOPIC) if due.sk == one]
        tick = partial(reminding.time_has_come, acting(engine, after=7200), waiting)
        crowd([tick, partial(edit, engine, one, due=later(engine, hours=9)), tick])
        row = row_of(engine, one)
        assert row.wanted_at == later(engine, hours=9) and (row.due_at or "").startswith(row.wanted_at)
        edit(engine, one, state=FollowUpState.CANCELLED)
