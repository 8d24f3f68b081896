"""Ids of coupons."""

from __future__ import annotations

from typing import NewType

TemplateId = NewType("TemplateId", str)
CouponCode = NewType("CouponCode", str)
"""What a customer shows and staff scan; it is the coupon's key (docs/adr/0004)."""
