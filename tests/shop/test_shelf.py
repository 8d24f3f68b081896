"""The products that customers find by themselves."""

from __future__ import annotations

from chalicelib.core import instance
from tests.support import make
from tests.support.perf.meter import metered
from tests.support.stack import Stack

LIST = "/mini/v1/products"
SKUS = [
    {"name": "250 克", "list_price": 12000, "private_price": 9900, "stock": 1},
    {"name": "500 克", "list_price": 22000, "private_price": 18800, "stock": 5},
]


def test_what_is_on_the_shelf_is_listed_with_its_private_price(stack: Stack) -> None:
    """What was taken off is not, and of what operators note nothing is told."""
    member, owner = make.member(stack), make.session(stack)
    product = make.product(stack, name="明前龙井", summary="雨前手采", skus=SKUS)
    gone = make.product(stack, name="旧茶")
    owner.put(f"/admin/v1/products/{gone.id}/state", {"state": "off", "confirm": True})
    (line,) = [one for one in member.http.get(LIST).json()["items"] if one["product_id"] != gone.id]
    assert len(member.http.get(LIST).json()["items"]) == 1
    assert (line["product_id"], line["name"], line["summary"]) == (product.id, "明前龙井", "雨前手采")
    assert [(sku["private_price"], sku["is_sold_out"]) for sku in line["skus"]] == [(9900, False), (18800, False)]
    assert not {"revision", "created_by", "state", "problem", "role"} & set(line)
    assert "left" not in line["skus"][0] and "buckets" not in line["skus"][0]


def test_a_sku_that_is_sold_out_says_so(stack: Stack) -> None:
    """After somebody was turned away; the other of the product is there still."""
    member = make.member(stack)
    product = make.product(stack, skus=SKUS)
    first = product["skus"][0]["sku_id"]
    for status in (201, 409):
        assert member.http.post("/mini/v1/shop-orders", {"sku_id": first}).status == status
    instance.forget()
    skus = member.http.get(LIST).json()["items"][0]["skus"]
    assert [sku["is_sold_out"] for sku in skus] == [True, False]


def test_pages_go_on_and_another_corp_sees_nothing(stack: Stack) -> None:
    """Each product once, newest first."""
    member = make.member(stack)
    for name in "甲乙丙":
        make.product(stack, name=name)
        stack.clock.advance(1)
    first = member.http.get(f"{LIST}?limit=2").json()
    second = member.http.get(f"{LIST}?limit=2&cursor={first['cursor']}").json()
    assert [one["name"] for one in first["items"] + second["items"]] == ["丙", "乙", "甲"]
    assert make.member_session(stack, member.id, "rival").get(LIST).json()["items"] == []
    assert stack.http.get(LIST).code == "Unauthenticated"


def test_a_rush_reads_the_shelf_once_in_five_seconds(stack: Stack) -> None:
    """0 reads warm."""
    make.product(stack)
    http = make.member(stack).http
    http.get(LIST)
    with metered() as cost:
        http.get(LIST)
    assert (cost.reads, cost.writes) == ([], [])
