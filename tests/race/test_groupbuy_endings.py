"""What a rival does while a seat is left or a team ends: everybody has a seat or their money, and never both."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core.moments import moment
from chalicelib.core.ops.jobs import Work
from chalicelib.core.storage.transaction import Transaction
from chalicelib.groupbuys import activities, endings, rules, service, store
from chalicelib.groupbuys.errors import NotInTeam, TeamComplete, TeamOver
from chalicelib.groupbuys.jobs import EndTeams
from chalicelib.orders import service as orders
from chalicelib.orders.shapes import Order
from tests.support.race.rivals import between
from tests.support.race.teams import PRICE, Begin, Teams

LOOK = (service, "team")
ORDER = (orders, "order")
FIND = (orders, "find")
COMMIT = (Transaction, "commit")
DAY = {"hours": 24, "minutes": 3}


@pytest.fixture
def teams(begin: Begin) -> Teams:
    """Teams of three."""
    return begin()


def test_who_leaves_while_their_money_comes_gets_it_back(teams: Teams) -> None:
    """They saw an unpaid seat and it is paid by now: they are out, and the money goes back."""
    team, (_, order) = teams.seated("an", "bo")
    teams.pay(order)

    def money_comes() -> None:
        teams.hears(order)
        teams.drain()

    with between(LOOK, ORDER, money_comes):
        left = teams.leave("bo", team)
    assert left.status == "refunding"
    teams.drain()
    assert (teams.status(order), teams.bank.held()) == ("refunded", 0)
    teams.sound()


def test_who_leaves_while_their_seat_is_confirmed_gets_the_money_back(teams: Teams) -> None:
    """The same between the read of the order and the write that frees the seat."""
    team, (_, order) = teams.seated("an", "bo")
    teams.pay(order)
    teams.hears(order)
    with between(ORDER, COMMIT, lambda: teams.money_came(order)):
        left = teams.leave("bo", team)
    assert left.status == "refunding"
    teams.drain()
    assert (teams.status(order), teams.bank.held()) == ("refunded", 0)
    teams.sound()


def test_who_taps_leave_twice_has_left_once(teams: Teams) -> None:
    """The second tap had seen the seat: it is answered like the first, and nothing goes back twice."""
    team, (_, order) = teams.seated("an", "bo")
    with between(LOOK, ORDER, lambda: teams.leave("bo", team)) as other:
        left = teams.leave("bo", team)
    assert [(one.order_id, one.status) for one in (left, *other)] == [(order.order_id, "cancelled")] * 2
    teams.sound()


def test_who_taps_leave_twice_with_a_paid_seat_is_refunded_once(teams: Teams) -> None:
    """Both taps are answered with the order that is being refunded."""
    team, (_, order) = teams.seated("an", "bo")
    teams.paid(order)
    with between(ORDER, COMMIT, lambda: teams.leave("bo", team)) as other:
        left = teams.leave("bo", team)
    assert [left.status] == [one.status for one in other] == ["refunding"]
    teams.drain()
    assert teams.bank.held() == 0
    teams.sound()


def test_who_leaves_while_their_hold_is_released_is_told_so(teams: Teams) -> None:
    """The clock was first: they sit no longer, and nothing goes back twice."""
    team, (_, order) = teams.seated("an", "bo")
    teams.passes(minutes=15)
    with between(LOOK, ORDER, lambda: teams.release(order)), pytest.raises(NotInTeam):
        teams.leave("bo", team)
    teams.sound()


def test_nobody_leaves_while_the_last_one_pays(teams: Teams) -> None:
    """The team is complete between the look and the write: it cannot be left, and all are handed over."""
    team, placed = teams.seated("an", "bo", "cui")
    teams.paid(*placed[:2])
    teams.pay(placed[2])
    teams.hears(placed[2])
    with between(LOOK, (store, "leave_in"), lambda: teams.money_came(placed[2])), pytest.raises(TeamComplete):
        teams.leave("bo", team)
    teams.drain()
    assert {teams.status(order) for order in placed} == {"ready"}
    teams.settled()


def test_who_leaves_while_the_team_fails_is_told_that_it_is_over(teams: Teams) -> None:
    """And is refunded once, because of the failure."""
    team, (order, _) = teams.seated("an", "bo")
    teams.paid(order)
    teams.passes(**DAY)
    with between(LOOK, (store, "leave_in"), lambda: teams.deadline(team)), pytest.raises(TeamOver):
        teams.leave("an", team)
    teams.drain()
    assert (teams.status(order), teams.bank.held()) == ("refunded", 0)
    teams.settled()


# ---- the deadline


def test_a_team_completed_while_its_deadline_is_looked_at_has_succeeded(teams: Teams) -> None:
    """The last money came between the look and the write: complete, not failed."""
    team, placed = teams.seated("an", "bo", "cui")
    for order in placed:
        teams.pay(order)
        teams.hears(order)
    teams.passes(minutes=1)
    for order in placed[:2]:
        teams.money_came(order)
    teams.passes(**DAY)
    with between((store, "team"), (store, "fail"), lambda: teams.money_came(placed[2])):
        teams.deadline(team)
    teams.drain()
    assert {teams.status(order) for order in placed} == {"ready"}
    teams.settled()


def test_money_that_comes_while_the_team_fails_goes_back(teams: Teams) -> None:
    """The team fails between the look and the write: the money goes back, whoever is quicker to say so."""
    team, (first, second) = teams.seated("an", "bo")
    teams.paid(first)
    teams.pay(second)
    teams.hears(second)
    teams.passes(**DAY)
    with between(FIND, (store, "confirm"), lambda: teams.deadline(team)):
        teams.money_came(second)
    teams.drain()
    assert (teams.status(first), teams.status(second), teams.bank.held()) == ("refunded", "refunded", 0)
    teams.settled()


@pytest.mark.parametrize("step", [(store, "confirm"), FIND, COMMIT])
def test_money_and_the_end_of_a_failed_team_refund_once(teams: Teams, step: Any) -> None:
    """An unpaid seat of a failed team: its order is cancelled at any moment while its money comes."""
    team, (order,) = teams.seated("an")
    teams.pay(order)
    teams.hears(order)
    teams.passes(**DAY)
    teams.deadline(team)

    def unwind() -> None:
        endings.unwind(teams.ctx(), teams.failure(team))

    with between(FIND, step, unwind):
        teams.money_came(order)
    teams.drain()
    assert (teams.status(order), teams.bank.held()) == ("refunded", 0)
    teams.settled()


def test_a_paid_seat_of_a_failed_team_is_refunded_though_its_hold_is_over_first(teams: Teams) -> None:
    """Confirmed, and before its order knew, the team failed and the hold ended: the money goes back all the same."""
    team, (order,) = teams.seated("an")
    teams.pay(order)
    teams.hears(order)
    teams.money_came(order)
    teams.passes(**DAY)
    teams.deadline(team)
    teams.release(order)
    teams.passes(minutes=1)
    teams.release(order)
    teams.drain()
    assert (teams.status(order), teams.bank.held(), PRICE) == ("refunded", 0, order.payable)
    teams.settled()


def test_a_failed_team_is_unwound_once_by_two_workers(teams: Teams) -> None:
    """The same fact at two workers: every order is refunded once, stock goes back once."""
    team, placed = teams.seated("an", "bo")
    teams.paid(*placed)
    teams.passes(**DAY)
    teams.deadline(team)
    fact = teams.failure(team)
    with between(ORDER, COMMIT, lambda: endings.unwind(teams.ctx(), fact)):
        endings.unwind(teams.ctx(), fact)
    teams.drain()
    assert teams.bank.held() == 0
    teams.settled()


def test_a_complete_team_is_handed_over_once_by_two_workers(teams: Teams) -> None:
    """The same fact at two workers, and the orders do not know yet that they are paid: each becomes ready once."""
    team, placed = teams.seated("an", "bo", "cui")
    for order in placed:
        teams.pay(order)
        teams.hears(order)
        teams.money_came(order)
    fact = teams.success(team)
    with between(ORDER, COMMIT, lambda: endings.hand_over(teams.ctx(), fact)):
        endings.hand_over(teams.ctx(), fact)
    teams.drain()
    assert {teams.status(order) for order in placed} == {"ready"}
    teams.settled()


def refusing_the_leader(patch: pytest.MonkeyPatch, verb: str, order_id: str) -> None:
    """What is done for one order fails, whatever the reason."""
    real = getattr(orders, verb)

    def act(*args: Any) -> Any:
        if order_id in (args[-1], getattr(args[1], "order_id", "")):
            raise RuntimeError("no more refunds of it")
        return real(*args)

    patch.setattr(orders, verb, act)


def test_an_order_that_cannot_be_refunded_does_not_keep_the_others_from_it(
    teams: Teams, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The leader's refund fails, and is tried again: the other has the money by then."""
    team, placed = teams.seated("an", "bo")
    teams.paid(*placed)
    teams.passes(**DAY)
    teams.deadline(team)
    failed = teams.failure(team)
    with monkeypatch.context() as patch:
        refusing_the_leader(patch, "refund_in", placed[0].order_id)
        with pytest.raises(RuntimeError):
            endings.unwind(teams.ctx(), failed)
    assert [teams.status(order) for order in placed] == ["paid", "refunding"]
    teams.drain()
    assert [teams.status(order) for order in placed] == ["refunded", "refunded"]
    teams.settled()


