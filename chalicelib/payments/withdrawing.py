"""A person lets go of a refund that the provider refused for good or gave up: its money is the payment's again.

The customer may have got the money otherwise meanwhile: by hand, or in the merchant console, for which there was no
room in our books. What the console gave back is booked then.
"""

from __future__ import annotations

import contextlib

from chalicelib.core.context import Ctx
from chalicelib.core.events.errands import send
from chalicelib.core.events.facts import Fact
from chalicelib.core.money import Fen
from chalicelib.core.storage.transaction import Refusal, Transaction
from chalicelib.payments import refund_rows, refunds, store
from chalicelib.payments.errands import QueryRefund
from chalicelib.payments.errors import (
    PaymentMismatched,
    RefundDone,
    RefundNotRefused,
    RefundWithdrawn,
    UnknownRefund,
)
from chalicelib.payments.facts import RefundWithdrawn as Withdrawn
from chalicelib.payments.refund_rows import RefundRow
from chalicelib.payments.states import RefundState
from chalicelib.platforms.wechatpay import client as wechat
from chalicelib.platforms.wechatpay.errors import NumberUnknown
from chalicelib.platforms.wechatpay.provider import PaymentNumber, RefundNumber


def look(ctx: Ctx, number: PaymentNumber, refund_number: RefundNumber) -> None:
    """Ask the provider what became of a refund before a person lets go of it: what it took, it took. 1 RU.

    Raises UnknownRefund, and what the provider raises: nothing is withdrawn by a guess.
    """
    if _row(ctx, number, refund_number).state is RefundState.WITHDRAWN:
        return
    try:
        report = wechat.of(ctx).query_refund(refund_number)
    except NumberUnknown:
        return
    with contextlib.suppress(PaymentMismatched):  # kept with the refund, and an alarm rang
        refunds.apply(ctx, report)


def withdraw_in(
    transaction: Transaction, number: PaymentNumber, refund_number: RefundNumber, moved: Refusal[RefundRow]
) -> Fen:
    """Add: a refund is withdrawn, if it stands refused for good or closed still: of how much. 1 RU, 4 WU +3.

    Raises UnknownRefund, RefundDone, RefundWithdrawn, RefundNotRefused.
    """
    row = _row(transaction.ctx, number, refund_number)
    if row.state is RefundState.SUCCEEDED:
        raise RefundDone(succeeded_at=row.succeeded_at)
    if row.state is RefundState.WITHDRAWN:
        raise RefundWithdrawn()
    if row.state is not RefundState.CLOSED and not (row.state is RefundState.ASKED and row.is_for_good):
        raise RefundNotRefused(state=row.state, refused=row.refused or "")
    refund_rows.withdraw_refund_in(transaction, row, moved)
    return row.amount


def _row(ctx: Ctx, number: PaymentNumber, refund_number: RefundNumber) -> RefundRow:
    row = refund_rows.refund(ctx, number, refund_number)
    if row is None:
        raise UnknownRefund()
    return row


def book_what_had_no_room(ctx: Ctx, fact: Fact[Withdrawn]) -> None:
    """A refund was withdrawn: those of the merchant console for which there was no room are looked up again. 1 RU."""
    paid = store.payment(ctx, PaymentNumber(fact.data.order))
    for refund_number in sorted(paid.unbooked or ()) if paid else ():
        send(ctx, QueryRefund(number=PaymentNumber(fact.data.order), refund=RefundNumber(refund_number)))
