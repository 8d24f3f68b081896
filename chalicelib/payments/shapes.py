"""What is asked of this room and what it answers. Money is an integer of fen."""

from __future__ import annotations

import re
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from chalicelib.core.audited import Thing
from chalicelib.core.http.shapes import WORDS, PageQuery
from chalicelib.core.moments import Moment
from chalicelib.core.money import Fen
from chalicelib.core.problems import Problem
from chalicelib.members.ids import MemberId
from chalicelib.members.shapes import MemberNamed
from chalicelib.payments.states import Origin, Outcome, PaymentState, RefundState
from chalicelib.platforms.wechatpay.provider import PaymentNumber, PayParams, RefundNumber

REFUND = Thing("refund", "退款", "refund")
PAYMENT = Thing("payment", "付款", "payment")

__all__ = ["Asked", "Noted", "Notice", "PayParams", "Payable", "Payment", "Refund", "Refunds"]


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
    """A payment. returned: what went back or is to, in all. trouble: what was reported that we did not ask for.

    problem: some of that is not in the books, and somebody has to see to it. acknowledged: `time who: why` of those who
    did.
    """

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
    returned: Fen
    trouble: list[str]
    acknowledged: list[str] = []
    problem: Problem | None = None


class Acknowledge(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What came of the trouble of a payment or a refund, so that it is shown as a problem no more."""

    reason: Annotated[str, WORDS, Meta(max_length=200, description="处理结果，仅运营人员可见 / for operators")]


class Refund(msgspec.Struct, frozen=True, kw_only=True):
    """A refund of the payment `number`. origin: whether we asked for it, or somebody in the merchant console.

    refused: the provider's code of the last try that it did not take, '' when it took it; is_refused_for_good: no later
    try will be taken, until somebody mends the cause. trouble: as for a payment. problem: why the money is not back
    and what to press, or that something does not fit.
    """

    number: PaymentNumber
    refund_number: RefundNumber
    origin: Origin
    member_id: MemberId
    amount: Fen
    total: Fen
    reason: str
    state: RefundState
    refused: str
    is_refused_for_good: bool
    asked_at: Moment
    succeeded_at: Moment
    withdrawn_at: Moment
    trouble: list[str]
    acknowledged: list[str] = []
    problem: Problem | None = None


class RefundInList(Refund, frozen=True, kw_only=True):
    """A refund among others, with the name of whose money it is."""

    member: MemberNamed


class TroubleQuery(PageQuery, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Those that somebody has to see to, or those that somebody has seen to."""

    standing: Annotated[Literal["open", "seen"], Meta(description="待处理或已处理 / open, or seen to")] = "open"


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """Money that somebody has to see to, or has seen to: of the payment `number`, or of a refund of it.

    refund_number: null when it is the payment's own; of the two states the other is null. amount: of the one or the
    other. trouble: what was reported; acknowledged: `time who: what came of it`. problem: what it is and what to press;
    null for what was seen to.
    """

    number: PaymentNumber
    refund_number: RefundNumber | None
    member: MemberNamed
    amount: Fen
    payment_state: PaymentState | None
    refund_state: RefundState | None
    trouble: list[str]
    acknowledged: list[str]
    problem: Problem | None


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A refund about to be asked for, or just asked for. asked_for_by: the request, '' for a rule's.

    is_rest: after it nothing of the payment is left.
    """

    refund_number: RefundNumber
    amount: Fen
    reason: str
    asked_for_by: str = ""
    is_rest: bool = False


class Noted(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a notice. name: of its row; plain: what it said, '' where another row says the same."""

    name: str
    notice_id: str
    event: str
    number: str
    outcome: Outcome
    is_proved: bool
    plain: str


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """A notice of WeChat Pay. number: of the payment it is about. plain: what it said, where no other list shows it."""

    notice_id: str
    event: str
    number: str
    outcome: Outcome
    is_proved: bool
    plain: str
    taken_at: Moment


class Refunds(msgspec.Struct, frozen=True):
    """A payment's refunds, the first first."""

    items: list[Refund]
