"""Events of the directory overtake each other and come twice, and answers are late: a row ends the same."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from functools import partial

from chalicelib.core.context import Ctx
from chalicelib.core.ids import UserId
from chalicelib.core.moments import Moment, epoch_iso
from chalicelib.platforms.wecom.events import Event
from chalicelib.staff import hints, store
from chalicelib.staff.states import StaffState
from tests.support.stack import Stack

BASE = 1_763_690_400
Step = Callable[[Ctx, UserId], None]


def _event(verb: Callable[[Ctx, Event], None], second: int, new: str = "") -> Step:
    def happen(ctx: Ctx, userid: UserId) -> None:
        fields = {"NewUserID": f"{userid}{new}"} if new else {}
        verb(ctx, Event(name="change_contact", created=BASE + second, userid=userid, fields=fields))

    return happen


def _answer(second: int, name: str, ctx: Ctx, userid: UserId) -> None:
    at = Moment(epoch_iso(BASE + second).replace(".000", ".500"))
    told = store.Read(name=name, avatar="", status=StaffState.ACTIVE, departments=(), serves=True, at=at)
    store.read(ctx, userid, told)


# They come, are read, leave, and return; or leave for good; or are called otherwise in between.
HISTORIES: tuple[tuple[StaffState, str, list[Step]], ...] = (
    (
        StaffState.ACTIVE,
        "later",
        [_event(hints.came, 0), _event(hints.left, 2), _event(hints.came, 4), partial(_answer, 5, "later")],
    ),
    (
        StaffState.LEFT,
        "",
        [_event(hints.came, 0), _event(hints.changed, 1), _event(hints.left, 3), _event(hints.left, 2)],
    ),
    (
        StaffState.RENAMED,
        "",
        [_event(hints.came, 0), _event(hints.changed, 2, "-new"), _event(hints.left, 3), _event(hints.changed, 1)],
    ),
)


def test_in_any_order_and_twice_a_person_ends_the_same(stack: Stack) -> None:
    """Every order of each history, with one of its steps repeated; only the moments of the last knowledge stay."""
    ctx, chance, number = stack.ctx(), random.Random(7), itertools.count()
    for state, name, steps in HISTORIES:
        ends = set()
        for order in itertools.permutations(steps):
            userid = UserId(f"u{next(number)}")
            for step in (*order, chance.choice(order)):
                step(ctx, userid)
            row = store.member(ctx, userid)
            assert row is not None
            ends.add((row.state, row.there_at, row.gone_at, row.renamed_at, row.name if name else ""))
        assert len(ends) == 1
        assert {end[0] for end in ends} == {state}
