"""Ids of coupons."""

from __future__ import annotations

from typing import NewType

TemplateId = NewType("TemplateId", str)
CouponCode = NewType("CouponCode", str)
"""What a customer shows and staff scan; it is the coupon's key (docs/adr/0004)."""

# The beginning of a code, which says in which part of the table it lies; nothing so short is a code.
POCKET = 6
CODE_SIGNS = 16

# How a claim names the live code or the grant that it follows from, and a redemption who made it.
BY_LIVE_CODE = "live_code:"
BY_GRANT = "grant:"
BY_REISSUE = "reissue:"
BY_OPERATOR = "operator:"
BY_ORDER = "order:"
