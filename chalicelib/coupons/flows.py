"""What follows from what, in this room."""

from __future__ import annotations

from chalicelib.core.events.flows import Line, OnChange
from chalicelib.coupons import changes
from chalicelib.coupons.store import CouponRow, TemplateRow

FLOWS: tuple[Line, ...] = (
    OnChange(TemplateRow, changes.template),
    OnChange(CouponRow, changes.coupon),
)