def test_an_order_that_cannot_be_made_ready_does_not_keep_the_others_from_it(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same of a team that is complete: it is retired once all of them are ready."""
    teams = begin(team_size=2)
    team, placed = teams.seated("an", "bo")
    for order in placed:
        teams.pay(order)
        teams.hears(order)
        teams.money_came(order)
    succeeded = teams.success(team)
    with monkeypatch.context() as patch:
        refusing_the_leader(patch, "make_ready", placed[0].order_id)
        with pytest.raises(RuntimeError):
            endings.hand_over(teams.ctx(), succeeded)
    assert [teams.status(order) for order in placed] == ["paid", "ready"]
    assert teams.team(team).due
    teams.drain()
    assert [teams.status(order) for order in placed] == ["ready", "ready"]
    teams.settled()


def test_a_seat_that_is_taken_while_the_activity_ends_keeps_its_time(teams: Teams) -> None:
    """Another instance had read the old end a moment before: the job looks again, and bo may pay until he was told."""
    team, _ = teams.seated("an")
    old = activities.offer(teams.ctx(), teams.activity)
    activities.end(teams.ctx(), teams.activity, None)
    job = Work(job="j", args=EndTeams(activity=teams.activity), cursor="", done=0, failed=0, asked_by="")

    def bo_joins() -> Order:
        teams.passes(minutes=5)
        activities._offers.put(f"{teams.corp}#{teams.activity}", old)
        return teams.join("bo", team)

    with between((store, "team"), (store, "bring_forward"), bo_joins) as joined:
        activities.end_teams(teams.ctx(), job)
    row = teams.team(team)
    assert row.deadline < old.closes_at
    assert moment(row.fails_at) == moment(joined[0].pay_until) + rules.MONEY_ON_ITS_WAY
