"""States of a coupon, and which may follow which."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class CouponState(StrEnum):
    """RESERVED: an order that is not finished holds it."""

    ISSUED = "issued"
    RESERVED = "reserved"
    REDEEMED = "redeemed"


class WalletState(StrEnum):
    """A coupon's state as its member sees it: one past its time shows as expired, which nothing stores."""

    ISSUED = "issued"
    RESERVED = "reserved"
    REDEEMED = "redeemed"
    EXPIRED = "expired"


class Closed(StrEnum):
    """Why nothing can be claimed at a moment."""

    EARLY = "early"
    LATE = "late"


MOVES: Mapping[CouponState, frozenset[CouponState]] = {
    CouponState.ISSUED: frozenset({CouponState.RESERVED, CouponState.REDEEMED}),
    CouponState.RESERVED: frozenset({CouponState.ISSUED, CouponState.REDEEMED}),
    CouponState.REDEEMED: frozenset(),
}
