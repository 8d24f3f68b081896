"""Pure decisions about coupons."""

from __future__ import annotations

from chalicelib.core.ids import UserId
from chalicelib.core.moments import Moment
from chalicelib.core.money import Fen
from chalicelib.coupons.ids import BY_LIVE_CODE, BY_OPERATOR, BY_ORDER
from chalicelib.coupons.states import Closed


def off(amount_off: Fen, total: Fen) -> Fen:
    """What a coupon takes off an order: never more than the order is worth."""
    return min(amount_off, total)


def closed(at: Moment, claim_from: Moment, claim_until: Moment) -> Closed | None:
    """Why a template cannot be claimed at a moment; None when it can."""
    if claim_from and at < claim_from:
        return Closed.EARLY
    if claim_until and at >= claim_until:
        return Closed.LATE
    return None


def live_code_of(request: str) -> str:
    """The live code that a coupon was claimed for, by the name of its claim; '' when a member claimed it.

    Members choose what a claim says of its source, but not what it is called.
    """
    return _after(BY_LIVE_CODE, request)


def staff_of(redeemed_by: str) -> UserId:
    """The member of staff who redeemed a coupon; '' when an order used it up."""
    return UserId(_after(BY_OPERATOR, redeemed_by))


def order_of(redeemed_by: str) -> str:
    """The order that used a coupon up; '' when it was redeemed at a till."""
    return _after(BY_ORDER, redeemed_by)


def _after(prefix: str, text: str) -> str:
    return text.removeprefix(prefix) if text.startswith(prefix) else ""
