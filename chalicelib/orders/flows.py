"""What follows from what, in this room."""

from __future__ import annotations

from chalicelib.core.events.flows import Line, OnChange, OnFact
from chalicelib.core.events.lanes import Lane
from chalicelib.orders import changes, paying
from chalicelib.orders.facts import OrderCancelled
from chalicelib.orders.store import OrderRow
from chalicelib.payments.facts import RefundSucceeded

FLOWS: tuple[Line, ...] = (
    OnChange(OrderRow, changes.order),
    OnFact(OrderCancelled, paying.close_payment, Lane.PROMISE),
    OnFact(RefundSucceeded, paying.refunded, Lane.PROMISE),
)
