"""What a rival does between two steps about a seat: nobody sits twice, and no money is without a seat or a way back."""

from __future__ import annotations

import pytest

from chalicelib.core.storage.transaction import Transaction
from chalicelib.groupbuys import service, store
from chalicelib.groupbuys.errors import ActivitySoldOut, TeamFull, TeamOver
from chalicelib.orders import service as orders
from chalicelib.orders.errors import NotPayable
from chalicelib.orders.shapes import Order
from chalicelib.payments import service as payments
from tests.support.race.rivals import between
from tests.support.race.teams import Begin, Teams

LOOK = (service, "team")
ORDER = (orders, "order")
FIND = (orders, "find")
COMMIT = (Transaction, "commit")
DAY = {"hours": 24, "minutes": 3}


@pytest.fixture
def teams(begin: Begin) -> Teams:
    """Teams of three."""
    return begin()


def overdue(teams: Teams, order: Order) -> None:
    """The order's time is over, and the provider was asked and said nothing."""
    teams.passes(minutes=15)
    teams.release(order)
    teams.passes(minutes=1)


# ---- joins


def test_a_seat_taken_between_look_and_write_is_full(teams: Teams) -> None:
    """Two look at the last seat: one sits, the other is told that the team is full."""
    team, _ = teams.seated("an", "bo")
    with between(LOOK, (store, "take_in"), lambda: teams.join("cui", team)), pytest.raises(TeamFull):
        teams.join("dong", team)
    assert set(teams.sound().seats(teams.team(team))) == {"an", "bo", "cui"}


def test_a_second_tap_between_look_and_write_is_the_same_order(teams: Teams) -> None:
    """Both taps saw no seat of theirs: one seat, one order, and both are told of it."""
    team, _ = teams.seated("an")
    with between(LOOK, (store, "take_in"), lambda: teams.join("bo", team)) as other:
        order = teams.join("bo", team)
    assert [order.order_id] == [one.order_id for one in other]
    assert teams.team(team).taken == 2
    teams.sound()


def test_nobody_joins_a_team_that_failed_between_look_and_write(teams: Teams) -> None:
    """However long the request took: the team is over, and the joiner has neither seat nor order."""
    team, _ = teams.seated("an")

    def time_is_over() -> None:
        teams.passes(**DAY)
        teams.deadline(team)

    with between(LOOK, (store, "take_in"), time_is_over), pytest.raises(TeamOver):
        teams.join("bo", team)
    assert [order.member_id for order in teams.sound().orders.values()] == ["an"]


def test_the_last_piece_taken_between_look_and_write_is_sold_out(begin: Begin) -> None:
    """The seat is free but the stock is not: no seat without a piece."""
    teams = begin(stock=2, buckets=1)
    team, _ = teams.seated("an")
    with between(LOOK, (store, "take_in"), lambda: teams.open("rival")), pytest.raises(ActivitySoldOut):
        teams.join("bo", team)
    assert teams.team(team).taken == 1
    teams.sound()


# ---- money and the end of a hold


def test_money_that_comes_while_the_hold_is_released_keeps_the_seat(teams: Teams) -> None:
    """The release had read the order as unpaid; its write finds the seat paid and lets it be."""
    team, (order,) = teams.seated("an")
    teams.pay(order)
    teams.hears(order)
    overdue(teams, order)
    with between(FIND, COMMIT, lambda: teams.money_came(order)):
        teams.release(order)
    teams.drain()
    assert (teams.status(order), teams.team(team).paid) == ("paid", 1)
    teams.settled()


def test_a_hold_released_while_money_comes_is_seated_again(teams: Teams) -> None:
    """The money's write finds the seat free: the customer sits again, once."""
    team, (order,) = teams.seated("an")
    teams.pay(order)
    teams.hears(order)
    overdue(teams, order)
    with between(FIND, (store, "confirm"), lambda: teams.release(order)):
        teams.money_came(order)
    teams.drain()
    assert (teams.status(order), teams.team(team).paid) == ("paid", 1)
    teams.settled()


