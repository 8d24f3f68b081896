"""Stop the process right after a write of the story, restart, drain: the same final state for every k."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from chalicelib.core.moments import shanghai_day
from tests.support.crash import Countdown, counted, counting, drained, surely
from tests.support.stack import Stack, running_stack
from tests.support.story import TEMPLATE, WELCOME, Shop

MOST_WRITES = 120


@pytest.mark.parametrize("every", [4, pytest.param(1, marks=pytest.mark.soak)])
def test_a_crash_after_any_write_changes_nothing_in_the_end(place: str, every: int) -> None:
    """For every k the story ends as the one that never crashed, at our side and at WeCom's.

    After every write with `make soak`; every second by default.
    """
    with running_stack(place) as stack, counting() as countdown:
        shop = Shop(stack)
        tag = shop.tag()
        cashier = shop.store_staff()
        _story(stack, shop, tag, cashier, countdown, 0)  # warms the token, which is shared
        expected = _story(stack, shop, tag, cashier, countdown, 0)
        writes = countdown.seen
        assert 20 < writes < MOST_WRITES
        for k in range(1, writes + 1, every):
            assert _story(stack, shop, tag, cashier, countdown, k) == expected, f"crash after write {k} of {writes}"


def _story(stack: Stack, shop: Shop, tag: str, cashier: Any, countdown: Countdown, k: int) -> dict[str, Any]:
    stack.clock.advance(3600)
    shop.owner, cashier = stack.operator(), stack.operator("zhaolei")
    countdown.arm(k)
    run = f"{k}-{stack.clock.time()}"
    template = surely(
        stack, countdown, lambda: shop.owner.post("/admin/v1/coupon-templates", TEMPLATE, idempotency_key=f"t{run}")
    )
    template_id = template.json()["template_id"]
    body = {
        "name": "海报",
        "staff": [{"userid": "liming"}, {"userid": "wangfang"}],
        "tag_ids": [tag],
        "welcome": WELCOME,
        "coupon_template_id": template_id,
    }
    made = surely(stack, countdown, lambda: shop.owner.post("/admin/v1/live-codes", body, idempotency_key=f"l{run}"))
    code = made.json()["code"]
    drained(stack, countdown)
    page = surely(stack, countdown, lambda: stack.http.get(f"/c/demo-{code}"))
    day = shanghai_day(stack.clock.now())
    ways = shop.owner.get(f"/admin/v1/live-codes/{code}").json()["contact_ways"]
    way = next(way for way in ways if way["config_id"].encode() in page.body)
    customer = stack.platform.customer(f"客户{run}")
    stack.platform.add(customer, way["config_id"])
    stack.sandbox.deliver_all()
    drained(stack, countdown)
    member = surely(stack, countdown, lambda: stack.sign_in(customer)).json()["token"]
    wallet = stack.http.as_(member).get("/mini/v1/wallet").json()["items"]
    redeem = {"code": wallet[0]["code"], "order_amount": 12000}
    redeemed = surely(
        stack, countdown, lambda: cashier.post("/staff/v1/redemptions", redeem, idempotency_key=f"r{run}")
    )
    drained(stack, countdown)
    counted(stack, countdown)
    visits = int(shop.owner.get(f"/admin/v1/live-codes/{code}/visits?day={day}").json()["visits"])
    return {"visited": visits >= 1, **_outcome(stack, shop, template_id, code, customer, wallet, redeemed.status)}


def _outcome(
    stack: Stack, shop: Shop, template_id: str, code: str, customer: Any, wallet: list[Any], redeemed: int
) -> dict[str, Any]:
    """What both sides hold at the end."""
    members = shop.owner.get("/admin/v1/members?limit=100").json()["items"]
    (member_id,) = [line["member_id"] for line in members if line["first_state"] == code]
    member = shop.owner.get(f"/admin/v1/members/{member_id}").json()
    ways = [way for way in stack.sandbox.world.state.ways.values() if way.state == code]
    return {
        "left": shop.owner.get(f"/admin/v1/coupon-templates/{template_id}").json()["left"],
        "coupons": [coupon["status"] for coupon in wallet],
        "redeemed": redeemed,
        "relations": [(relation["status"], relation["tags"]) for relation in member["relations"]],
        "timeline": Counter(shop.timeline(member_id)),
        "welcomes": shop.welcomes(customer),
        "ways at WeCom": sorted(way.user[0] for way in ways),
        "dead": (len(stack.queues.dead), len(stack.drain.main.dead), len(stack.drain.facts.dead)),
    }
