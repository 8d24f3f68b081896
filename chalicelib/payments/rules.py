"""Pure decisions about payments and refunds: what the provider's words mean, what fits, when to look again."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.payments.states import PaymentState, RefundState
from chalicelib.platforms.wechatpay.provider import PaymentNumber, RefundNumber, RefundStatus, TradeState

CURRENCY = "CNY"
# REFUND was paid too (docs/platform I4). What is not here may still be paid.
PAYMENT_STATES = {
    TradeState.SUCCESS: PaymentState.PAID,
    TradeState.REFUND: PaymentState.PAID,
    TradeState.CLOSED: PaymentState.CLOSED,
    TradeState.REVOKED: PaymentState.CLOSED,
}
REFUND_STATES = {
    RefundStatus.PROCESSING: RefundState.PROCESSING,
    RefundStatus.SUCCESS: RefundState.SUCCEEDED,
    RefundStatus.ABNORMAL: RefundState.ABNORMAL,
    RefundStatus.CLOSED: RefundState.CLOSED,
}
# What the provider has begun in its console, and so sent or will send; a closed one moved nothing.
FOUND = frozenset({RefundState.PROCESSING, RefundState.SUCCEEDED, RefundState.ABNORMAL})
LOOK_AGAIN_SECONDS = 180
# Longer than a worker lives that read a refund before it was withdrawn.
LAST_LOOK_SECONDS = 600
FIRST_REFUND_LOOK_SECONDS, LAST_REFUND_LOOK_SECONDS = 60, 3600


def refund_number(number: PaymentNumber, nth: int) -> RefundNumber:
    """The number of a payment's nth refund; nobody needs to be asked for it, so a repeat asks for the same."""
    return RefundNumber(f"R{number}-{nth}")


def refund_look_seconds(tries: int) -> int:
    """How long a refund waits for its next look: 1 minute, then twice as long each time, at most an hour."""
    return min(FIRST_REFUND_LOOK_SECONDS << min(tries, 10), LAST_REFUND_LOOK_SECONDS)


def mismatch(asked: Mapping[str, object], reported: Mapping[str, object]) -> str:
    """What is reported otherwise than it was asked for, in words; '' when all of it is as asked."""
    return ", ".join(
        f"{name} {reported[name]} is not {value}" for name, value in asked.items() if reported[name] != value
    )
