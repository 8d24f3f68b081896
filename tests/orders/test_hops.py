"""How far it is from a notice to an order that can be handed over: counted in hops of the stream."""

from __future__ import annotations

from tests.support.bank import Bank
from tests.support.groupbuy import Market


def hops(market: Market, order: str) -> int:
    """How often rows have to become facts, and facts be followed, until the order is ready."""
    for hop in range(1, 10):
        market.stack.drain.changes()
        market.stack.drain.follow()
        if market.ledger(order)["status"] == "ready":
            return hop
    raise AssertionError("it never is")


def test_a_shop_order_is_ready_two_hops_after_its_notice(market: Market, bank: Bank) -> None:
    """The payment tells the order, and the order its seller."""
    order = market.bought("an")["order_id"]
    market.customer("an").post(f"/mini/v1/orders/{order}/payments")
    market.stack.drain()
    bank.pay(order, market.ctx.at)
    bank.notify(market.ctx, order)
    assert hops(market, order) == 2


def test_the_last_seat_of_a_team_is_ready_three_hops_after_its_notice(market: Market, bank: Bank) -> None:
    """The payment tells the order, the order the team, and the team all of its orders."""
    team = market.opened("an")["team"]["team_id"]
    placed = {name: market.joined(name, team)["order"]["order_id"] for name in ("an", "bo", "cui")}
    for name in ("an", "bo"):
        market.pays(name, placed[name])
    market.customer("cui").post(f"/mini/v1/orders/{placed['cui']}/payments")
    market.stack.drain()
    bank.pay(placed["cui"], market.ctx.at)
    bank.notify(market.ctx, placed["cui"])
    assert hops(market, placed["cui"]) == 3
    assert {market.ledger(order)["status"] for order in placed.values()} == {"ready"}
