"""A SKU is sold plainly: kept while it is paid, ready when it is, given back when it is not."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core.moments import Moment
from tests.support.bank import Bank
from tests.support.groupbuy import Market

KEY: dict[str, Any] = {"Idempotency-Key": "tap"}


def test_what_is_bought_and_paid_is_ready_and_handed_out_once(market: Market, bank: Bank) -> None:
    """Two pieces at the private price, kept at once; paid they are ready, and staff hand them out once."""
    order = market.bought("an", 2)
    assert (order["payable"], order["seller_kind"], order["seller_id"], market.left()) == (
        19800,
        "shop",
        market.sku,
        28,
    )
    assert market.pays("an", order["order_id"])
    assert market.order("an", order["order_id"])["status"] == "ready"
    assert market.owner.post("/staff/v1/pickups", {"order_id": order["order_id"]}).json()["status"] == "picked_up"
    assert market.owner.post("/staff/v1/pickups", {"order_id": order["order_id"]}).code == "AlreadyPickedUp"
    assert (bank.held(), market.left()) == (19800, 28)


def test_a_sku_shows_its_private_price_to_members(market: Market) -> None:
    """And nobody else's door knows it; an unknown SKU is said to be so."""
    shown = market.customer("an").get(f"/mini/v1/skus/{market.sku}").json()
    assert (shown["product_name"], shown["private_price"], shown["list_price"]) == ("明前龙井", 9900, 12000)
    assert market.customer("an").get("/mini/v1/skus/none-1").code == "UnknownSku"


def test_an_order_that_is_not_paid_in_time_gives_its_pieces_back(market: Market) -> None:
    """After 15 minutes the pieces are for sale again."""
    order = market.bought("an", 3)
    assert market.left() == 27
    market.passes(minutes=16)
    assert (market.order("an", order["order_id"])["status"], market.left()) == ("cancelled", 30)


def test_a_member_cancels_an_unpaid_order_and_no_paid_one(market: Market) -> None:
    """Cancelling again is the same; a paid one is refused, and another's or a group-buy's is unknown."""
    order, paid = market.bought("an")["order_id"], market.bought("an")["order_id"]
    market.pays("an", paid)
    for _ in range(2):
        answer = market.customer("an").post(f"/mini/v1/shop-orders/{order}/cancellations")
        assert (answer.status, answer.json()["status"]) == (201, "cancelled")
    assert market.customer("an").post(f"/mini/v1/shop-orders/{paid}/cancellations").code == "NotCancellable"
    assert market.customer("bo").post(f"/mini/v1/shop-orders/{order}/cancellations").code == "UnknownOrder"
    seat = market.opened("an")["order"]["order_id"]
    assert market.customer("an").post(f"/mini/v1/shop-orders/{seat}/cancellations").code == "UnknownOrder"


def test_nobody_keeps_more_than_three_unpaid_orders(market: Market) -> None:
    """The fourth is refused until one is paid or cancelled: what is for sale cannot be held by tapping."""
    orders = [market.bought("an")["order_id"] for _ in range(3)]
    refused = market.buy("an")
    assert (refused.code, refused.json()["details"]) == ("TooManyUnpaid", {"orders": sorted(orders), "most": 3})
    assert market.open("an").code == "TooManyUnpaid", "seats count with them"
    market.pays("an", orders[0])
    market.bought("an")
    market.customer("an").post(f"/mini/v1/shop-orders/{orders[1]}/cancellations")
    market.bought("an")
    assert market.buy("an").code == "TooManyUnpaid"


def test_what_is_not_there_is_not_sold(market: Market) -> None:
    """More than is left is refused, and nothing is kept."""
    market.bought("an", 20)
    assert market.buy("bo", 11).code == "SkuSoldOut"
    assert market.left() == 10


