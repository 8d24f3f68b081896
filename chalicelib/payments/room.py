"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import OWNERS, READERS, Right
from chalicelib.core.room import Room, Section
from chalicelib.payments import facts

READ = Right("payments.read", "支付与退款", "Payments and refunds", READERS)
OWN = Right("payments.own", "支付与退款", "Payments and refunds", OWNERS)

ROOM = Room(
    name="payments",
    zh="支付与退款",
    en="Payments and refunds",
    flows=False,
    facts=(facts.PaymentReceived, facts.RefundSucceeded),
    tag="payments",
    section=Section.TRADE,
    rights=(READ, OWN),
)
