"""An order that ends while its customer asks to pay: nobody is left with the means to pay for what is over."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from chalicelib.orders import paying, store
from chalicelib.orders import service as orders
from chalicelib.orders.errors import NotPayable
from chalicelib.orders.facts import OrderHoldOver
from chalicelib.orders.shapes import Order
from chalicelib.orders.states import EntryKind
from chalicelib.payments import service as payments
from chalicelib.payments import store as pay_store
from chalicelib.shop import service as shop
from chalicelib.shop.errors import SkuSoldOut
from tests.support.race.rivals import between
from tests.support.race.teams import Begin, Teams, at_once

ASK = (pay_store, "ask")


def cancelled_while_it_is_asked(teams: Teams) -> Order:
    """Between the look at an order and the first word of its payment it is cancelled, and all that follows is done."""
    order = teams.buy("an")

    def cancels() -> None:
        shop.cancel(teams.ctx("an"), order.order_id)
        teams.drain()

    with between((orders, "own"), ASK, cancels):
        paying.pay(teams.ctx("an"), order.order_id)
    return order


def test_a_cancel_that_found_no_payment_is_made_good_by_who_asked_for_one(begin: Begin) -> None:
    """The customer is told so and gets nothing to pay with, and the provider takes no money for it."""
    teams = begin()
    with pytest.raises(NotPayable):
        cancelled_while_it_is_asked(teams)
    teams.drain()
    [number] = teams.bank.charges
    assert number in teams.bank.closed
    payment = payments.received(teams.ctx(), number)
    assert payment is not None and payment.state == "closed"
    teams.settled()


def test_without_the_second_look_a_cancelled_order_can_be_paid(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same with the guard taken out: the customer pays for nothing, and the money has to go back."""
    teams = begin()
    monkeypatch.setattr(paying, "_close_if_over", lambda ctx, order_id: None)
    order = cancelled_while_it_is_asked(teams)
    teams.drain()
    assert teams.bank.pay(order.order_id, teams.ctx().at)
    teams.hears(order)
    teams.end()
    assert teams.status(order) == "refunded"
    teams.settled()


def test_who_dies_before_a_hold_is_noted_has_asked_the_provider(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    """The customer paid in time and the notice is lost: they keep the place, wherever the look at it broke off."""
    teams = begin()
    order = teams.buy("an")
    teams.pay(order)
    teams.passes(minutes=16)

    def dies(*_: Any) -> None:
        raise SystemExit

    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr(store, "look_again_at", dies)
        teams.release(order)
    teams.drain()
    assert teams.status(order) == "ready"
    teams.settled()


def test_late_money_is_not_refused_by_what_an_instance_remembers(begin: Begin) -> None:
    """A piece came back elsewhere a moment ago; this instance still says "sold out" to others, and not to who paid."""
    teams = begin()
    late = teams.buy("an")
    teams.pay(late)
    teams.bank.silent = 1  # the last look at it is not answered, so its hold ends
    teams.passes(minutes=16)
    teams.release(late)
    teams.drain()
    teams.passes(minutes=2)
    teams.release(late)
    for fact in teams.news_of(late, OrderHoldOver):
        shop.order_hold_over(teams.ctx(), fact)
    assert teams.status(late) == "cancelled"
    others = [teams.buy(name) for name in ("bo", "cui", "dong", "en", "fu")]
    with pytest.raises(SkuSoldOut):
        teams.buy("ge")
    assert at_once(partial(shop.cancel, teams.ctx("bo"), others[0].order_id))[0].name == ""
    with pytest.raises(SkuSoldOut):
        teams.buy("ge")
    teams.hears(late)
    teams.drain()
    assert teams.status(late) == "ready"


def test_a_hold_that_is_looked_at_twice_at_once_waits_for_the_answer(begin: Begin) -> None:
    """The index shows it once more while the provider is being asked: who paid in time keeps the place."""
    teams = begin()
    order = teams.buy("an")
    teams.pay(order)
    teams.passes(minutes=16)
    for _ in range(2):
        teams.release(order)
    teams.drain()
    assert teams.status(order) == "ready"
    assert not orders.order(teams.ctx(), order.order_id).has(EntryKind.HOLD_OVER)