def test_money_that_comes_late_buys_what_is_left(market: Market, bank: Bank) -> None:
    """Paid in time, heard of after the pieces were given back: they are kept again, and the order is ready."""
    order = _paid_and_not_heard(market, bank, 2)
    bank.notify(market.ctx, order)
    market.stack.drain()
    kinds = [line["kind"] for line in market.ledger(order)["ledger"]]
    assert kinds == ["placed", "hold_over", "cancelled", "paid_late", "held_again", "ready"]
    assert (market.left(), bank.held()) == (28, 19800)


def test_who_paid_unheard_just_before_the_end_keeps_the_pieces(market: Market, bank: Bank) -> None:
    """The notice was lost and no look was due yet: the provider is asked before anything is given back."""
    order = market.bought("an", 2)["order_id"]
    market.stack.clock.advance(14 * 60)
    assert market.pays("an", order, notice=False)
    market.ticks(2)
    assert [line["kind"] for line in market.ledger(order)["ledger"]] == ["placed", "paid", "ready"]
    assert (bank.asked["query"], market.left(), bank.held()) == (1, 28, 19800)


def test_money_that_comes_late_goes_back_when_nothing_is_left(market: Market, bank: Bank) -> None:
    """Others bought what was given back: the customer is charged for nothing."""
    order = _paid_and_not_heard(market, bank, 20)
    market.bought("bo", 20)
    bank.notify(market.ctx, order)
    market.stack.drain()
    assert (market.ledger(order)["status"], bank.held(), market.left()) == ("refunded", 0, 10)


def _paid_and_not_heard(market: Market, bank: Bank, quantity: int) -> str:
    order = str(market.bought("an", quantity)["order_id"])
    market.customer("an").post(f"/mini/v1/orders/{order}/payments")
    bank.pay(order, Moment("2026-11-21T02:00:00.000Z"))
    market.provider_is_down = True
    market.passes(minutes=16)
    market.provider_is_down = False
    assert market.ledger(order)["status"] == "cancelled"
    return order


def test_who_cancels_and_then_pays_gets_the_money_back(market: Market, bank: Bank) -> None:
    """They said that they do not want it."""
    order = market.bought("an")["order_id"]
    market.customer("an").post(f"/mini/v1/orders/{order}/payments")
    bank.pay(order, Moment("2026-11-21T02:00:00.000Z"))
    market.customer("an").post(f"/mini/v1/shop-orders/{order}/cancellations")
    bank.notify(market.ctx, order)
    market.stack.drain()
    assert (market.ledger(order)["status"], bank.held(), market.left()) == ("refunded", 0, 30)


def test_the_same_request_is_one_order(market: Market) -> None:
    """Under one Idempotency-Key a tap that was repeated keeps its pieces once."""
    first, again = (market.buy("an", **KEY).json() for _ in range(2))
    assert (first["order_id"], market.left()) == (again["order_id"], 29)


def test_operators_read_the_orders_of_a_sku_newest_first(market: Market) -> None:
    """With their ledgers, page by page, and apart from those of the group-buy on the same SKU."""
    placed = []
    for name in ("an", "bo", "cui"):
        placed.append(market.bought(name)["order_id"])
        market.stack.clock.advance(1)
    market.opened("an")
    orders = f"/admin/v1/skus/{market.sku}/orders?limit=2"
    page = market.owner.get(orders).json()
    found = page["items"]
    while page["cursor"]:
        page = market.owner.get(f"{orders}&cursor={page['cursor']}").json()
        found += page["items"]
    assert [order["order_id"] for order in found] == placed[::-1]
    assert {order["ledger"][0]["kind"] for order in found} == {"placed"}
    of_seller = market.owner.get(f"/admin/v1/orders?seller_kind=shop&seller_id={market.sku}").json()["items"]
    assert [order["order_id"] for order in of_seller] == placed[::-1]


@pytest.mark.parametrize("quantity", [0, 21])
def test_an_order_is_of_one_to_twenty_pieces(market: Market, quantity: int) -> None:
    """Anything else is refused before anything is written."""
    assert market.buy("an", quantity).code == "InvalidBody"
