"""Money that goes back from several sides at once: never more than came, and each fen in one line of the ledger."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from chalicelib.core.storage.table import Refused
from chalicelib.core.storage.transaction import Transaction
from chalicelib.coupons.errors import AlreadyRedeemed
from chalicelib.groupbuys import endings
from chalicelib.orders import refunding
from chalicelib.orders import service as orders
from chalicelib.orders import store as order_store
from chalicelib.orders.errors import MoneyNotNoted
from chalicelib.orders.shapes import Entry, Order
from chalicelib.orders.states import EntryKind
from chalicelib.payments import refund_rows, refunds, service
from chalicelib.payments import store as pay_store
from chalicelib.payments.errands import SendRefund
from chalicelib.payments.errors import RefundTooLarge
from chalicelib.payments.facts import RefundFound, RefundSucceeded
from chalicelib.payments.store import PaymentRow
from chalicelib.platforms.wechatpay.provider import PaymentNumber, RefundNumber
from tests.support.race.crowd import crowd
from tests.support.race.rivals import between
from tests.support.race.rounds import rounds
from tests.support.race.teams import PRICE, SHOP_PRICE, Begin, Teams

COMMIT = (Transaction, "commit")
READ = (refund_rows, "refunds_of")
DAY = {"hours": 24, "minutes": 3}


@pytest.fixture
def teams(begin: Begin) -> Teams:
    """Teams of three, and the shop."""
    return begin()


def returned(teams: Teams, order: Order) -> int:
    """What our payment says went back, or is to."""
    payment = service.received(teams.ctx(), order.order_id)
    assert payment is not None
    return payment.returned


def bought(teams: Teams, member: str) -> Order:
    """An order of the shop that is paid and ready."""
    order = teams.buy(member)
    teams.paid(order)
    return order


@rounds(1, 3)
def test_refunds_of_all_sides_at_once_are_never_more_than_came(begin: Begin, rounds: int) -> None:
    """Operators, the merchant console, notices told twice and the end of a failed team, all at once."""
    teams = begin(team_size=4)
    for number in range(rounds):
        team, placed = teams.seated(f"an-{number}", f"bo-{number}")
        teams.paid(*placed)
        over = teams.at(teams.team(team).fails_at)
        over.deadline(team)
        failed = teams.failure(team)
        acts: list[Any] = [partial(endings.unwind, over.ctx(), failed)] * 2
        for order in placed:
            acts += [partial(over.refund, order.order_id, amount, seed=f"{amount}") for amount in (1500, 2000, 3000)]
            acts += [partial(over.in_console, order.order_id, amount) for amount in (1000, 2500)]
        outcomes = crowd([act for pair in zip(acts[::-1], acts, strict=True) for act in pair])
        names = {outcome.name for outcome in outcomes}
        assert names <= {"", "RefundTooLarge", "NothingLeft", "TooBusy", "MoneyNotNoted"}, names
        teams.sound()
        teams.follow_in_a_crowd()
        for order in placed:
            there = sum(one.amount for one in teams.bank.refunds.values() if str(one.number) == order.order_id)
            assert there <= returned(teams, order) <= PRICE
    teams.sound()


def test_a_console_refund_between_look_and_write_is_counted(teams: Teams) -> None:
    """The operator saw all of it left, and a part went back meanwhile: what no longer fits is refused."""
    order = bought(teams, "an")
    with between(READ, COMMIT, lambda: teams.in_console(order.order_id, 2000)), pytest.raises(RefundTooLarge):
        teams.refund(order.order_id, 1000)
    teams.drain()
    assert returned(teams, order) == 2000
    teams.settled()


def test_without_the_bound_both_would_go_back(teams: Teams, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same with the guard taken out: more goes back than came."""
    order = bought(teams, "an")
    monkeypatch.setattr(pay_store, "_holds", lambda paid, amount: PaymentRow.pk.exists())
    with between(READ, COMMIT, lambda: teams.in_console(order.order_id, 2000)):
        teams.refund(order.order_id, 1000)
    assert returned(teams, order) > SHOP_PRICE


