"""What follows from what, in this room."""

from __future__ import annotations

from chalicelib.core.events.flows import Line, OnErrand, OnEvent, OnFact
from chalicelib.core.events.lanes import Lane
from chalicelib.coupons.facts import CouponRedeemed, CouponReversed
from chalicelib.orders.facts import OrderPickedUp
from chalicelib.platforms.wecom import menu
from chalicelib.till import scanning, service
from chalicelib.till.errands import TellScan

FLOWS: tuple[Line, ...] = (
    OnFact(CouponRedeemed, service.note_redeemed, Lane.PEOPLE),
    OnFact(CouponReversed, service.note_reversed, Lane.PEOPLE),
    OnEvent(menu.SCAN, scanning.came),
    OnErrand(TellScan, scanning.tell),
    OnFact(OrderPickedUp, service.note_picked_up, Lane.PEOPLE),
)
