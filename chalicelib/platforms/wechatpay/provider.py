"""What is asked of whoever moves the money, and in what words."""

from __future__ import annotations

from enum import StrEnum
from typing import NewType, Protocol

import msgspec

from chalicelib.core.moments import Moment
from chalicelib.core.money import Fen

PaymentNumber = NewType("PaymentNumber", str)
"""Our number of a payment, here and at the provider: out_trade_no."""
RefundNumber = NewType("RefundNumber", str)
"""Our number of a refund: out_refund_no."""


class TradeState(StrEnum):
    """How a payment stands, in the provider's own word (docs/platform I4). OTHER: a word that is new to us."""

    SUCCESS = "SUCCESS"
    REFUND = "REFUND"
    NOTPAY = "NOTPAY"
    CLOSED = "CLOSED"
    PAYERROR = "PAYERROR"
    REVOKED = "REVOKED"
    USERPAYING = "USERPAYING"
    ACCEPT = "ACCEPT"
    OTHER = "OTHER"

    @classmethod
    def _missing_(cls, value: object) -> TradeState:
        return cls.OTHER


class RefundStatus(StrEnum):
    """How a refund stands, in the provider's own word (docs/platform I5). OTHER: a word that is new to us."""

    PROCESSING = "PROCESSING"
    SUCCESS = "SUCCESS"
    ABNORMAL = "ABNORMAL"
    CLOSED = "CLOSED"
    OTHER = "OTHER"

    @classmethod
    def _missing_(cls, value: object) -> RefundStatus:
        return cls.OTHER


class Account(msgspec.Struct, frozen=True):
    """Where money goes to: the merchant, and the app that its customers pay in."""

    mchid: str
    appid: str


class Charge(msgspec.Struct, frozen=True, kw_only=True):
    """Money to ask for. Two charges of one number are the same in every field."""

    mchid: str
    appid: str
    number: PaymentNumber
    openid: str
    amount: Fen
    currency: str
    description: str
    expires_at: Moment
    notify_url: str


class PayParams(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What the mini-program hands to wx.requestPayment, under the platform's names (docs/platform I4)."""

    time_stamp: str
    nonce_str: str
    package: str
    sign_type: str
    pay_sign: str


class Repayment(msgspec.Struct, frozen=True, kw_only=True):
    """Money to give back: `amount` of the `total` that was paid. Two of one number are the same in every field."""

    number: PaymentNumber
    refund_number: RefundNumber
    amount: Fen
    total: Fen
    currency: str
    reason: str
    notify_url: str


class PaymentReport(msgspec.Struct, frozen=True, kw_only=True):
    """A payment as the provider reports it. paid_at: NEVER while it is unpaid."""

    mchid: str
    appid: str
    number: PaymentNumber
    state: TradeState
    total: Fen
    currency: str
    transaction_id: str
    paid_at: Moment


class RefundReport(msgspec.Struct, frozen=True, kw_only=True):
    """A refund of the payment `number` as the provider reports it. succeeded_at: NEVER before."""

    mchid: str
    number: PaymentNumber
    refund_number: RefundNumber
    refund_id: str
    status: RefundStatus
    amount: Fen
    total: Fen
    succeeded_at: Moment


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """A notification that was verified and opened. event: in the provider's own word (docs/platform I6).

    plain: what was inside. is_readable: False for a payment's or refund's that does not say what those must say.
    """

    id: str
    event: str
    plain: str
    is_readable: bool = True
    payment: PaymentReport | None = None
    refund: RefundReport | None = None


class Provider(Protocol):
    """Moves money by numbers: the same number with the same fields is one act, however often it is asked for.

    Every call raises PayRefused with the provider's code, NumberUnknown, NumberPaid or NumberClosed among it; PayBusy;
    PayOutcomeUnknown when no answer that can be trusted came back in time.
    """

    account: Account

    def prepay(self, charge: Charge, at: int, nonce: str) -> PayParams:
        """Get ready to take money; what the customer's device needs, signed at `at` (unix seconds) with `nonce`."""

    def query(self, number: PaymentNumber) -> PaymentReport:
        """How a payment stands."""

    def close(self, number: PaymentNumber) -> None:
        """Take no money under this number any more."""

    def refund(self, repayment: Repayment) -> RefundReport:
        """Begin to give money back."""

    def query_refund(self, refund_number: RefundNumber) -> RefundReport:
        """How a refund stands."""
