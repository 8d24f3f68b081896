"""Pure decisions about coupons."""

from __future__ import annotations

from collections.abc import Collection

from chalicelib.core.ids import UserId
from chalicelib.core.moments import Moment
from chalicelib.core.money import Fen
from chalicelib.coupons.ids import BY_LIVE_CODE, BY_OPERATOR, BY_ORDER
from chalicelib.coupons.states import ClaimWay, Closed


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


def ways(given: Collection[ClaimWay]) -> tuple[ClaimWay, ...]:
    """The same ways, each once and in one order."""
    return tuple(way for way in ClaimWay if way in given)


def names_of(way: ClaimWay) -> tuple[ClaimWay, ...]:
    """What a template must be open to, one of these, for a claim by this way."""
    return (ClaimWay.ANYONE,) if way is ClaimWay.ANYONE else (ClaimWay.ANYONE, way)


def is_open(given: Collection[ClaimWay], way: ClaimWay) -> bool:
    """True when a template that is open to `given` may be claimed by this way."""
    return any(name in given for name in names_of(way))


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
