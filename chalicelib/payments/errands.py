"""What is asked of the provider. `number` names a payment, and its refund with it."""

from __future__ import annotations

from chalicelib.core.events.errands import Errand, errand
from chalicelib.core.events.lanes import SendLane
from chalicelib.platforms.wechatpay.provider import PaymentNumber


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
    """Ask the provider for a refund."""

    number: PaymentNumber


@errand("query_refund", SendLane.MONEY)
class QueryRefund(Errand, frozen=True, kw_only=True):
    """Learn what became of a refund."""

    number: PaymentNumber


ERRANDS = (QueryPayment, ClosePayment, SendRefund, QueryRefund)
