"""Claiming that ends earlier than it was to, and templates that are asked for wrongly, through the API."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core.events import facts
from tests.support import make
from tests.support.http import Answer
from tests.support.stack import Stack, forget_everything
from tests.support.story import TEMPLATE, Shop


@pytest.fixture
def shop(stack: Stack) -> Shop:
    return Shop(stack)


def _end(shop: Shop, template_id: str, **body: Any) -> Answer:
    return shop.owner.post(f"/admin/v1/coupon-templates/{template_id}/ends", body)


def _claim(shop: Shop, template_id: str, name: str = "m1") -> Answer:
    return make.member_session(shop.stack, name).post(f"/mini/v1/coupon-templates/{template_id}/claims")


def test_claiming_ends_now_and_what_was_claimed_stays(shop: Shop) -> None:
    """The next customer is told that it is over; the coupon of before works; the timeline says who ended it."""
    template_id = shop.template()
    code = _claim(shop, template_id).json()["code"]
    ended = _end(shop, template_id)
    assert (ended.status, ended.json()["claim_until"]) == (200, "2026-11-21T02:00:00.000Z")
    assert _claim(shop, template_id, "m2").code == "ClaimClosed"
    assert shop.redeem(code).status == 201
    shop.stack.drain.changes()
    told = {
        fact.kind: fact.actor
        for fact in facts.timeline(shop.stack.ctx(), f"coupon_template#{template_id}", 10, "").items
    }
    assert told["coupon_template.ended"] == "operator:zhangwei"


def test_an_end_only_comes_forward(shop: Shop) -> None:
    """Later than it is it cannot be; the same again, or now when it is over, changes nothing."""
    template_id = shop.template(claim_until="2026-11-25T10:00:00+08:00")
    assert _end(shop, template_id, claim_until="2026-11-26T10:00:00+08:00").code == "ClaimsEndEarlier"
    for _ in range(2):
        earlier = _end(shop, template_id, claim_until="2026-11-22T10:00:00+08:00")
        assert (earlier.status, earlier.json()["claim_until"]) == (200, "2026-11-22T02:00:00.000Z")
    shop.stack.clock.advance(2 * 86400)
    forget_everything()
    shop.owner = shop.stack.operator()
    assert _end(shop, template_id).json()["claim_until"] == "2026-11-22T02:00:00.000Z"
    assert _end(shop, template_id, claim_until="2026-11-22T03:00:00Z").code == "BadClaimEnd"
    assert _end(shop, "nothing").code == "UnknownTemplate"


def test_who_promises_a_coupon_is_named_before_claiming_ends(shop: Shop) -> None:
    """A live code and a post that may still go out are; confirmed it ends, and what is over is not asked about."""
    template_id = shop.template()
    code = make.live_code(shop.stack, by=shop.owner, coupon_template_id=template_id)
    make.live_code(shop.stack, by=shop.owner, coupon_template_id=shop.template())
    post, over = (make.post(shop.stack, by=shop.owner, coupon_template_id=template_id) for _ in range(2))
    assert shop.owner.post(f"/admin/v1/posts/{over.id}/cancel").status in (200, 201)
    asked = _end(shop, template_id)
    assert (asked.status, asked.code) == (422, "NeedsConfirmation")
    told = {fault["limit"]: fault["zh"] for fault in asked.json()["details"]["errors"]}
    assert set(told) == {code.id, post.id}
    assert code["name"] in told[code.id] and post["name"] in told[post.id]
    seen = shop.owner.get(f"/admin/v1/coupon-templates/{template_id}/promises").json()
    shown = {one["id"]: (one["way"], one["name"]) for one in seen["items"]}
    assert shown == {code.id: ("live_code", code["name"]), post.id: ("post", post["name"])} and not seen["more"]
    assert _claim(shop, template_id).status == 201
    assert _end(shop, template_id, confirm=True).status == 200
    assert _end(shop, template_id).status == 200


@pytest.mark.parametrize(
    ("changes", "code", "faults"),
    [
        (
            {
                "amount_off": 10000,
                "threshold": 1000,
                "claim_from": "2026-11-22T00:00:00Z",
                "claim_until": "2026-11-21T23:00:00Z",
            },
            "BadTemplate",
            [("claim_until", "ends_before_it_begins"), ("amount_off", "over_threshold")],
        ),
        (
            {"amount_off": 9000, "stock": 1_000_000},
            "NeedsConfirmation",
            [("amount_off", "over_half_the_threshold"), ("stock", "over_budget")],
        ),
    ],
)
def test_what_is_wrong_with_a_template_is_told_at_once(
    shop: Shop, changes: dict[str, Any], code: str, faults: list[tuple[str, str]]
) -> None:
    """At its fields, and nothing is made; what may be meant is made when it is confirmed."""
    body = {**TEMPLATE, **changes}
    refused = shop.owner.post("/admin/v1/coupon-templates", body)
    told = [(fault["path"], fault["rule"]) for fault in refused.json()["details"]["errors"]]
    assert (refused.status, refused.code, told) == (422, code, faults)
    assert shop.owner.get("/admin/v1/coupon-templates").json()["items"] == []
    confirmed = shop.owner.post("/admin/v1/coupon-templates", {**body, "confirm": True})
    assert confirmed.status == (201 if code == "NeedsConfirmation" else 422)


def test_a_template_answers_its_times_in_utc(shop: Shop) -> None:
    """Whatever offset they were written with."""
    made = make.coupon_template(shop.stack, by=shop.owner, claim_from="2026-11-22T00:00+08:00")
    assert made["claim_from"] == "2026-11-21T16:00:00.000Z"


def test_a_time_that_is_none_is_told_beside_what_else_is_wrong(shop: Shop) -> None:
    """By the name of its field, in both languages, with how to write it."""
    body = {**TEMPLATE, "name": "", "claim_until": "2026-12-32T00:00:00Z", "claim_from": "2026-12-01T10:00:00"}
    refused = shop.owner.post("/admin/v1/coupon-templates", body)
    told = {fault["path"]: fault for fault in refused.json()["details"]["errors"]}
    assert {path: fault["rule"] for path, fault in told.items()} == {
        "name": "required",
        "claim_from": "offset",
        "claim_until": "calendar",
    }
    assert told["claim_from"]["zh"].startswith("「领取开始时间」") and "+08:00" in told["claim_from"]["en"]
