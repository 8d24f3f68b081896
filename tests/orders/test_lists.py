"""A member's own orders come page by page, the newest first, whoever sold them; a seller's too."""

from __future__ import annotations

from tests.support.groupbuy import Market


def pages(market: Market, path: str, who: str = "") -> list[str]:
    """The numbers on all pages of two, in order."""
    asking = market.customer(who) if who else market.owner
    numbers: list[str] = []
    more = ""
    while True:
        page = asking.get(f"{path}?limit=2{more}").json()
        numbers += [order["order_id"] for order in page["items"]]
        if not page["cursor"]:
            return numbers
        more = f"&cursor={page['cursor']}"


def test_a_members_orders_of_both_sellers_come_newest_first(market: Market) -> None:
    """Five orders on pages of two, none lost or told twice, and none of anybody else's."""
    placed = []
    for number in range(5):
        order = market.opened("an")["order"] if number == 2 else market.bought("an")
        if number == 0:
            market.pays("an", order["order_id"])
        if number == 3:
            market.customer("an").post(f"/mini/v1/shop-orders/{order['order_id']}/cancellations")
        placed.append(order["order_id"])
        market.passes(minutes=1)
    market.bought("bo")
    market.passes(minutes=1)
    assert pages(market, "/mini/v1/orders", "an") == placed[::-1]
    assert len(pages(market, "/mini/v1/orders", "bo")) == 1


def test_a_sellers_orders_come_newest_first_from_all_its_parts(market: Market) -> None:
    """Eleven orders of eleven members lie in several parts; the pages put them together by time."""
    placed = []
    for number in range(11):
        placed.append(market.bought(f"buyer{number}")["order_id"])
        market.passes(minutes=1)
    assert pages(market, f"/admin/v1/skus/{market.sku}/orders") == placed[::-1]
