"""What happens to payments and refunds. `order` is the number that both have; amounts are in fen."""

from __future__ import annotations

from chalicelib.core.events.facts import FactData, fact
from chalicelib.core.moments import Moment
from chalicelib.core.money import Fen
from chalicelib.members.ids import MemberId

ORDER, MEMBER = "01KAJ8T0003V0Q8N2B7M4T6Y9R", "01KAJ8S2M0C4T1W9E6R3Y7U5HX"
TRANSACTION = "4200002890202611213456789012"


class Money(FactData, frozen=True, kw_only=True):
    """Money of a member. order: what it is for; amount: what was asked for, or goes back."""

    order: str
    member: MemberId
    amount: Fen


@fact(
    "payment.received",
    zh="支付到账 {amount:yuan}，订单 {order}",
    en="{amount:yuan} was paid for order {order}",
    sample={
        "order": ORDER,
        "member": MEMBER,
        "amount": 6900,
        "transaction_id": TRANSACTION,
        "paid_at": "2026-11-21T02:00:00.000Z",
    },
)
class PaymentReceived(Money, frozen=True, kw_only=True):
    """The money came, once. transaction_id: the provider's own number of it."""

    transaction_id: str
    paid_at: Moment


@fact(
    "refund.succeeded",
    zh="退款到账 {amount:yuan}，订单 {order}",
    en="{amount:yuan} of order {order} went back",
    sample={"order": ORDER, "member": MEMBER, "amount": 6900},
)
class RefundSucceeded(Money, frozen=True, kw_only=True):
    """The customer has the money."""
