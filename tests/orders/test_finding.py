"""Operators find an order by what a customer can say of it, and see it with names and all that belongs to it."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core.moments import SHANGHAI
from chalicelib.core.storage import lists
from chalicelib.orders import finding, store
from tests.support import make
from tests.support.groupbuy import Market
from tests.support.stack import forget_everything


def found(market: Market, **asked: str) -> list[str]:
    """The numbers of a page of what is asked for."""
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    page = market.stack.operator().get(f"/admin/v1/orders?{query}").json()
    return [order["order_id"] for order in page["items"]]


def paid(market: Market, name: str) -> dict[str, Any]:
    """An order of the shop that is paid for, as operators see it."""
    order = market.bought(name)
    market.pays(name, order["order_id"])
    market.work_off()
    detail: dict[str, Any] = market.owner.get(f"/admin/v1/orders/{order['order_id']}").json()
    return detail


def test_an_order_is_found_by_its_number_and_by_wechat_pays(market: Market) -> None:
    """Whole, however it was typed; of another number there is none."""
    order = paid(market, "an")
    number = order["order_id"]
    for typed in (number, number.lower(), f"{number[:8]}-{number[8:20]} {number[20:]}", order["transaction"]):
        assert found(market, number=typed) == [number]
    assert found(market, number="4200009999202611219999999999") == []
    assert found(market, number=number, status="refunded") == []


def test_orders_are_found_by_member_day_state_and_seller(market: Market) -> None:
    """What is given holds together; the newest first."""
    first = market.bought("an")
    market.stack.clock.advance(1)
    team = market.opened("an")["order"]
    market.passes(days=1)
    second = paid(market, "an")["order_id"]
    member = second and market.owner.get(f"/admin/v1/orders/{second}").json()["member_id"]
    assert found(market, member=member) == [second, team["order_id"], first["order_id"]]
    today = market.ctx.now.astimezone(SHANGHAI).date().isoformat()
    assert found(market, since=today) == [second]
    assert found(market, status="cancelled", member=member) == [team["order_id"], first["order_id"]]
    assert found(market, seller_id=market.sku, status="cancelled") == [first["order_id"]]
    assert found(market, seller_kind="groupbuy") == [team["order_id"]]


def test_an_order_whose_money_goes_back_has_a_list_of_its_own(market: Market) -> None:
    """While it is on its way; once it is back the order is not in it."""
    kept, given = paid(market, "an")["order_id"], paid(market, "bo")["order_id"]
    market.provider_is_down = True
    market.refund(given)
    market.work_off()
    assert found(market, status="refunding") == [given]
    market.provider_is_down = False
    market.passes(minutes=2)
    assert (found(market, status="refunding"), found(market, status="refunded")) == ([], [given])
    assert found(market, status="ready") == [kept]


def test_a_line_says_names_beside_ids_and_the_detail_all_that_belongs_to_it(market: Market) -> None:
    """Who bought what, for how much, what went back, who handed it out, and what happened in sentences."""
    order = paid(market, "an")
    number = order["order_id"]
    market.refund(number, 100)
    market.work_off()
    make.operator(market.stack, "store_staff", "zhaolei").post("/staff/v1/pickups", {"order_id": number})
    market.work_off()
    [line] = market.owner.get("/admin/v1/orders").json()["items"]
    assert line["lines"][0]["product_name"] and line["member"]["member_id"] == order["member_id"]
    assert (line["refunds"], line["money"]["went_back"], line["problem"]) == (1, 100, None)
    assert line["handed_out"]["by"]["userid"] == "zhaolei"
    detail = market.owner.get(f"/admin/v1/orders/{number}").json()
    assert (detail["payment"]["transaction_id"], len(detail["refunds_of_it"])) == (line["transaction"], 1)
    assert [one["text_zh"].replace(number, "…") for one in detail["timeline"]][:2] == [
        "下单 …，应付 ¥99", "订单 … 已支付 ¥99",
    ]  # fmt: skip
    assert any("已提货" in one["text_zh"] for one in detail["timeline"])


def test_further_filters_look_at_so_many_and_go_on(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty page has a cursor while there is more; the pages together hold what is meant."""
    wanted = paid(market, "an")["order_id"]
    for number in range(6):
        market.passes(minutes=1)
        market.bought(f"buyer{number}")
    monkeypatch.setattr(finding, "MOST_PAGES", 1)
    monkeypatch.setattr(finding, "PAGE_LIMIT", 2)
    monkeypatch.setattr(lists, "SPARE", 1)
    numbers: list[str] = []
    cursor, empty = "", 0
    while True:
        page = market.owner.get(f"/admin/v1/orders?limit=1&status=ready{cursor}").json()
        numbers += [order["order_id"] for order in page["items"]]
        empty += not page["items"]
        if not page["cursor"]:
            break
        cursor = f"&cursor={page['cursor']}"
    assert numbers == [wanted] and empty >= 1


def test_who_acts_for_a_store_finds_its_orders_alone(market: Market) -> None:
    """Also by a number that they were told: what counts for another store is as if it were not there."""
    shops = [make.store(market.stack, name=name) for name in ("一店", "二店")]
    numbers = []
    for shop in shops:
        body = {"sku_id": market.sku, "quantity": 1, "coupon_code": "", "store_id": shop.id}
        numbers.append(market.customer("an").post("/mini/v1/shop-orders", body).json()["order_id"])
        market.passes(seconds=1)
    assert found(market, store=shops[0].id) == [numbers[0]]
    market.owner.put(
        "/admin/v1/operators/wangfang", {"role": "service", "scope": {"kind": "stores", "of": [shops[0].id]}}
    )
    forget_everything()
    clerk = make.session(market.stack, "wangfang")
    for query, answer in (("", [numbers[0]]), (f"?number={numbers[1]}", []), (f"?store={shops[1].id}", [])):
        page = clerk.get(f"/admin/v1/orders{query}").json()
        assert [order["order_id"] for order in page["items"]] == answer
    [line] = clerk.get("/admin/v1/orders").json()["items"]
    assert (line["store"]["name"], line["pickup"]["name"]) == ("一店", "一店")


def test_an_order_that_was_indexed_twice_is_found_once(market: Market) -> None:
    """Facts come again and late: the terms follow from the order as it is."""
    order = paid(market, "an")
    row = store.order(market.ctx, order["order_id"])
    assert row is not None
    own = store.own_row(market.ctx, row)
    assert own is not None and own.terms_done == own.terms_seq
    assert [term.value for term in own.terms or ()] == [order["transaction"]]
    assert found(market, number=order["transaction"]) == [order["order_id"]]


def test_a_refund_in_the_list_names_whose_money_it_is(market: Market) -> None:
    """Nobody reads the list of refunds by ids: each says who, as the order does."""
    order = paid(market, "an")
    market.owner.post(f"/admin/v1/orders/{order['order_id']}/refunds", {"amount": 100, "reason": "少发一件"})
    (refund,) = market.owner.get("/admin/v1/refunds").json()["items"]
    assert refund["member"] == order["member"] and refund["member"]["member_id"] == order["member_id"]
