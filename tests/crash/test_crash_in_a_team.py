"""Stop the process right after each write of the second story, restart, work on: the same final state for every write.

The story is told in its parts, so that a run is short: three friends complete a team by paying, one taps twice, and one
notice is lost and found by asking; money goes back after success, by an operator and in the merchant console; a team is
not complete at its deadline, and everybody is refunded; an activity is stopped; and some buy from the shop. The taps
are the verbs behind the doors, repeated until answered, as `test_crash_after_each_write` repeats them at the doors.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import pytest

from chalicelib import clock
from chalicelib.core.events import facts
from chalicelib.core.storage import due
from chalicelib.groupbuys import editing
from chalicelib.groupbuys.states import Stop
from chalicelib.orders.shapes import Entry, Order
from chalicelib.payments import refunds
from chalicelib.shop import service as shop
from tests.support.crash import Countdown, Crash, counting, worked_off
from tests.support.race.engine import Engine, running_engine
from tests.support.race.teams import Teams

Stage = tuple[Engine, Countdown]
Part = Callable[["Story"], None]
MOST_WRITES = 140


@pytest.fixture(scope="module")
def stage(place: str) -> Iterator[Stage]:
    """One set of tables for all runs, each of which is another corp's."""
    with running_engine(place) as engine, counting() as countdown:
        yield engine, countdown


def three_friends(story: Story) -> None:
    """A team is complete; bo taps twice, and nobody hears of cui's money until the provider is asked."""
    story.enter("an", "bo", "bo", "cui")
    story.pay("an", "bo", "cui", unheard="cui")
    story.follow()
    story.tick(minutes=4)
    story.tick(minutes=4)


def money_goes_back(story: Story) -> None:
    """A team is complete: one gets a part back and then the rest, the others all or a part of it in the console."""
    story.enter("fu", "gu", "hu")
    story.pay("fu", "gu", "hu")
    story.follow()
    story.refund("fu", 900)
    story.follow()
    story.refund("fu", None)
    story.console("gu", 6900)
    story.console("hu", 400)
    story.follow()


def some_buy(story: Story) -> None:
    """One pays and gets a part back, one's notice is lost, one cancels, and one forgets to pay."""
    for name in ("ji", "kang", "li", "mo"):
        story.buy(name)
    story.pay("ji", "kang", unheard="kang")
    story.cancel("li")
    story.follow()
    story.refund("ji", 500)
    story.follow()
    story.tick(minutes=4)
    story.tick(minutes=12)


def nobody_else_came(story: Story) -> None:
    """A team of two out of three is over, and its money goes back."""
    story.enter("dong", "en")
    story.pay("dong", "en")
    story.follow()
    story.tick(hours=24, minutes=3)


def the_price_was_wrong(story: Story) -> None:
    """An operator stops the activity in the middle of a team: who paid is refunded, who holds a seat is let go."""
    story.enter("pan", "qi")
    story.pay("pan")
    story.follow()
    story.stop()
    story.follow()
    story.tick(minutes=4)


@pytest.mark.parametrize("every", [9, pytest.param(1, marks=pytest.mark.soak)])
@pytest.mark.parametrize(
    ("part", "frugal", "ends"),
    [
        (three_friends, "bo", {"ready": 3}),
        (nobody_else_came, "en", {"refunded": 2}),
        (money_goes_back, "hu", {"refunded": 3}),
        (some_buy, "ji", {"refunded": 1, "ready": 1, "cancelled": 2}),
        (the_price_was_wrong, "qi", {"refunded": 1, "cancelled": 1}),
    ],
)
def test_a_crash_after_a_write_changes_nothing_in_the_end(
    stage: Stage, part: Part, frugal: str, ends: dict[str, int], every: int
) -> None:
    """Seats, orders, stock, coupons, money and facts end as in the story that never crashed.

    After every write with `make soak`; every sixth by default.
    """
    expected, writes = _told(stage, part, frugal, 0)
    assert Counter(order[-1][0] for order in expected["orders"].values()) == ends
    assert 15 < writes < MOST_WRITES
    for k in range(every, writes + 1, every):
        assert _told(stage, part, frugal, k)[0] == expected, f"crash after write {k} of {writes}"


