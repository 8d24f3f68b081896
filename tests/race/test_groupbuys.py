"""Many at once at a team: never one too many, exactly one last, and no money without a seat or a way back."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from chalicelib import clock
from chalicelib.core.storage.table import change
from chalicelib.groupbuys import endings, service, store
from chalicelib.groupbuys.errors import ActivityOver, TeamFull
from chalicelib.groupbuys.store import Seat, TeamRow
from chalicelib.members.ids import MemberId
from chalicelib.orders.ids import OrderId
from chalicelib.orders.shapes import Order
from tests.support.race.crowd import Outcome, crowd
from tests.support.race.faults import conflicts, lost_replies, until_answered
from tests.support.race.rounds import rounds
from tests.support.race.teams import Begin, Lasts, Teams, at_once

ROUNDS = 3
NEGATIVE_ROUNDS = 10
CUSTOMERS, TWICE = 24, 4
DAY = {"hours": 24, "minutes": 3}


def orders_of(outcomes: list[Outcome]) -> list[Order]:
    """The orders that were given, each once, and nothing was refused but for a full or finished team."""
    assert {outcome.name for outcome in outcomes} <= {"", "TeamFull", "TeamOver", "TooBusy"}, outcomes
    return list({outcome.value.order_id: outcome.value for outcome in outcomes if outcome.value}.values())


@pytest.mark.parametrize("many", [8, pytest.param(25, marks=pytest.mark.soak)])
def test_many_teams_and_hundreds_of_customers(begin: Begin, monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    """24 customers want the two seats of each team, some tap twice, each payment is told twice: all exact.

    No team is overfull, nobody has two seats, and exactly one confirmation of each team sees it complete.
    """
    teams, lasts = begin(stock=100, buckets=4), Lasts(monkeypatch)
    opened = orders_of(crowd([partial(teams.open, f"leader{number}") for number in range(many)]))
    taps = [
        partial(teams.join, f"m{number}-{customer % CUSTOMERS}", order.seat)
        for number, order in enumerate(opened)
        for customer in range(CUSTOMERS + TWICE)
    ]
    placed = opened + orders_of(crowd(taps, workers=12))
    assert len(placed) == 3 * many
    assert {team.taken for team in teams.sound().teams.values()} == {3}
    for order in placed:
        teams.pay(order)
        teams.hears(order)
    by_id = {str(order.order_id): order for order in placed}
    crowd([partial(teams.money_came, by_id[fact.data.order], fact) for fact in teams.money_facts() for _ in range(2)])
    assert sorted(lasts.seen) == sorted(order.seat for order in opened)
    teams.drain()
    assert {order.status for order in teams.settled().orders.values()} == {"ready"}


def naive_join(teams: Teams, member: str, team: str) -> Any:
    """What a hurried programmer writes: look whether a seat is left, then sit down."""
    row = teams.team(team)
    if row.taken >= row.size:
        raise TeamFull()
    seat = Seat(order=OrderId(f"order of {member}"), name=member, until=row.deadline)
    actions = [TeamRow.seats.put(MemberId(member), seat), TeamRow.taken.add(1)]
    return change(teams.ctx(member), store._row(teams.ctx(), row.team_id), actions, None)


def test_the_same_rush_overfills_a_team_of_naive_joins(begin: Begin) -> None:
    """The negative control: if look-then-write never sits one too many, this suite could not see a race at all."""
    teams = begin()
    for number in range(NEGATIVE_ROUNDS):
        team = teams.open(f"leader{number}").seat
        crowd([partial(naive_join, teams, f"m{customer}", team) for customer in range(CUSTOMERS)])
        row = teams.team(team)
        if len(row.seats) > row.size:
            with pytest.raises(AssertionError, match=r"sit, .* are counted"):
                teams.sound()
            return
    pytest.fail("the naive join was never caught")


def test_joins_across_the_deadline_seat_nobody_late(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    """In time and too late at once, before any tick: who was in time sits, nobody else; a look decides nothing here."""
    monkeypatch.setattr(service, "_raise_if_closed", lambda ctx, team: None)
    teams = begin(team_size=20)
    row = teams.team(teams.open("leader").seat)
    views = {"in time": teams.at(row.deadline, seconds=-0.001), "late": teams.at(row.deadline)}
    joins = [partial(at.join, f"{name} {n}", row.team_id) for n in range(6) for name, at in views.items()]
    outcomes = at_once(*joins)
    assert [outcome.name for outcome in outcomes[1::2]] == ["TeamOver"] * 6
    sitting = set(teams.sound().teams[row.team_id].seats)
    assert sitting == {"leader", *(f"in time {n}" for n in range(6))}


def test_joins_while_two_ticks_fail_the_team_are_given_back(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    """Slow requests from before the deadline cross the ticks, which come a little later each round."""
    monkeypatch.setattr(service, "_raise_if_closed", lambda ctx, team: None)
    teams = begin(team_size=20)
    for number in range(ROUNDS):
        order = teams.open(f"leader{number}")
        teams.paid(order)
        row = teams.team(order.seat)
        early, over = teams.at(row.deadline, seconds=-0.001), teams.at(row.fails_at)
        joins = [partial(early.join, f"m{number}-{n}", row.team_id) for n in range(8)]
        ticks = [partial(_after, number * 0.02, partial(over.deadline, row.team_id))] * 2
        orders_of(at_once(*joins[:4], ticks[0], *joins[4:], ticks[1]))
        assert teams.sound().teams[row.team_id].failed_at
    teams.passes(**DAY)
    teams.drain()
    assert {order.status for order in teams.settled().orders.values()} <= {"refunded", "cancelled"}


def _after(pause: float, act: Callable[[], Any]) -> Any:
    time.sleep(pause)
    return act()


@rounds(1, 3)
def test_money_joins_and_the_end_of_a_hold_at_once(begin: Begin, rounds: int) -> None:
    """Two ticks release a hold while its money comes twice and others want the seat: a seat or the money back."""
    teams = begin(team_size=2)
    for number in range(rounds):
        team, (leader, order) = teams.seated(f"leader{number}", f"payer{number}")
        for one in (leader, order):
            teams.pay(one)
            teams.hears(one)
        teams.money_came(leader)
        fact = teams.money_fact(order)
        teams.passes(minutes=15)
        teams.release(order)  # the provider is asked once more
        teams.passes(minutes=1)
        joins = [partial(teams.join, f"rival{number}-{n}", team) for n in range(3)]
        money = [partial(teams.money_came, order, fact)] * 2
        outcomes = at_once(joins[0], money[0], *[partial(teams.release, order)] * 2, joins[1], money[1], joins[2])
        assert {outcome.name for outcome in outcomes} <= {"", "TeamFull", "TooBusy"}, outcomes
        teams.sound()
        teams.drain()
        assert teams.status(order) in ("ready", "refunded")
    teams.end()
    teams.settled()


@rounds(1, 3)
def test_the_last_money_and_the_deadline_at_once(begin: Begin, monkeypatch: pytest.MonkeyPatch, rounds: int) -> None:
    """The last seat is paid while two ticks fail the team: complete with one last, or failed with all money back."""
    teams, lasts = begin(team_size=2), Lasts(monkeypatch)
    for number in range(rounds):
        team, (leader, order) = teams.seated(f"leader{number}", f"payer{number}")
        for one in (leader, order):
            teams.pay(one)
            teams.hears(one)
        teams.money_came(leader)
        fact = teams.money_fact(order)
        over = teams.at(teams.team(team).fails_at)
        money = [partial(over.money_came, order, fact)] * 2
        clock = [partial(over.deadline, team), partial(over.release, order)] * 2
        crowd([clock[0], money[0], *clock[1:], money[1]])
        row = teams.sound().teams[team]
        assert lasts.seen.count(team) == (not row.failed_at)
        teams.drain()
        assert {teams.status(leader), teams.status(order)} in ({"ready"}, {"refunded"})
    teams.end()
    teams.settled()


@rounds(1, 3)
def test_leaving_and_the_last_money_at_once(begin: Begin, rounds: int) -> None:
    """One taps leave twice while the last pays: out with the money back, or complete and nobody can leave."""
    teams = begin(team_size=2)
    for number in range(rounds):
        team, (leader, order) = teams.seated(f"leader{number}", f"payer{number}")
        teams.paid(leader)
        teams.pay(order)
        teams.hears(order)
        fact = teams.money_fact(order)
        leave = partial(teams.leave, leader.member_id, team)
        outcomes = at_once(leave, partial(teams.money_came, order, fact), leave)
        assert {outcome.name for outcome in outcomes} <= {"", "TeamComplete", "TooBusy"}, outcomes
        complete = teams.sound().is_full(teams.team(team))
        assert ("TeamComplete" in {outcome.name for outcome in outcomes}) == complete
        teams.drain()
        assert (teams.status(leader), teams.status(order)) == (("ready", "ready") if complete else ("refunded", "paid"))
    teams.end()
    teams.settled()


@rounds(1, 3)
def test_the_end_of_a_failed_team_and_its_money_at_once(begin: Begin, rounds: int) -> None:
    """Three pay, the team fails before anybody hears of it, and everything follows twice at once: all is given back."""
    teams = begin(team_size=4)
    for number in range(rounds):
        team, placed = teams.seated(*(f"m{n}-{number}" for n in range(3)))
        for order in placed:
            teams.pay(order)
            teams.hears(order)
        money = [teams.money_fact(order) for order in placed]
        teams.money_came(placed[0], money[0])
        over = teams.at(teams.team(team).fails_at)
        over.deadline(team)
        failed = teams.failure(team)
        acts = [partial(over.money_came, order, fact) for order, fact in zip(placed[1:], money[1:], strict=True)]
        crowd([*acts, *[partial(endings.unwind, over.ctx(), failed)] * 2, *acts, partial(over.release, placed[0])])
        teams.sound()
    teams.passes(**DAY)
    teams.drain()
    assert {order.status for order in teams.settled().orders.values()} == {"refunded"}


def test_two_of_every_tick_and_two_of_every_worker(begin: Begin) -> None:
    """Teams that complete, fail, and lose notices, with every tick, fact and task at two workers at once: as once."""
    teams = begin(team_size=2)
    complete, failing, lost = [teams.seated(f"{name} an", f"{name} bo") for name in ("complete", "failing", "lost")]
    unpaid = teams.open("unpaid")
    for order in (*complete[1], *failing[1][:1], *lost[1]):
        teams.pay(order)
        if order not in lost[1]:
            teams.hears(order)
    for step in ({"minutes": 4}, {"minutes": 11}, {"minutes": 2}, DAY, {"minutes": 2}):
        teams.follow_in_a_crowd()
        teams.passes(**step)
        at_once(*[partial(clock.tick, "tick")] * 2)
        teams.follow_in_a_crowd()
    found = {order_id: order.status for order_id, order in teams.settled().orders.items()}
    assert {found[order.order_id] for order in (*complete[1], *lost[1])} == {"ready"}
    assert [found[order.order_id] for order in failing[1]] == ["refunded", "cancelled"]
    assert found[unpaid.order_id] == "cancelled"


def test_the_stock_is_shared_by_teams_that_rush_for_it(begin: Begin) -> None:
    """24 open and join for five pieces: five have one, everybody else is told that nothing is left."""
    teams = begin(team_size=10, stock=5, buckets=3)
    team = teams.open("leader").seat
    acts = [partial(teams.join if n % 2 else teams.open, f"m{n}", *([team] if n % 2 else [])) for n in range(24)]
    outcomes = crowd(acts)
    assert {outcome.name for outcome in outcomes} <= {"", "ActivitySoldOut", "TooBusy"}, outcomes
    assert len(teams.sound().orders) == 5


def test_a_coupon_and_a_limit_hold_across_teams(begin: Begin) -> None:
    """One member opens eight teams at once and pays, three times: two in all, as the limit says, one a coupon's."""
    teams = begin(per_member=2)
    code = teams.coupon("an")
    known = {"", "CouponInUse", "LimitReached", "PlaceUnpaid", "TooBusy"}
    for _ in range(3):
        outcomes = crowd([partial(teams.open, "an", coupon=code) for _ in range(4)] + [partial(teams.open, "an")] * 4)
        assert {outcome.name for outcome in outcomes} <= known, outcomes
        teams.paid(*[outcome.value for outcome in outcomes if outcome.value])
    found = teams.sound().orders.values()
    assert len(found) == 2 and len([order for order in found if order.coupon_code]) <= 1


