"""What follows from what, in this room."""

from __future__ import annotations

from chalicelib.core.events.flows import Line, OnFact
from chalicelib.core.events.lanes import Lane
from chalicelib.coupons.facts import CouponRedeemed, CouponReversed
from chalicelib.orders.facts import OrderPickedUp
from chalicelib.till import service

FLOWS: tuple[Line, ...] = (
    OnFact(CouponRedeemed, service.note_redeemed, Lane.PEOPLE),
    OnFact(CouponReversed, service.note_reversed, Lane.PEOPLE),
    OnFact(OrderPickedUp, service.note_picked_up, Lane.PEOPLE),
)
