"""Pure decisions about coupons."""

from __future__ import annotations


def off(amount_off: int, total: int) -> int:
    """What a coupon takes off an order, in fen: never more than the order is worth."""
    return min(amount_off, total)


def closed(at: str, claim_from: str, claim_until: str) -> str:
    """Why a template cannot be claimed at a moment: 'early', 'late' or '' when it can."""
    if claim_from and at < claim_from:
        return "early"
    if claim_until and at >= claim_until:
        return "late"
    return ""
