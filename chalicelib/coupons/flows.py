"""What follows from what, in this room."""

from __future__ import annotations

from chalicelib.core.events.flows import Line, OnChange, OnFact
from chalicelib.core.events.lanes import Lane
from chalicelib.coupons import changes, mending
from chalicelib.coupons.facts import CouponIssued, CouponRedeemed
from chalicelib.coupons.store import CouponRow, TemplateRow

FLOWS: tuple[Line, ...] = (
    OnChange(TemplateRow, changes.template),
    OnChange(CouponRow, changes.coupon),
    OnFact(CouponIssued, mending.list_issued, Lane.PEOPLE),
    OnFact(CouponRedeemed, mending.list_redeemed, Lane.PEOPLE),
)