def _told(stage: Stage, part: Part, frugal: str, k: int) -> tuple[dict[str, Any], int]:
    """How a part of the story ends with a crash after write `k` (0: none), and how many writes it had."""
    engine, countdown = stage
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(due, "SHARDS", 1)  # a tick then asks for little, and there are many
        story = Story(Teams(engine, patch, stock=10, buckets=2), countdown, frugal)
        countdown.arm(k)
        part(story)
        return story.outcome(), countdown.seen


class Story:
    """What happens, each step until it is done. One of them has a coupon, and uses it."""

    def __init__(self, teams: Teams, countdown: Countdown, frugal: str) -> None:
        self.teams = teams
        self.countdown = countdown
        self.coupons = {frugal: teams.coupon(frugal)}
        self.orders: dict[str, Order] = {}

    def enter(self, leader: str, *joiners: str) -> None:
        """Somebody opens a team, and others join it."""
        self.orders[leader] = self._surely(partial(self.teams.open, leader, seed=leader))
        team = self.orders[leader].seat
        for name in joiners:
            order = self._surely(partial(self.teams.join, name, team, self.coupons.get(name, "")))
            assert self.orders.setdefault(name, order).order_id == order.order_id

    def pay(self, *names: str, unheard: str = "") -> None:
        """They pay, and the shop hears of it but for one."""
        for name in names:
            order = self.orders[name]
            self._surely(partial(self._asks_and_pays, order))
            if name != unheard:
                self._surely(partial(self.teams.hears, order))

    def _asks_and_pays(self, order: Order) -> None:
        if order.order_id not in self.teams.bank.paid:
            self.teams.pay(order)

    def refund(self, name: str, amount: int | None) -> None:
        """An operator gives money of an order back."""
        order = self.orders[name].order_id
        self._surely(partial(self.teams.refund, order, amount, seed=f"{name} {amount}"))

    def console(self, name: str, amount: int) -> None:
        """Somebody refunds in the merchant console, whose notice comes until it is taken."""
        report = self.teams.bank.give_back(self.orders[name].order_id, amount)
        assert report is not None
        self._surely(partial(refunds.apply, self.teams.ctx(), report))

    def stop(self) -> None:
        """An operator lets nobody open a team any more, and those that run fail."""
        ctx = self.teams.ctx(seed="stop")
        self._surely(partial(editing.stop, ctx, self.teams.activity, Stop.REFUND, confirm=True))

    def buy(self, name: str) -> None:
        """Somebody orders in the shop."""
        self.orders[name] = self._surely(partial(self.teams.buy, name, 1, self.coupons.get(name, ""), seed=name))

    def cancel(self, name: str) -> None:
        """They do not want it any more."""
        self._surely(partial(shop.cancel, self.teams.ctx(name), self.orders[name].order_id))

    def tick(self, **time: float) -> None:
        """Time passes, a tick, and all that follows. A tick that dies is not run again; the next one is."""
        self.teams.passes(**time)
        try:
            clock.tick("tick")
        except Crash:
            self.countdown.restart()
            self.teams.passes(minutes=1)
            clock.tick("tick")
        self.follow()

    def follow(self) -> None:
        """All that follows, as event sources give it again after a crash."""
        worked_off(self.teams.drain, self.countdown, lambda seconds: self.teams.passes(seconds=seconds))

    def _surely(self, act: Callable[[], Any]) -> Any:
        """What a careful client does: the same request again until it is answered."""
        try:
            return act()
        except Crash:
            self.countdown.restart()
            return act()

    def outcome(self) -> dict[str, Any]:
        """What everybody holds at the end."""
        teams, audit = self.teams, self.teams.settled()
        dead: Sequence[Any] = (teams.engine.queues.dead, teams.drain.main.dead, teams.drain.facts.dead)
        return {
            "orders": {name: self._ledger(audit.orders[order.order_id].ledger) for name, order in self.orders.items()},
            "teams": [(team.paid, bool(team.failed_at)) for team in audit.teams.values()],
            "facts": {name: self._facts(name) for name in self.orders},
            "bank": (len(teams.bank.charges), len(teams.bank.paid), len(teams.bank.refunds), teams.bank.held()),
            "dead": [len(given_up) for given_up in dead],
        }

    def _ledger(self, ledger: Sequence[Entry]) -> list[tuple[str, int]]:
        return [(entry.kind.value, entry.fen) for entry in ledger]

    def _facts(self, name: str) -> Counter[str]:
        return Counter(fact.kind for fact in facts.timeline(self.teams.ctx(), f"member#{name}", 100, "").items)
