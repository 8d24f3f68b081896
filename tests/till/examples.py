"""The examples of the till in the API's document."""

from __future__ import annotations

from tests.support import make
from tests.support.stack import Stack, forget_everything
from tests.support.world import Names


def play(stack: Stack, names: Names) -> None:
    """A clerk of a store sees what waits there, hands it out and looks at their day."""
    shop = make.store(stack, name="静安店", clerks=["zhaolei"])
    clerk = make.operator(stack, "store_staff", "zhaolei")
    member = make.member(stack, "吴静")
    order = make.ready_order(stack, shop, member)
    # Where a clerk works is remembered for 5 s: what was known before the store is no example.
    forget_everything()
    clerk.get(f"/staff/v1/pickups?q={order.id[-6:]}&store_id={shop.id}")
    clerk.post("/staff/v1/pickups", {"order_id": order.id, "store_id": shop.id}, idempotency_key="hand-1")
    clerk.post("/staff/v1/redemptions", {"code": make.coupon(stack, member=member).id, "order_amount": 12850})
    stack.work_off()
    clerk.get("/staff/v1/my-day")
    stack.operator().put("/admin/v1/till-menu")
