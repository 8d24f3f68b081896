"""States of a coupon, and which may follow which."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class CouponState(StrEnum):
    """RESERVED: an order that is not finished holds it. VOIDED: an operator has taken it back."""

    ISSUED = "issued"
    RESERVED = "reserved"
    REDEEMED = "redeemed"
    VOIDED = "voided"


class WalletState(StrEnum):
    """A coupon's state as its member sees it: one past its time shows as expired, which nothing stores."""

    ISSUED = "issued"
    RESERVED = "reserved"
    REDEEMED = "redeemed"
    VOIDED = "voided"
    EXPIRED = "expired"


class TemplateState(StrEnum):
    """How claiming of a template stands at a moment, which nothing stores but that it is paused."""

    NOT_BEGUN = "not_begun"
    OPEN = "open"
    PAUSED = "paused"
    ENDED = "ended"


class ClaimWay(StrEnum):
    """By which way a coupon comes to a member; of a template: the ways that are open.

    ANYONE: a member takes it in the mini-program, knowing the template; open to it, a template is open to every way.
    LIVE_CODE: for a join through a live code. POST: by the link of a post that names it. OPERATOR: one gives it.
    """

    ANYONE = "anyone"
    LIVE_CODE = "live_code"
    POST = "post"
    OPERATOR = "operator"


# What the brand does itself. Whoever comes to know of a template may take it only where somebody has said so.
GIVEN = (ClaimWay.LIVE_CODE, ClaimWay.POST, ClaimWay.OPERATOR)


class Left(StrEnum):
    """What is left of a coupon, as customers are told: FEW is a tenth or less, or no more than ten."""

    PLENTY = "plenty"
    FEW = "few"
    NONE = "none"


class Closed(StrEnum):
    """Why nothing can be claimed at a moment, or by a way."""

    EARLY = "early"
    LATE = "late"
    PAUSED = "paused"
    WAY = "way"


MOVES: Mapping[CouponState, frozenset[CouponState]] = {
    CouponState.ISSUED: frozenset({CouponState.RESERVED, CouponState.REDEEMED, CouponState.VOIDED}),
    CouponState.RESERVED: frozenset({CouponState.ISSUED, CouponState.REDEEMED}),
    # A redemption at a till may be reversed; what an order has used up goes back with its refund alone.
    CouponState.REDEEMED: frozenset({CouponState.ISSUED}),
    CouponState.VOIDED: frozenset(),
}
