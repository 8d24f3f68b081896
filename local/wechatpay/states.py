"""The states of what the sandbox remembers, and the moves between them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class TradeState(StrEnum):
    """An order (docs/platform I4). REFUND is never stored: it is answered while a refund is not closed."""

    NOTPAY = "NOTPAY"
    PAYERROR = "PAYERROR"
    SUCCESS = "SUCCESS"
    CLOSED = "CLOSED"
    REFUND = "REFUND"


OPEN = frozenset({TradeState.NOTPAY, TradeState.PAYERROR})


class CustomerAct(StrEnum):
    """What the customer did last at the cashier."""

    NONE = ""
    PAY = "pay"
    FAIL = "fail"
    ABANDON = "abandon"


class RefundStatus(StrEnum):
    """A refund (docs/platform I5)."""

    PROCESSING = "PROCESSING"
    SUCCESS = "SUCCESS"
    ABNORMAL = "ABNORMAL"
    CLOSED = "CLOSED"


REFUND_MOVES: Mapping[RefundStatus, frozenset[RefundStatus]] = {
    RefundStatus.PROCESSING: frozenset({RefundStatus.SUCCESS, RefundStatus.ABNORMAL, RefundStatus.CLOSED}),
    RefundStatus.ABNORMAL: frozenset({RefundStatus.SUCCESS, RefundStatus.CLOSED}),
    RefundStatus.SUCCESS: frozenset(),
    RefundStatus.CLOSED: frozenset(),
}


class NoticeState(StrEnum):
    """A notification: on its way, accepted, given up after the last retry, or lost by a fault."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given up"
    LOST = "lost"


class TimerKind(StrEnum):
    """What happens by itself when the clock gets there."""

    PAY = "pay"
    REFUND = "refund"


class VerifyWith(StrEnum):
    """How a merchant verifies the platform: 微信支付公钥, or 平台证书 (docs/platform I2)."""

    PUBLIC_KEY = "public_key"
    CERTIFICATE = "certificate"


class FaultKind(StrEnum):
    """What can be bent; README.md says how."""

    ERROR = "error"
    ERROR_AFTER = "error_after"
    DROP_REPLY = "drop_reply"
    BAD_REPLY_SIGNATURE = "bad_reply_signature"
    DROP_NOTIFICATION = "drop_notification"
    DUPLICATE = "duplicate"
    DELAY = "delay"
    BAD_SIGNATURE = "bad_signature"
    WRONG_AMOUNT = "wrong_amount"
    NULLS = "nulls"
