"""What follows from what, in this room."""

from __future__ import annotations

from chalicelib.core.events.flows import Line, OnFact
from chalicelib.core.events.lanes import Lane
from chalicelib.orders.facts import OrderHoldOver, OrderPaid, OrderPaidLate
from chalicelib.shop import service

FLOWS: tuple[Line, ...] = (
    OnFact(OrderPaid, service.order_paid, Lane.PROMISE),
    OnFact(OrderPaidLate, service.order_paid_late, Lane.PROMISE),
    OnFact(OrderHoldOver, service.order_hold_over, Lane.PROMISE),
)
