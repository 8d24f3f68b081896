"""A member's own orders come page by page, the newest first, whoever sold them; a seller's too."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core.storage import lists
from chalicelib.orders import store
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


def test_what_was_just_ordered_is_in_the_list_at_once(market: Market) -> None:
    """Nothing has followed yet: an order and its place in its member's list are one write."""
    bought = market.bought("an")
    market.stack.clock.advance(1)
    team = market.opened("an")
    assert pages(market, "/mini/v1/orders", "an") == [team["order"]["order_id"], bought["order_id"]]
    [mine] = market.customer("an").get("/mini/v1/groupbuy-teams").json()["items"]
    assert mine["team_id"] == team["team"]["team_id"]


def test_a_members_teams_are_found_among_any_number_of_orders(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    """No order is read for them, and so many entries of the list a page: an empty one says that more follow."""
    first = market.opened("an")["team"]["team_id"]
    for _ in range(5):
        market.stack.clock.advance(1)
        order = market.bought("an")["order_id"]
        market.customer("an").post(f"/mini/v1/shop-orders/{order}/cancellations")
    monkeypatch.setattr(store, "PAGE_LIMIT", 2)
    monkeypatch.setattr(store, "MOST_LOOKS", 2)
    monkeypatch.setattr(store, "get_many", None)
    monkeypatch.setattr(store, "get", None)
    seen: list[Any] = []
    cursor, asked = "", 0
    while cursor or not asked:
        page = market.customer("an").get("/mini/v1/groupbuy-teams?limit=1" + (cursor and f"&cursor={cursor}")).json()
        seen, cursor, asked = [*seen, *page["items"]], page["cursor"], asked + 1
    # Whether the last entry is known to be the last when it is read, the engine decides.
    assert ([team["team_id"] for team in seen], asked in (2, 3)) == ([first], True)


def test_who_left_is_told_so_after_any_number_of_orders(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their last order of the team is looked for among those since it was opened, however many pages those are."""
    market.bought("bo")
    market.stack.clock.advance(1)
    team = market.opened("an")["team"]["team_id"]
    order = market.joined("bo", team)["order"]["order_id"]
    leave = f"/mini/v1/groupbuy-teams/{team}/departures"
    assert market.customer("bo").post(leave).json()["order_id"] == order
    for _ in range(2):
        market.stack.clock.advance(1)
        market.bought("bo")
    monkeypatch.setattr(store, "PAGE_LIMIT", 1)
    monkeypatch.setattr(store, "MOST_LOOKS", 1)
    read: list[str] = []
    real = lists.page_of

    def page_of(*args: Any, **more: Any) -> Any:
        page = real(*args, **more)
        read.extend(item["order_id"]["S"] for item in page.items)
        return page

    monkeypatch.setattr(store, "page_of", page_of)
    assert market.customer("bo").post(leave).json()["order_id"] == order
    assert read == [order], "none of before the team, and of the others only what they are"
    assert market.customer("cui").post(leave).code == "NotInTeam"
