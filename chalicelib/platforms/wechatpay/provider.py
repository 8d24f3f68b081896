"""What this room needs of whoever moves the money, and in what words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

import msgspec

from chalicelib.payments.shapes import PayParams


class Account(msgspec.Struct, frozen=True):
    """Where money goes to: the merchant, and the app that its customers pay in."""

    mchid: str
    appid: str


class Charge(msgspec.Struct, frozen=True, kw_only=True):
    """Money to ask for. Two charges of one number are the same in every field."""

    mchid: str
    appid: str
    number: str
    openid: str
    amount: int
    currency: str
    description: str
    expires_at: str
    notify_url: str


class Repayment(msgspec.Struct, frozen=True, kw_only=True):
    """Money to give back: `amount` of the `total` that was paid. Two of one number are the same in every field."""

    number: str
    refund_number: str
    amount: int
    total: int
    currency: str
    reason: str
    notify_url: str


class PaymentSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A payment as the provider tells it. state: in its own word (docs/platform I4). paid_at: '' while unpaid."""

    mchid: str
    appid: str
    number: str
    state: str
    total: int
    currency: str
    transaction_id: str
    paid_at: str


class RefundSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A refund as the provider tells it. state: in its own word (docs/platform I5). succeeded_at: '' before."""

    mchid: str
    number: str
    refund_number: str
    refund_id: str
    state: str
    amount: int
    total: int
    succeeded_at: str


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """A notification that was verified and opened. event: in the provider's own word (docs/platform I6)."""

    event: str
    payment: PaymentSeen | None = None
    refund: RefundSeen | None = None


class Provider(Protocol):
    """Moves money by numbers: the same number with the same fields is one act, however often it is asked for.

    Every call raises PayRefused with the provider's code, NumberUnknown, NumberPaid or NumberClosed among it; PayBusy;
    PayOutcomeUnknown when no answer that can be trusted came back in time.
    """

    account: Account

    def prepay(self, charge: Charge, at: int, nonce: str) -> PayParams:
        """Get ready to take money; what the customer's device needs, signed at `at` (unix seconds) with `nonce`."""

    def query(self, number: str) -> PaymentSeen:
        """What is known of a payment."""

    def close(self, number: str) -> None:
        """Take no money under this number any more."""

    def refund(self, repayment: Repayment) -> RefundSeen:
        """Begin to give money back."""

    def query_refund(self, refund_number: str) -> RefundSeen:
        """What is known of a refund."""

    def read_notice(self, headers: Mapping[str, str], body: bytes, now: datetime) -> Notice:
        """What a notification says. headers: by lower-case name. Raises NoticeRefused, MalformedMessage."""
