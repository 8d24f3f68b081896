"""What decides about a team's seats when whoever writes looked long ago: the conditions of the row, one by one."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import msgspec
import pytest

from chalicelib.core.context import Ctx
from chalicelib.core.moments import iso
from chalicelib.core.storage.table import Refused
from chalicelib.core.storage.transaction import Transaction
from chalicelib.groupbuys import store
from chalicelib.groupbuys.errors import LimitReached
from chalicelib.groupbuys.ids import ActivityId, TeamId
from chalicelib.groupbuys.store import NewTeam, Seat, TeamRow
from chalicelib.members.ids import MemberId
from chalicelib.orders.ids import OrderId
from tests.support.stack import Stack, running_stack

ACTIVITY = ActivityId("activity")
AN, BO, CUI = MemberId("an"), MemberId("bo"), MemberId("cui")
SIZE = 2
HOUR = timedelta(hours=1)
_numbers = itertools.count(1)


class NotAllowed(Exception):
    """The row said no."""


class Team:
    """A team of two that an opened, unpaid; its deadline is in an hour, and it fails two minutes later."""

    def __init__(self, ctx: Ctx) -> None:
        self.ctx, self.id = ctx, TeamId(f"team{next(_numbers)}")
        deadline = ctx.now + HOUR
        new = NewTeam(
            team_id=self.id,
            activity_id=ACTIVITY,
            leader=AN,
            size=SIZE,
            deadline=iso(deadline),
            fails_at=iso(deadline + timedelta(minutes=2)),
        )
        self._commit(ctx, lambda within: store.open_in(within, new, self._seat(AN)))

    def _seat(self, member: MemberId) -> Seat:
        return Seat(order=self.order(member), name=member[0])

    def order(self, member: MemberId) -> OrderId:
        return OrderId(f"{self.id} {member}")

    def _commit(self, ctx: Ctx, add: Callable[[Transaction], None]) -> None:
        transaction = Transaction(ctx)
        add(transaction)
        transaction.commit()

    def later(self, **time: float) -> Ctx:
        return msgspec.structs.replace(self.ctx, now=self.ctx.now + timedelta(**time))

    def take(self, member: MemberId, ctx: Ctx | None = None, *, late: bool = False) -> None:
        take = partial(store.take_in, team_id=self.id, member_id=member, seat=self._seat(member), late=late)
        self._commit(ctx or self.ctx, lambda within: take(within, refused=lambda _: NotAllowed()))

    def pay(self, member: MemberId, order: OrderId | None = None) -> None:
        store.confirm(self.ctx, self.id, member, order or self.order(member), "money")

    def give_up(self, act: Any, member: MemberId, order: OrderId | None = None) -> None:
        """free_in or leave_in."""
        asked = order or self.order(member)
        self._commit(self.ctx, lambda within: act(within, self.id, member, asked, lambda _: NotAllowed()))

    def fail(self, **time: float) -> bool:
        return store.fail(self.later(**time), self.id, ACTIVITY)

    def complete(self) -> Team:
        self.take(BO)
        self.pay(AN)
        self.pay(BO)
        return self

    def row(self) -> TeamRow:
        row = store.team(self.ctx, self.id)
        assert row is not None
        return row

    def counted(self) -> tuple[int, int, list[str]]:
        """What is taken and paid, and who sits there."""
        row = self.row()
        return row.taken, row.paid, sorted(row.seats)


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """One for all: each test has a team of its own. No engine, since nothing happens at once."""
    with running_stack() as running:
        yield running


@pytest.fixture
def team(stack: Stack) -> Team:
    return Team(stack.ctx())


def test_a_team_takes_no_more_than_its_size(team: Team) -> None:
    """Unpaid seats count: the third of two is refused."""
    team.take(BO)
    with pytest.raises(NotAllowed):
        team.take(CUI)
    assert team.counted() == (2, 0, ["an", "bo"])


def test_a_member_has_one_seat(team: Team) -> None:
    """Whoever sits there is refused, although a seat is left."""
    with pytest.raises(NotAllowed):
        team.take(AN)
    assert team.counted() == (1, 0, ["an"])


def test_a_seat_is_taken_before_the_deadline_or_by_money_that_came_late(team: Team) -> None:
    """At the deadline it is too late, unless what was paid in time only came after it."""
    with pytest.raises(NotAllowed):
        team.take(BO, team.later(hours=1))
    team.take(BO, team.later(hours=1), late=True)
    assert team.counted() == (2, 0, ["an", "bo"])


def test_a_seat_is_paid_once_and_by_its_own_order(team: Team) -> None:
    """A second confirmation and another order's are refused, and the money is counted once."""
    with pytest.raises(Refused):
        team.pay(AN, OrderId("another"))
    team.pay(AN)
    with pytest.raises(Refused):
        team.pay(AN)
    assert team.counted() == (1, 1, ["an"])