def test_a_seat_taken_before_late_money_sits_again_sends_it_back(begin: Begin) -> None:
    """The hold was released and another took the last seat just before: the money goes back, once."""
    teams = begin(team_size=2)
    team, (_, order) = teams.seated("an", "bo")
    teams.pay(order)
    teams.hears(order)
    overdue(teams, order)
    teams.release(order)
    with between(ORDER, (store, "take_in"), lambda: teams.join("cui", team)):
        teams.money_came(order)
    teams.drain()
    assert (teams.status(order), teams.bank.held()) == ("refunded", 0)
    assert set(teams.sound().seats(teams.team(team))) == {"an", "cui"}


def test_the_last_piece_taken_before_late_money_sits_again_sends_it_back(begin: Begin) -> None:
    """A seat is free but nothing is left in stock: the money goes back."""
    teams = begin(stock=1, buckets=1)
    _, (order,) = teams.seated("an")
    teams.pay(order)
    teams.hears(order)
    overdue(teams, order)
    teams.release(order)
    with between(ORDER, (store, "take_in"), lambda: teams.open("rival")):
        teams.money_came(order)
    teams.drain()
    assert (teams.status(order), teams.bank.held()) == ("refunded", 0)
    teams.sound()


def test_late_money_of_two_deliveries_sits_once(teams: Teams) -> None:
    """The same fact followed twice at once: one of them seats the customer, the other finds it done."""
    team, (order,) = teams.seated("an")
    teams.pay(order)
    teams.hears(order)
    overdue(teams, order)
    teams.release(order)
    with between(ORDER, (store, "take_in"), lambda: teams.money_came(order)):
        teams.money_came(order)
    teams.drain()
    assert (teams.status(order), teams.team(team).taken) == ("paid", 1)
    teams.settled()


def test_two_ticks_release_a_hold_once(teams: Teams) -> None:
    """Both read the order as unpaid: seat and stock go back once."""
    _, (order,) = teams.seated("an")
    teams.passes(minutes=15)
    with between(FIND, COMMIT, lambda: teams.release(order)):
        teams.release(order)
    assert teams.status(order) == "cancelled"
    teams.sound()


def test_who_asks_to_pay_while_the_hold_is_released_is_told_so_and_cannot_pay(teams: Teams) -> None:
    """The order was cancelled before its payment was noted, so nobody closed it: who asked does."""
    _, (order,) = teams.seated("an")
    teams.passes(minutes=14, seconds=59)

    def release() -> None:
        teams.passes(seconds=1)
        teams.release(order)
        teams.drain()
        teams.passes(seconds=-1)

    with between((orders, "own"), (payments, "prepay"), release), pytest.raises(NotPayable):
        teams.pay(order)
    teams.drain()
    assert teams.status(order) == "cancelled"
    assert not teams.bank.pay(order.order_id, teams.ctx().at)
    teams.settled()


def test_late_money_does_not_make_a_new_customer_twice(begin: Begin) -> None:
    """The hold was released and the customer took another offer for new customers: the late money goes back."""
    teams = begin(new_only=True)
    other = teams.begin(new_only=True)
    order = teams.open("an")
    teams.pay(order)
    overdue(teams, order)
    teams.release(order)
    second = teams.open("an", other)
    teams.hears(order)
    teams.drain()
    assert (teams.status(order), teams.status(second), teams.bank.held()) == ("refunded", "placed", 0)
    teams.sound()


def test_late_money_does_not_use_a_coupon_twice(teams: Teams) -> None:
    """The coupon went back with the hold and is used elsewhere: the late money goes back."""
    code = teams.coupon("an")
    order = teams.open("an", coupon=code)
    teams.pay(order)
    overdue(teams, order)
    teams.release(order)
    second = teams.open("an", teams.begin(), coupon=code)
    teams.hears(order)
    teams.drain()
    assert (teams.status(order), teams.status(second), teams.bank.held()) == ("refunded", "placed", 0)
    teams.sound()
