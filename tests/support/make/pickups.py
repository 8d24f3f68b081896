"""Orders that wait at a store."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.support.make import people, selling
from tests.support.make.people import Member
from tests.support.make.selling import Order
from tests.support.make.things import Thing, made
from tests.support.stack import Stack


def ready_order(stack: Stack, at: Thing | None = None, member: Member | None = None) -> Order:
    """An order of the shop that is paid and waits to be handed out, at a store or anywhere."""
    member = member or people.member(stack)
    body: dict[str, Any] = {"sku_id": selling.product(stack)["skus"][0]["sku_id"]}
    placed = made(member.http.post("/mini/v1/shop-orders", {**body, "store_id": at.id} if at else body))
    order = Order(str(placed["order_id"]), placed, member)
    stack.pay.pay(selling.payment(stack, order).id)
    stack.work_off()
    return replace(order, body=made(member.http.get(f"/mini/v1/orders/{order.id}")))
