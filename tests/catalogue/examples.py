"""The examples of edited products in the API's document."""

from __future__ import annotations

from tests.support import make
from tests.support.stack import Stack
from tests.support.world import Names


def play(stack: Stack, names: Names) -> None:
    """A product is edited and priced, taken off the shelf and put on again, and copied."""
    owner = stack.operator()
    stack.clock.advance(1)
    product = make.product(stack, by=owner, name="雨前龙井")
    path, sku = f"/admin/v1/products/{product.id}", product["skus"][0]
    priced = {"sku_id": sku["sku_id"], "name": "250 克罐装", "list_price": 12000, "private_price": 8900}
    body = {"name": "雨前龙井", "summary": "今年的春茶", "categories": ["茶叶"], "role": "lead", "skus": [priced]}
    owner.put(path, {**body, "revision": 1})
    owner.get(f"{path}/prices?limit=1")
    owner.put(f"{path}/state", {"state": "off"})
    owner.put(f"{path}/state", {"state": "on"})
    owner.post(f"{path}/copies", {"name": "雨前龙井（礼盒）"})
    owner.get("/admin/v1/products?category=茶叶&state=on&limit=1")