def test_two_taps_of_one_request_are_one_refund(teams: Teams) -> None:
    """Both found no refund of theirs: one asks, and the other is told of it."""
    order = bought(teams, "an")
    again = partial(teams.refund, order.order_id, 700, seed="tap")
    with between(READ, COMMIT, again):
        again()
    teams.drain()
    assert (returned(teams, order), len(teams.bank.refunds)) == (700, 1)
    teams.settled()


def test_two_operators_at_once_are_two_refunds(teams: Teams) -> None:
    """Both would have had the same number: the later one takes the next."""
    order = bought(teams, "an")
    with between(READ, COMMIT, lambda: teams.refund(order.order_id, 700, seed="a")):
        teams.refund(order.order_id, 700, seed="b")
    teams.drain()
    assert sorted(teams.bank.refunds) == [f"R{order.order_id}-1", f"R{order.order_id}-2"]
    teams.settled()


def test_an_order_handed_out_while_it_is_refunded_keeps_its_goods(teams: Teams) -> None:
    """The clerk was first: the money goes back, and the stock does not."""
    order = bought(teams, "an")
    entry = Entry(teams.ctx().at, EntryKind.PICKED_UP, ref="staff:li")
    with between(READ, COMMIT, partial(order_store.hand_out, teams.ctx(), order.order_id, entry)):
        teams.refund(order.order_id)
    teams.drain()
    assert teams.status(order) == "refunded"
    teams.settled()


def test_a_coupon_goes_back_with_what_was_not_ready_and_stays_used_after_it(begin: Begin) -> None:
    """Refunded before its team is complete the coupon works again; refunded after that it was used up."""
    teams = begin(team_size=2)
    code = teams.coupon("an")
    first = teams.open("an", coupon=code)
    teams.paid(first)
    teams.refund(first.order_id)
    teams.drain()
    second = teams.open("an", coupon=code)
    other = teams.join("bo", second.seat)
    teams.paid(second, other)
    teams.refund(second.order_id)
    teams.drain()
    assert (teams.status(first), teams.status(second)) == ("refunded", "refunded")
    with pytest.raises(AlreadyRedeemed):
        teams.buy("an", coupon=code)
    teams.settled()


def test_an_order_that_was_undone_is_not_handed_out(teams: Teams) -> None:
    """The operator was first: the clerk is told that it is not ready."""
    order = bought(teams, "an")
    teams.refund(order.order_id)
    entry = Entry(teams.ctx().at, EntryKind.PICKED_UP, ref="staff:li")
    with pytest.raises(Refused):
        order_store.hand_out(teams.ctx(), order.order_id, entry)
    teams.drain()
    teams.settled()


def test_a_refund_that_is_heard_of_before_its_money_is_told_again(teams: Teams) -> None:
    """The console gave all of it back, and the order does not know yet that it is paid: it ends once it does."""
    order = teams.buy("an")
    teams.pay(order)
    teams.hears(order)
    teams.in_console(order.order_id, SHOP_PRICE)
    teams.drain.changes()
    (found,) = teams.facts_of(f"member#{order.member_id}", RefundFound)
    (back,) = teams.facts_of(f"member#{order.member_id}", RefundSucceeded)
    for fact in (found, back):
        with pytest.raises(MoneyNotNoted):
            refunding.heard_of(teams.ctx(), fact)
    teams.drain()
    assert teams.status(order) == "refunded"
    teams.settled()


def withdrawn(teams: Teams, order: Order, nth: int = 1) -> Order:
    """An operator lets go of one of our refunds."""
    return refunding.withdraw(teams.ctx("boss"), order.order_id, f"R{order.order_id}-{nth}", "核对")