def test_a_new_customer_has_one_offer_however_they_tap(begin: Begin) -> None:
    """Two activities for new customers, eight taps at once: one order."""
    teams = begin(new_only=True)
    other = teams.begin(new_only=True)
    outcomes = crowd([partial(teams.open, "an", activity) for activity in (teams.activity, other)] * 4)
    assert {outcome.name for outcome in outcomes} <= {"", "NotANewCustomer", "LimitReached", "TooBusy"}, outcomes
    assert len(teams.sound().orders) == 1


@pytest.mark.parametrize("times", [1, 3])
def test_a_seat_whose_reply_was_lost_is_one_seat(begin: Begin, times: int) -> None:
    """The join was done and its reply lost, once or as often as the client waits: asked again, it is the same seat."""
    teams = begin()
    team = teams.open("an").seat
    with lost_replies(1, times) as tally:
        order = until_answered(partial(teams.join, "bo", team))
    assert (tally.hurt, teams.team(team).taken) == (times, 2)
    assert order.order_id in teams.sound().orders


@pytest.mark.parametrize("times", [1, 3])
def test_a_team_with_a_coupon_whose_reply_was_lost_is_one_team(begin: Begin, times: int) -> None:
    """The coupon is held for the very order that nobody heard of: asked again under one key, it is that order."""
    teams = begin()
    coupon = teams.coupon("an")
    with lost_replies(1, times) as tally:
        order = until_answered(partial(teams.open, "an", coupon=coupon, seed="key"))
    assert (tally.hurt, list(teams.sound().orders)) == (times, [order.order_id])


