"""The acts of a group-buy that have a budget, each made ready and then done once under the meter.

The tests compare them with the design's budget; the benchmarks print them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chalicelib.core.storage.due import Due
from chalicelib.groupbuys import endings
from chalicelib.groupbuys.errors import TeamFull
from chalicelib.orders import paying, refunding
from chalicelib.orders.facts import OrderHoldOver, OrderPaid
from chalicelib.orders.shapes import Order
from chalicelib.payments import refunds
from chalicelib.payments.errands import SendRefund
from chalicelib.payments.facts import RefundSucceeded
from chalicelib.platforms.wechatpay.provider import PaymentNumber, RefundNumber
from tests.support.perf.meter import Cost, metered
from tests.support.race.teams import Teams

DAY = {"hours": 24, "minutes": 3}


def cost_of(act: Callable[[], Any]) -> Cost:
    """What an act costs."""
    with metered() as cost:
        act()
    return cost


class TeamActs:
    """One activity with its teams; its caches are warm."""

    def __init__(self, teams: Teams) -> None:
        self.teams = teams

    def open(self) -> Cost:
        """A customer opens a team."""
        self.teams.open("warm")
        return cost_of(lambda: self.teams.open("an"))

    def join(self, coupon: str = "") -> Cost:
        """A customer takes a seat and holds it."""
        team = self.teams.open("an").seat
        return cost_of(lambda: self.teams.join("bo", team, coupon))

    def join_again(self) -> Cost:
        """The same customer taps once more."""
        team, _ = self.teams.seated("an", "bo")
        return cost_of(lambda: self.teams.join("bo", team))

    def refused_join(self) -> Cost:
        """Somebody wants a seat in a full team."""
        team, _ = self.teams.seated("an", "bo", "cui")

        def refused() -> None:
            try:
                self.teams.join("dong", team)
            except TeamFull:
                return
            raise AssertionError("a fourth of three")

        return cost_of(refused)

    def buy(self) -> Cost:
        """A customer orders in the shop."""
        self.teams.buy("warm")
        return cost_of(lambda: self.teams.buy("an"))

    def refund_part(self) -> Cost:
        """An operator gives a part of an order's money back."""
        order = self.teams.buy("an")
        self.teams.paid(order)
        return cost_of(lambda: self.teams.refund(order.order_id, 700))

    def hold_over(self) -> Cost:
        """The time of an order is over that nobody began to pay."""
        order = self.teams.open("an")
        self.teams.passes(minutes=15)
        waiting = Due(f"{self.teams.corp}#orders#{order.order_id[:6]}", order.order_id, self.teams.ctx().at)
        return cost_of(lambda: paying.hold_is_over(self.teams.ctx(), waiting))

    def release(self) -> Cost:
        """The same order's seat is given back."""
        order = self.teams.open("an")
        self.teams.passes(minutes=15)
        waiting = Due(f"{self.teams.corp}#orders#{order.order_id[:6]}", order.order_id, self.teams.ctx().at)
        paying.hold_is_over(self.teams.ctx(), waiting)
        (fact,) = self.teams.news_of(order, OrderHoldOver)
        return cost_of(lambda: endings.order_hold_over(self.teams.ctx(), fact))

    def paid(self) -> Cost:
        """An order's money came."""
        order = self._told_of()
        fact = self.teams.money_fact(order)
        return cost_of(lambda: paying.money_came(self.teams.ctx(), fact))

    def confirm(self) -> Cost:
        """The money of a held seat came: the seat is paid."""
        order = self._told_of()
        paying.money_came(self.teams.ctx(), self.teams.money_fact(order))
        (fact,) = self.teams.news_of(order, OrderPaid)
        return cost_of(lambda: endings.order_paid(self.teams.ctx(), fact))

    def pay(self) -> Cost:
        """The whole of a payment: asked for, told of, and all that follows in a team that is not complete."""
        order = self.teams.open("an")
        self.teams.drain()
        return cost_of(lambda: self.teams.paid(order))

    def complete(self) -> Cost:
        """The last of three pays: asked for, told of, and the team is handed over."""
        _, placed = self.teams.seated("an", "bo", "cui")
        self.teams.paid(*placed[:2])
        return cost_of(lambda: self.teams.paid(placed[2]))

    def leave(self) -> Cost:
        """A paid seat is given up."""
        order = self.teams.open("an")
        self.teams.paid(order)
        return cost_of(lambda: self.teams.leave("an", order.seat))

    def fail(self) -> Cost:
        """A team's time is over."""
        order = self._over()
        return cost_of(lambda: self.teams.deadline(order.seat))

    def unwind(self) -> Cost:
        """A failed team with one paid seat: its order, stock and count go back, and its money is asked back."""
        order = self._over()
        self.teams.deadline(order.seat)
        fact = self.teams.failure(order.seat)
        return cost_of(lambda: endings.unwind(self.teams.ctx(), fact))

    def refund(self) -> Cost:
        """The provider is asked for a refund, and gives it at once."""
        order = self._refunding()
        errand = _refund_of(order)
        return cost_of(lambda: refunds.send_refund(self.teams.ctx(), errand))

    def refunded(self) -> Cost:
        """The order learns that its money went back."""
        order = self._refunding()
        refunds.send_refund(self.teams.ctx(), _refund_of(order))
        self.teams.drain.changes()
        (fact,) = self.teams.facts_of(f"member#{order.member_id}", RefundSucceeded)
        return cost_of(lambda: refunding.heard_of(self.teams.ctx(), fact))

    def failed_seat(self) -> Cost:
        """All that the failure of a team with one paid seat leads to, from its time being over to the last fact."""
        order = self._over()

        def all_of_it() -> None:
            self.teams.deadline(order.seat)
            self.teams.drain()

        return cost_of(all_of_it)

    def _told_of(self) -> Order:
        order = self.teams.open("an")
        self.teams.pay(order)
        self.teams.hears(order)
        return order

    def _over(self) -> Order:
        order = self.teams.open("an")
        self.teams.paid(order)
        self.teams.passes(**DAY)
        return order

    def _refunding(self) -> Order:
        order = self._over()
        self.teams.deadline(order.seat)
        fact = self.teams.failure(order.seat)
        endings.unwind(self.teams.ctx(), fact)
        return order


def _refund_of(order: Order) -> SendRefund:
    return SendRefund(number=PaymentNumber(order.order_id), refund=RefundNumber(f"R{order.order_id}-1"))
