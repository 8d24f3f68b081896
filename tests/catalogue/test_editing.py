"""Products are edited, priced, taken off the shelf, copied and found, through the API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.core.events import facts
from tests.support import make
from tests.support.http import Answer, Http
from tests.support.stack import Stack, running_stack

PATH = "/admin/v1/products"


@pytest.fixture(scope="module")
def house() -> Iterator[Stack]:
    with running_stack() as stack:
        yield stack


@pytest.fixture(scope="module")
def owner(house: Stack) -> Http:
    return house.operator()


def edit(owner: Http, seen: Any, **changes: Any) -> Answer:
    body = {name: seen[name] for name in ("name", "summary", "picture_url", "categories", "role", "revision")}
    return owner.put(f"{PATH}/{seen['product_id']}", {**body, **changes})


def priced(seen: Any, private: int, listed: int = 12000) -> dict[str, Any]:
    sku = seen["skus"][0]
    return {"skus": [{"sku_id": sku["sku_id"], "name": sku["name"], "list_price": listed, "private_price": private}]}


def test_words_are_edited_and_customers_read_them(house: Stack, owner: Http) -> None:
    """At once here, at its SKUs too; the second editor is told, the same edit again is the same."""
    product = make.product(house, by=owner)
    edited = edit(owner, product, name="雨前龙井", categories=["茶叶"], role="lead")
    assert (edited.status, edited.json()["revision"], edited.json()["role"]) == (200, 2, "lead")
    member = make.member_session(house, "reader")
    assert member.get(f"/mini/v1/skus/{product['skus'][0]['sku_id']}").json()["product_name"] == "雨前龙井"
    assert edit(owner, product, name="雨前龙井", categories=["茶叶"], role="lead").status == 200
    assert edit(owner, product, name="别的").code == "ProductChanged"


def test_another_price_is_for_new_orders_and_its_history_says_who(house: Stack, owner: Http) -> None:
    """What was ordered keeps the price that it was placed at."""
    product, member = make.product(house, by=owner), make.member(house)
    order = make.shop_order(house, product, member)
    assert edit(owner, product, **priced(product, 8900)).status == 200
    later = make.shop_order(house, product, member)
    assert [one["lines"][0]["price"] for one in (order, later)] == [9900, 8900]
    kept = member.http.get(f"/mini/v1/orders/{order.id}").json()
    assert kept["lines"][0]["price"] == 9900
    (change,) = owner.get(f"{PATH}/{product.id}/prices").json()["items"]
    assert (change["private_from"], change["private_to"], change["by"]["userid"]) == (9900, 8900, "zhangwei")
    house.drain.changes()
    told = [one.kind for one in facts.timeline(house.ctx(), f"product#{product.id}", 10, "").items]
    assert (told.count("sku.priced"), told.count("product.edited")) == (1, 1)


def test_a_price_that_is_wrong_or_unusual_is_told_at_its_field(house: Stack, owner: Http) -> None:
    """Above the list price never; for nothing, or not above a group-buy that runs, when that is meant."""
    product = make.product(house, by=owner)
    wrong = edit(owner, product, **priced(product, 13000))
    assert (wrong.code, wrong.json()["details"]["errors"][0]["path"]) == ("BadProduct", "skus[0].private_price")
    activity = make.activity(house, product, by=owner)
    asked = edit(owner, product, **priced(product, 6900))
    assert [(one["rule"], one["limit"]) for one in asked.json()["details"]["errors"]] == [
        ("under_campaign_price", 6900)
    ]
    assert "三人团" in asked.json()["details"]["errors"][0]["zh"] and activity.id in str(asked.json())
    assert edit(owner, product, **priced(product, 6900), confirm=True).status == 200


def test_off_the_shelf_nobody_orders_and_a_group_buy_keeps_its_promise(house: Stack, owner: Http) -> None:
    """It is named before; what was ordered goes on; no other group-buy begins; on the shelf it is sold again."""
    product, member = make.product(house, by=owner), make.member(house)
    activity, path = make.activity(house, product, by=owner), f"{PATH}/{product.id}/state"
    asked = owner.put(path, {"state": "off"})
    assert asked.code == "NeedsConfirmation" and activity.id in str(asked.json())
    for _ in range(2):
        assert owner.put(path, {"state": "off", "confirm": True}).json()["state"] == "off"
    bought = {"sku_id": product["skus"][0]["sku_id"]}
    assert member.http.post("/mini/v1/shop-orders", bought).code == "NotForSale"
    assert make.team(house, activity, member).id
    copy = {"opens_at": "2026-11-22T00:00:00Z", "closes_at": "2026-11-23T00:00:00Z", "stock": 3}
    again = owner.post(f"/admin/v1/groupbuys/{activity.id}/copies", copy)
    assert (again.code, again.json()["details"]["errors"][0]["rule"]) == ("BadActivity", "off_shelf")
    assert owner.put(path, {"state": "on"}).json()["state"] == "on"
    assert member.http.post("/mini/v1/shop-orders", bought).status == 201


def test_a_copy_is_off_the_shelf_without_a_piece(house: Stack, owner: Http) -> None:
    """Goods do not grow by copying; it is one under one key."""
    product = make.product(house, by=owner)
    copies = [owner.post(f"{PATH}/{product.id}/copies", {"name": "二号"}, Idempotency_Key="c").json() for _ in range(2)]
    assert copies[0]["product_id"] == copies[1]["product_id"] != product.id
    assert (copies[0]["name"], copies[0]["state"]) == ("二号", "off")
    assert [(one["private_price"], one["left"]) for one in copies[0]["skus"]] == [(9900, 0)]
    restocked = owner.post(f"/admin/v1/skus/{copies[0]['skus'][0]['sku_id']}/restocks", {"quantity": 3})
    assert restocked.json()["left"] == 3


def test_products_are_found_by_name_shelf_category_and_role(house: Stack, owner: Http) -> None:
    """And one that turns customers away says so until goods come in."""
    sku = {"name": "一件", "list_price": 200, "private_price": 150, "stock": 1}
    product = make.product(house, by=owner, name="Green Tea", categories=["茶"], role="profit", skus=[sku])
    for query in ("q=green", "category=茶&q=tea", "role=profit", "state=on&q=greentea"):
        assert [one["product_id"] for one in owner.get(f"{PATH}?{query}").json()["items"]] == [product.id], query
    for query in ("q=green&state=off", "q=green&role=lead", "q=green&category=酒"):
        assert owner.get(f"{PATH}?{query}").json()["items"] == [], query
    make.shop_order(house, product)
    assert make.member(house).http.post("/mini/v1/shop-orders", {"sku_id": product["skus"][0]["sku_id"]}).status == 409
    assert owner.get(f"{PATH}/{product.id}").json()["problem"]["code"] == "GoodsSoldOut"
    owner.post(f"/admin/v1/skus/{product['skus'][0]['sku_id']}/restocks", {"quantity": 1})
    assert owner.get(f"{PATH}?q=green").json()["items"][0]["problem"] is None
