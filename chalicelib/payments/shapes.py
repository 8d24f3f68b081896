"""What is asked of this room and what it answers. Money is an integer of fen."""

from __future__ import annotations

import re

import msgspec


class Payable(msgspec.Struct, frozen=True, kw_only=True):
    """Money to take, once.

    number: names it here and at the provider, for ever. expires_at: from then on the provider must refuse to take it.
    Raises ValueError when WeChat Pay would not take it (docs/platform I4): what costs nothing does not come here.
    """

    number: str
    member_id: str
    openid: str
    amount: int
    description: str
    expires_at: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[0-9A-Za-z]{6,32}", self.number):
            raise ValueError("number: 6 to 32 letters and digits")
        if self.amount < 1 or not 1 <= len(self.description) <= 127:
            raise ValueError("amount: at least 1 fen; description: 1 to 127 characters")


class PayParams(msgspec.Struct, frozen=True, kw_only=True):
    """What the mini-program hands to wx.requestPayment, as it is (docs/platform I4)."""

    timeStamp: str  # noqa: N815  the platform's own names
    nonceStr: str  # noqa: N815
    package: str
    signType: str  # noqa: N815
    paySign: str  # noqa: N815


class Payment(msgspec.Struct, frozen=True, kw_only=True):
    """A payment. state: asked, paid or closed. trouble: what the provider told that did not fit, each with its time."""

    number: str
    member_id: str
    amount: int
    description: str
    state: str
    asked_at: str
    expires_at: str
    transaction_id: str
    paid_at: str
    closed_at: str
    trouble: list[str]


class Refund(msgspec.Struct, frozen=True, kw_only=True):
    """A refund of the payment `number`.

    state: asked, processing, succeeded, abnormal (it did not reach the customer) or closed. refused: the provider's
    code of the last try that it did not take, '' when it took it. trouble: as for a payment.
    """

    number: str
    refund_number: str
    member_id: str
    amount: int
    total: int
    reason: str
    state: str
    refused: str
    asked_at: str
    succeeded_at: str
    trouble: list[str]


class Refunds(msgspec.Struct, frozen=True):
    """A page of refunds, newest first; pass `cursor` to get the next, '' ends."""

    items: list[Refund]
    cursor: str
