"""What is asked of the provider. `number` names a payment, `refund` a refund of it."""

from __future__ import annotations

from chalicelib.core.events.errands import Errand, errand
from chalicelib.core.events.lanes import SendLane
from chalicelib.platforms.wechatpay.provider import PaymentNumber, RefundNumber


@errand("query_payment", SendLane.MONEY)
class QueryPayment(Errand, frozen=True, kw_only=True):
    """Learn what became of a payment."""

    number: PaymentNumber


@errand("close_payment", SendLane.MONEY)
class ClosePayment(Errand, frozen=True, kw_only=True):
    """Have the provider take no more money for a payment."""

    number: PaymentNumber


@errand("send_refund", SendLane.MONEY)
class SendRefund(Errand, frozen=True, kw_only=True):
    """Ask the provider for a refund of a payment."""

    number: PaymentNumber
    refund: RefundNumber


@errand("query_refund", SendLane.MONEY)
class QueryRefund(Errand, frozen=True, kw_only=True):
    """Learn what became of a refund of a payment, ours or not."""

    number: PaymentNumber
    refund: RefundNumber


ERRANDS = (QueryPayment, ClosePayment, SendRefund, QueryRefund)
