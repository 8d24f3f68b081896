"""Coupon templates, coupons and redemptions."""

from __future__ import annotations

from typing import Any

from tests.support.http import Http
from tests.support.make.people import Member, member_session, operator, session
from tests.support.make.things import Thing, made
from tests.support.stack import Stack

TEMPLATE = {
    "name": "新客满100减20",
    "amount_off": 2000,
    "threshold": 10000,
    "stock": 100,
    "per_member": 1,
    "valid_days": 7,
    "claimable_by": ["anyone"],
}


def coupon_template(stack: Stack, *, by: Http | None = None, corp: str = "demo", **changes: Any) -> Thing:
    """A template: 20 yuan off an order of 100, a hundred of them, for anyone."""
    http = by or session(stack, corp=corp)
    body = made(http.post("/admin/v1/coupon-templates", {**TEMPLATE, **changes}))
    return Thing(str(body["template_id"]), body)


def coupon(stack: Stack, of: Thing | None = None, member: Member | None = None, *, corp: str = "demo") -> Thing:
    """A coupon of a template that a member has claimed; a member who exists in name only when none is given."""
    of = of or coupon_template(stack, corp=corp)
    http = member.http if member else member_session(stack, "m1", corp)
    body = made(http.post(f"/mini/v1/coupon-templates/{of.id}/claims"))
    return Thing(str(body["code"]), body)


def redemption(stack: Stack, of: Thing | None = None, order_amount: int = 12000, *, corp: str = "demo") -> Thing:
    """A coupon is redeemed by store staff."""
    of = of or coupon(stack, corp=corp)
    till = operator(stack, "store_staff", corp=corp)
    return Thing(of.id, made(till.post("/staff/v1/redemptions", {"code": of.id, "order_amount": order_amount})))
