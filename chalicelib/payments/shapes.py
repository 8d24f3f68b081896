"""What is asked of this room and what it answers. Money is an integer of fen."""

from __future__ import annotations

import re

import msgspec

from chalicelib.core.moments import Moment
from chalicelib.core.money import Fen
from chalicelib.members.ids import MemberId
from chalicelib.payments.states import PaymentState, RefundState
from chalicelib.platforms.wechatpay.provider import PaymentNumber, PayParams, RefundNumber

__all__ = ["PayParams", "Payable", "Payment", "Refund"]


class Payable(msgspec.Struct, frozen=True, kw_only=True):
    """Money to take, once.

    number: names it here and at the provider, for ever, such as an order's id. expires_at: from then on the provider
    must refuse to take it. Raises ValueError when WeChat Pay would not take it (docs/platform I4): what costs nothing
    does not come here.
    """

    number: str
    member_id: MemberId
    openid: str
    amount: Fen
    description: str
    expires_at: Moment

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[0-9A-Za-z]{6,32}", self.number):
            raise ValueError("number: 6 to 32 letters and digits")
        if self.amount < 1 or not 1 <= len(self.description) <= 127:
            raise ValueError("amount: at least 1 fen; description: 1 to 127 characters")


class Payment(msgspec.Struct, frozen=True, kw_only=True):
    """A payment. trouble: what the provider reported that did not fit, each with its time."""

    number: PaymentNumber
    member_id: MemberId
    amount: Fen
    description: str
    state: PaymentState
    asked_at: Moment
    expires_at: Moment
    transaction_id: str
    paid_at: Moment
    closed_at: Moment
    trouble: list[str]


class Refund(msgspec.Struct, frozen=True, kw_only=True):
    """A refund of the payment `number`.

    refused: the provider's code of the last try that it did not take, '' when it took it. trouble: as for a payment.
    """

    number: PaymentNumber
    refund_number: RefundNumber
    member_id: MemberId
    amount: Fen
    total: Fen
    reason: str
    state: RefundState
    refused: str
    asked_at: Moment
    succeeded_at: Moment
    trouble: list[str]