def test_a_team_asked_for_again_after_the_activity_is_that_team(begin: Begin) -> None:
    """Opened in time, and the answer was lost: the same request after the end is answered all the same."""
    teams = begin()
    order = teams.open("an", seed="key")
    teams.passes(days=8)
    assert teams.open("an", seed="key").order_id == order.order_id
    with pytest.raises(ActivityOver):
        teams.open("an", seed="another key")


@pytest.mark.parametrize("times", [1, 3])
def test_a_confirmation_whose_reply_was_lost_counts_once(begin: Begin, times: int) -> None:
    """The seat was paid and the reply lost: followed again, it is paid once and nothing is refunded."""
    teams = begin()
    order = teams.open("an")
    teams.pay(order)
    teams.hears(order)
    fact = teams.money_fact(order)
    with lost_replies(1, times) as tally:
        until_answered(partial(teams.money_came, order, fact))
    assert (tally.hurt, teams.team(order.seat).paid) == (times, 1)
    teams.drain()
    assert teams.status(order) == "paid"
    teams.settled()


def test_seats_that_collide_are_tried_again(begin: Begin) -> None:
    """Half of the transactions of a rush collide: every seat that was given is one seat."""
    teams = begin(team_size=6)
    team = teams.open("leader").seat
    with conflicts(12) as tally:
        outcomes = crowd([partial(teams.join, f"m{n}", team) for n in range(12)])
    assert tally.hurt == 12
    assert len(orders_of(outcomes)) == teams.team(team).taken - 1
    teams.sound()
