"""What WeChat Pay says of payments and refunds, in its own words, and the same as reports (docs/platform I4, I5)."""

from __future__ import annotations

import msgspec

from chalicelib.core.errors import MalformedMessage
from chalicelib.core.moments import NEVER, Moment, iso, moment
from chalicelib.core.money import Fen
from chalicelib.platforms.wechatpay.provider import (
    PaymentNumber,
    PaymentReport,
    RefundNumber,
    RefundReport,
    RefundStatus,
    TradeState,
)

# What is not said is this (docs/platform I4).
CURRENCY = "CNY"
# What must say when it was paid, and under which number there.
PAID = (TradeState.SUCCESS, TradeState.REFUND)


class Amount(msgspec.Struct, frozen=True):
    """Money in fen. total: of the payment; refund: what goes back of it."""

    total: Fen | None = None
    refund: Fen | None = None
    currency: str | None = None


class Transaction(msgspec.Struct, frozen=True):
    """A payment in the platform's words. Null in a field that may be left out says the same as leaving it out."""

    appid: str
    mchid: str
    out_trade_no: PaymentNumber
    trade_state: TradeState
    transaction_id: str | None = None
    success_time: str | None = None
    amount: Amount | None = None


class Refund(msgspec.Struct, frozen=True):
    """A refund in the platform's words; a notice says refund_status where an answer says status. Null as above."""

    out_trade_no: PaymentNumber
    out_refund_no: RefundNumber
    refund_id: str
    amount: Amount
    status: RefundStatus | None = None
    refund_status: RefundStatus | None = None
    mchid: str | None = None
    success_time: str | None = None


def payment_report(payment: Transaction) -> PaymentReport:
    """A payment as it is reported. Raises MalformedMessage when it is paid and does not say when or as what."""
    if payment.trade_state in PAID and not (payment.transaction_id and payment.success_time):
        raise MalformedMessage()
    amount = payment.amount or Amount()
    return PaymentReport(
        mchid=payment.mchid,
        appid=payment.appid,
        number=payment.out_trade_no,
        state=payment.trade_state,
        total=amount.total or Fen(0),
        currency=amount.currency or CURRENCY,
        transaction_id=payment.transaction_id or "",
        paid_at=_stored(payment.success_time),
    )


def refund_report(refund: Refund, mchid: str) -> RefundReport:
    """A refund as it is reported. mchid: whom it is told to; an answer does not say. Raises MalformedMessage."""
    return RefundReport(
        mchid=refund.mchid or mchid,
        number=refund.out_trade_no,
        refund_number=refund.out_refund_no,
        refund_id=refund.refund_id,
        status=refund.status or refund.refund_status or RefundStatus.OTHER,
        amount=refund.amount.refund or Fen(0),
        total=refund.amount.total or Fen(0),
        succeeded_at=_stored(refund.success_time),
    )


def _stored(time: str | None) -> Moment:
    """A time of the platform (RFC 3339, in Shanghai) as we store it; none is NEVER. Raises MalformedMessage."""
    try:
        return iso(moment(time)) if time else NEVER
    except (ValueError, OverflowError):
        raise MalformedMessage() from None
