"""What one member holds unpaid is bounded, however fast they tap: three in all, and one seat an activity."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from chalicelib.core.storage.table import get
from chalicelib.core.storage.transaction import Transaction
from chalicelib.orders import rules, store
from chalicelib.orders.errors import TooManyUnpaid
from chalicelib.orders.shapes import Draft
from chalicelib.orders.store import ShopperRow
from tests.support.race.crowd import Outcome, crowd
from tests.support.race.teams import Begin, Teams

ROUNDS = 2
TAPS = 12


def opened(outcomes: list[Outcome], *refusals: str) -> int:
    """How many teams were opened; the others were refused for one of these."""
    assert {outcome.name for outcome in outcomes} <= {"", "TooBusy", *refusals}, outcomes
    return len([outcome for outcome in outcomes if outcome.value])


def everywhere(teams: Teams, member: str) -> list[Outcome]:
    """A member opens a team of each of eight activities, all at once."""
    activities = [teams.activity, *(teams.begin() for _ in range(7))]
    return crowd([partial(teams.open, member, activity) for activity in activities], workers=TAPS)


def test_a_member_holds_three_unpaid_orders_whatever_they_tap(begin: Begin) -> None:
    """Eight activities at once: three seats, and the next tap says which orders wait."""
    teams = begin()
    for number in range(ROUNDS):
        assert opened(everywhere(teams, f"m{number}"), "TooManyUnpaid") <= rules.MOST_UNPAID
        held = [order for order in teams.sound().orders.values() if order.member_id == f"m{number}"]
        for _ in range(rules.MOST_UNPAID - len(held)):  # a rush may leave somebody too busy
            teams.open(f"m{number}", teams.begin())
        with pytest.raises(TooManyUnpaid) as refused:
            teams.buy(f"m{number}")
        assert len(refused.value.details["orders"]) == rules.MOST_UNPAID
    teams.sound()


def test_a_member_holds_one_unpaid_seat_in_an_activity(begin: Begin) -> None:
    """The activity lets everybody have twenty: of twelve teams opened at once one is, and after it is paid another."""
    teams = begin(per_member=20)
    for _ in range(ROUNDS):
        outcomes = crowd([partial(teams.open, "an")] * TAPS, workers=TAPS)
        assert opened(outcomes, "PlaceUnpaid") == 1
        teams.paid(*[outcome.value for outcome in outcomes if outcome.value])
    teams.sound()


def test_the_same_rush_breaks_a_count_that_is_read_first(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: look how many wait, then write, and a member holds more than three."""

    def naive(transaction: Transaction, draft: Draft, most: int, refused: Any) -> None:
        wanted = store._shopper(transaction.ctx, draft.member_id)
        row = get(ShopperRow, wanted.pk, wanted.sk, consistent=True)
        if row is not None and len(row.waiting or ()) >= most:
            raise refused(row)
        actions = [*store._named(draft.member_id), ShopperRow.waiting.add({draft.order_id})]
        transaction.change(wanted, actions, None, refused)

    monkeypatch.setattr(store, "wait_in", naive)
    teams = begin()
    assert any(opened(everywhere(teams, f"m{number}"), "TooManyUnpaid") > rules.MOST_UNPAID for number in range(10)), (
        "the naive count was never caught"
    )
