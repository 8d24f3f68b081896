"""What follows from what, in this room. An order's facts are followed by the room of its place, too."""

from __future__ import annotations

from chalicelib.core.events.flows import Line, OnChange, OnFact
from chalicelib.core.events.lanes import Lane
from chalicelib.members import service as members
from chalicelib.orders import changes, paying
from chalicelib.orders.facts import OrderCancelled, OrderPaid
from chalicelib.orders.store import OrderRow
from chalicelib.payments.facts import RefundSucceeded

FLOWS: tuple[Line, ...] = (
    OnChange(OrderRow, changes.order),
    OnFact(OrderCancelled, paying.close_payment, Lane.PROMISE),
    OnFact(RefundSucceeded, paying.refunded, Lane.PROMISE),
    # Members stand below orders and cannot name our facts: a card says since when its member has bought.
    OnFact(OrderPaid, members.gather, Lane.PEOPLE),
)
