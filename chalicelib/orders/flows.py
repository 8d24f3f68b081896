"""What follows from what, in this room."""

from __future__ import annotations

from chalicelib.core.events.flows import Line, OnChange, OnDue, OnFact
from chalicelib.core.events.lanes import Lane
from chalicelib.orders import changes, finding, paying, pickup, refunding
from chalicelib.orders.facts import (
    OrderCancelled,
    OrderPaid,
    OrderPaidLate,
    OrderPickedUp,
    OrderPlaced,
    OrderReady,
    OrderRefunded,
    OrderRefunding,
)
from chalicelib.orders.store import OrderRow
from chalicelib.payments.facts import PaymentReceived, RefundFound, RefundSucceeded

FLOWS: tuple[Line, ...] = (
    OnChange(OrderRow, changes.order),
    OnFact(PaymentReceived, paying.money_came, Lane.PROMISE),
    OnFact(OrderCancelled, paying.close_payment, Lane.PROMISE),
    OnFact(RefundFound, refunding.heard_of, Lane.PROMISE),
    OnFact(RefundSucceeded, refunding.heard_of, Lane.PROMISE),
    OnFact(OrderReady, pickup.follow, Lane.PEOPLE),
    OnFact(OrderPickedUp, pickup.follow, Lane.PEOPLE),
    OnFact(OrderRefunding, pickup.follow, Lane.PEOPLE),
    OnFact(OrderPlaced, finding.index, Lane.PEOPLE),
    OnFact(OrderPaid, finding.index, Lane.PEOPLE),
    OnFact(OrderPaidLate, finding.index, Lane.PEOPLE),
    OnFact(OrderRefunding, finding.index, Lane.PEOPLE),
    OnFact(OrderRefunded, finding.index, Lane.PEOPLE),
    OnDue("hold", paying.hold_is_over),
)
