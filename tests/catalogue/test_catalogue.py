"""Products, SKUs and their stock, through the API."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core.storage import stock as stocks
from tests.support.stack import Stack

PRODUCT = {
    "name": "明前龙井",
    "summary": "今年的春茶",
    "skus": [
        {"name": "250 克", "list_price": 12000, "private_price": 9900, "stock": 7, "buckets": 3},
        {"name": "500 克", "list_price": 22000, "private_price": 18000, "stock": 5},
    ],
}


def test_a_product_is_shown_with_its_skus_and_stock(stack: Stack) -> None:
    """What was written is read, with what is left of each."""
    owner = stack.operator()
    made = owner.post("/admin/v1/products", PRODUCT).json()
    assert owner.get(f"/admin/v1/products/{made['product_id']}").json() == made
    assert [(sku["name"], sku["private_price"], sku["left"]) for sku in made["skus"]] == [
        ("250 克", 9900, 7),
        ("500 克", 18000, 5),
    ]
    assert [line["name"] for line in owner.get("/admin/v1/products").json()["items"]] == ["明前龙井"]


def test_categories_are_kept_as_people_read_them(stack: Stack) -> None:
    """Each once, without blanks around; one of blanks alone is none."""
    owner = stack.operator()
    made = owner.post("/admin/v1/products", {**PRODUCT, "categories": [" 绿茶", "绿茶 ", "礼盒"]}).json()
    assert made["categories"] == ["绿茶", "礼盒"]
    assert owner.post("/admin/v1/products", {**PRODUCT, "categories": ["  "]}).code == "InvalidBody"


def test_a_product_is_made_once_under_one_key(stack: Stack) -> None:
    """Also when the first answer was lost before it was stored."""
    owner = stack.operator()
    first = owner.post("/admin/v1/products", PRODUCT, Idempotency_Key="k").json()
    assert owner.post("/admin/v1/products", PRODUCT, Idempotency_Key="k").json() == first
    assert len(owner.get("/admin/v1/products").json()["items"]) == 1


def test_goods_come_in_once_under_one_key(stack: Stack) -> None:
    """The second request of the same key answers alike and adds nothing; another key adds again."""
    owner = stack.operator()
    sku = owner.post("/admin/v1/products", PRODUCT).json()["skus"][0]["sku_id"]
    path = f"/admin/v1/skus/{sku}/restocks"
    for name, left in (("a", 17), ("a", 17), ("b", 27)):
        assert owner.post(path, {"quantity": 10}, Idempotency_Key=name).json()["left"] == left


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"skus": []}, "InvalidBody"),
        ({"picture_url": "http://example.com/x.png"}, "InvalidBody"),
        ({"name": ""}, "InvalidBody"),
    ],
)
def test_a_product_that_makes_no_sense_is_refused(stack: Stack, change: dict[str, Any], code: str) -> None:
    """And nothing is written."""
    owner = stack.operator()
    assert owner.post("/admin/v1/products", {**PRODUCT, **change}).code == code
    assert owner.get("/admin/v1/products").json()["items"] == []


def test_what_is_not_there_is_not_found(stack: Stack) -> None:
    """A product and a SKU of no such id."""
    owner = stack.operator()
    assert owner.get("/admin/v1/products/nothing").code == "UnknownProduct"
    assert owner.post("/admin/v1/skus/nothing-1/restocks", {"quantity": 1}).code == "UnknownSku"


@pytest.mark.parametrize(
    ("levels", "quantity", "parts"),
    [([3, 2, 2], 7, [3, 2, 2]), ([3, 2, 2], 4, [3, 1, 0]), ([3, 2, 2], 8, None), ([0], 1, None)],
)
def test_a_quantity_is_taken_from_the_fullest_buckets(
    levels: list[int], quantity: int, parts: list[int] | None
) -> None:
    """All of it, or nothing when all together hold less."""
    assert stocks.spread(levels, quantity) == parts
