"""Claims as members make them."""

from __future__ import annotations

from chalicelib.coupons.shapes import Claiming
from chalicelib.coupons.states import ClaimWay


def tap(name: str) -> Claiming:
    """A member takes a coupon in the mini-program. name: of the request."""
    return Claiming(way=ClaimWay.ANYONE, request=name)
