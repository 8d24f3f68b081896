"""States of a coupon, and which may follow which."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class CouponState(StrEnum):
    """RESERVED: an order that is not finished holds it."""

    ISSUED = "issued"
    RESERVED = "reserved"
    REDEEMED = "redeemed"


MOVES: Mapping[CouponState, frozenset[CouponState]] = {
    CouponState.ISSUED: frozenset({CouponState.RESERVED, CouponState.REDEEMED}),
    CouponState.RESERVED: frozenset({CouponState.ISSUED, CouponState.REDEEMED}),
    CouponState.REDEEMED: frozenset(),
}