def test_an_unpaid_seat_is_given_back_by_its_own_order(team: Team) -> None:
    """Not by an earlier order of the same member, and not once it is paid."""
    with pytest.raises(NotAllowed):
        team.give_up(store.free_in, AN, OrderId("an earlier one"))
    team.take(BO)
    team.give_up(store.free_in, BO)
    team.pay(AN)
    with pytest.raises(NotAllowed):
        team.give_up(store.free_in, AN)
    assert team.counted() == (1, 1, ["an"])


def test_a_paid_seat_is_left_until_the_team_is_complete(stack: Stack, team: Team) -> None:
    """An unpaid one is not left but given back, and nobody leaves a team that is complete."""
    with pytest.raises(NotAllowed):
        team.give_up(store.leave_in, AN)
    team.pay(AN)
    with pytest.raises(NotAllowed):
        team.give_up(store.leave_in, AN, OrderId("another"))
    team.give_up(store.leave_in, AN)
    assert team.counted() == (0, 0, [])
    complete = Team(stack.ctx()).complete()
    with pytest.raises(NotAllowed):
        complete.give_up(store.leave_in, AN)
    assert complete.counted() == (2, 2, ["an", "bo"])


def test_a_team_fails_when_its_time_is_over_and_never_when_it_is_complete(stack: Stack, team: Team) -> None:
    """Once, and not before the money that may be on its way has had its two minutes."""
    assert not team.fail(hours=1)
    assert [team.fail(hours=1, minutes=2) for _ in range(2)] == [True, False]
    complete = Team(stack.ctx()).complete()
    assert not complete.fail(days=1) and complete.row().failed_at is None


def test_a_failed_team_takes_nobody_and_lets_nobody_be_paid_or_leave(stack: Stack, team: Team) -> None:
    """Neither a joiner, nor late money, nor the end of a hold: what was there when it failed is what is undone."""
    paid, unpaid = team, Team(stack.ctx())
    paid.pay(AN)
    assert paid.fail(days=1) and unpaid.fail(days=1)
    for act in (
        partial(paid.take, BO),
        partial(paid.take, BO, late=True),
        partial(paid.give_up, store.leave_in, AN),
        partial(unpaid.give_up, store.free_in, AN),
    ):
        with pytest.raises(NotAllowed):
            act()
    with pytest.raises(Refused):
        unpaid.pay(AN)
    assert (paid.counted(), unpaid.counted()) == ((1, 1, ["an"]), (1, 0, ["an"]))


def test_the_orders_of_a_member_in_an_activity_are_no_more_than_its_limit(stack: Stack) -> None:
    """The second of one is refused until the first counts no more."""
    ctx, first, second = stack.ctx(), OrderId("first"), OrderId("second")

    def counts(act: Callable[[Transaction], None]) -> None:
        transaction = Transaction(ctx)
        act(transaction)
        transaction.commit()

    def count(order: OrderId) -> None:
        counts(lambda within: store.count_in(within, ACTIVITY, 1, CUI, order))

    count(first)
    with pytest.raises(LimitReached):
        count(second)
    counts(lambda within: store.uncount_in(within, ACTIVITY, CUI, first))
    count(second)
    assert [store.is_counted(ctx, ACTIVITY, CUI, order) for order in (first, second)] == [False, True]