@rounds(1, 3)
def test_a_refund_withdrawn_while_it_is_tried_and_others_take_its_place_is_counted_once(
    teams: Teams, rounds: int
) -> None:
    """Tries, withdrawals, the console and a new refund at once: in the end both books say the same."""
    for number in range(rounds):
        order = bought(teams, f"an-{number}")
        teams.bank.refuses = "USER_ACCOUNT_ABNORMAL"
        teams.refund(order.order_id)
        teams.drain()
        teams.bank.refuses = ""
        errand = SendRefund(number=PaymentNumber(order.order_id), refund=RefundNumber(f"R{order.order_id}-1"))
        acts: list[Any] = [
            partial(refunds.send_refund, teams.ctx(), errand),
            partial(withdrawn, teams, order),
            partial(teams.in_console, order.order_id, 700),
            partial(teams.refund, order.order_id, seed="new"),
        ]
        names = {outcome.name for outcome in crowd(acts * 2)}
        assert names <= {"", "RefundDone", "RefundNotRefused", "NothingLeft", "RefundTooLarge", "TooBusy"}, names
        teams.sound()
        teams.end()
        for refund in service.refunds_of(teams.ctx(), order.order_id):
            if refund.is_refused_for_good and refund.state == "asked":
                withdrawn(teams, order, int(refund.refund_number[-1]))
        teams.end()
        there = sum(one.amount for one in teams.bank.refunds.values() if str(one.number) == order.order_id)
        assert there == returned(teams, order) <= SHOP_PRICE
    teams.sound()


def told_twice(teams: Teams) -> Order:
    """A part of an order's money is back, and two workers hear of it at once."""
    order = bought(teams, "an")
    teams.refund(order.order_id, 700)
    number = RefundNumber(f"R{order.order_id}-1")
    refunds.send_refund(teams.ctx(), SendRefund(number=PaymentNumber(order.order_id), refund=number))
    teams.drain.changes()
    (fact,) = teams.facts_of(f"member#{order.member_id}", RefundSucceeded)
    hears = partial(refunding.heard_of, teams.ctx(), fact)
    with between((order_store, "order"), (order_store, "move"), hears):
        hears()
    return order


def test_a_refund_that_two_workers_hear_of_is_one_line(teams: Teams) -> None:
    """Both read that it is not back yet: one writes it, the other reads again."""
    order = told_twice(teams)
    lines = [entry.kind for entry in orders.order(teams.ctx(), order.order_id).ledger]
    assert lines.count(EntryKind.REFUNDED) == 1
    teams.drain()
    teams.settled()


def test_without_its_guard_the_ledger_has_the_fen_twice(teams: Teams, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same when a write does not ask whether the ledger grew."""
    monkeypatch.setattr(order_store, "_is_as_read", lambda order: order_store.OrderRow.pk.exists())
    order = told_twice(teams)
    lines = [entry.kind for entry in orders.order(teams.ctx(), order.order_id).ledger]
    assert lines.count(EntryKind.REFUNDED) == 2


def test_the_last_seat_paid_while_another_is_undone_completes_the_team(begin: Begin) -> None:
    """An operator gave one's money back, and before the team hears of it the last one pays: complete, and it stays."""
    teams = begin(team_size=2)
    team, (leader, last) = teams.seated("an", "bo")
    teams.paid(leader)
    teams.pay(last)
    teams.hears(last)
    fact = teams.money_fact(last)
    teams.refund(leader.order_id)
    teams.money_came(last, fact)
    teams.drain()
    row = teams.team(team)
    assert (row.paid, set(row.seats), teams.status(leader), teams.status(last)) == (
        2,
        {"an", "bo"},
        "refunded",
        "ready",
    )
    teams.settled()


def test_a_seat_undone_before_the_last_one_pays_is_free(begin: Begin) -> None:
    """The team heard of it first: it is open, and waits for another."""
    teams = begin(team_size=2)
    team, (leader, last) = teams.seated("an", "bo")
    teams.paid(leader)
    teams.refund(leader.order_id)
    teams.drain()
    teams.paid(last)
    assert (teams.team(team).paid, set(teams.team(team).seats)) == (1, {"bo"})
    teams.passes(**DAY)
    teams.deadline(team)
    teams.drain()
    teams.settled()
