"""Giving money back: asked for once, under one number, until the provider confirms it or a person is needed.

The sweep is what tries again: after 1 minute, then twice as long each time, at most an hour. It asks what became of the
number before it asks for the refund again, so a lost answer is looked up.
"""

from __future__ import annotations

import contextlib

import msgspec

from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.events.errands import send
from chalicelib.core.events.facts import Fact
from chalicelib.core.money import Fen
from chalicelib.core.ops import log, metrics
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.lists import Page
from chalicelib.core.storage.table import Refused
from chalicelib.core.storage.transaction import Transaction
from chalicelib.payments import rules, store, views
from chalicelib.payments.errands import QueryRefund, SendRefund
from chalicelib.payments.errors import (
    NotPaid,
    PaymentMismatched,
    RefundAlreadyAsked,
    RefundDone,
    RefundTooLarge,
    RefundUnderway,
    UnknownRefund,
)
from chalicelib.payments.facts import RefundAsked, RefundRetried
from chalicelib.payments.shapes import Refund
from chalicelib.payments.states import UNDERWAY, PaymentState, RefundState
from chalicelib.payments.store import RefundRow
from chalicelib.platforms.wechatpay import client as wechat
from chalicelib.platforms.wechatpay.errors import NumberUnknown, PayBusy, PayOutcomeUnknown, PayRefused
from chalicelib.platforms.wechatpay.provider import PaymentNumber, RefundReport, Repayment

REASON_CHARACTERS = 80


def ask_in(transaction: Transaction, number: PaymentNumber, amount: Fen, reason: str) -> None:
    """Add: see `service.ask_refund_in`. What was paid never changes, so reading it first decides nothing."""
    paid = store.payment(transaction.ctx, number)
    if paid is None or paid.state != PaymentState.PAID:
        raise NotPaid(number=number)
    if not 1 <= amount <= paid.amount:
        raise RefundTooLarge(number=number, paid=paid.amount)
    refusal = RefundAlreadyAsked(number=number)
    store.ask_refund_in(transaction, paid, amount, reason[:REASON_CHARACTERS], lambda _: refusal)


def send_refund_later(ctx: Ctx, fact: Fact[RefundAsked] | Fact[RefundRetried]) -> None:
    """After a refund was asked for, or asked for again: the provider is asked."""
    send(ctx, SendRefund(number=PaymentNumber(fact.data.order)))


def send_refund(ctx: Ctx, errand: SendRefund) -> None:
    """Ask the provider for a refund. Safe to repeat: the number is the same, and so is every field."""
    row = store.refund(ctx, errand.number)
    if row is not None and row.state == RefundState.ASKED:
        _send(ctx, row)


def _send(ctx: Ctx, row: RefundRow) -> None:
    try:
        report = wechat.of(ctx).refund(msgspec.convert(row, Repayment, from_attributes=True))
    except (PayRefused, PayOutcomeUnknown) as error:
        _not_taken(ctx, row, error)
    else:
        with contextlib.suppress(PaymentMismatched):  # kept with the refund, and an alarm rang
            apply(ctx, report)


def query_refund(ctx: Ctx, errand: QueryRefund) -> None:
    """Learn what became of a refund; one that the provider does not know is asked for (again)."""
    row = store.refund(ctx, errand.number)
    if row is None or row.state not in UNDERWAY:
        return
    try:
        report = wechat.of(ctx).query_refund(row.refund_number)
    except NumberUnknown:
        send_refund(ctx, SendRefund(number=row.number))
    except (PayRefused, PayOutcomeUnknown) as error:
        _not_taken(ctx, row, error)
    else:
        with contextlib.suppress(PaymentMismatched):  # as above
            apply(ctx, report)


def _not_taken(ctx: Ctx, row: RefundRow, error: PayRefused | PayOutcomeUnknown) -> None:
    """Keep why; the sweep tries again. What time alone will not mend (no balance, say) wakes somebody."""
    said = error.said if isinstance(error, PayRefused) else str(error.details.get("reason", ""))
    log.warning("refund not taken", corp=ctx.corp, cause=f"refund:{row.refund_number}", reason=said)
    if not isinstance(error, PayBusy | PayOutcomeUnknown):
        metrics.count("RefundsStuck", stage=config().stage)
    try:
        store.refuse_refund(ctx, row.number, said)
    except Refused:
        return  # a rival's try was taken


def apply(ctx: Ctx, report: RefundReport) -> None:
    """What the provider reports of a refund, by notice or when asked. 1 WU +2.

    Raises UnknownRefund, and PaymentMismatched when merchant, number or amounts are not those that were asked for.
    """
    state = rules.REFUND_STATES.get(report.status)
    if state is None:
        return
    try:
        store.move_refund(ctx, report, state)
    except Refused as refused:
        _explain(ctx, report, refused.row(RefundRow))
        return
    if state == RefundState.SUCCEEDED:
        metrics.count("RefundsSucceeded", corp=ctx.corp)
    elif state != RefundState.PROCESSING:
        log.warning("refund stuck", corp=ctx.corp, cause=f"refund:{report.refund_number}", reason=report.status)
        metrics.count("RefundsStuck", stage=config().stage)


def _explain(ctx: Ctx, report: RefundReport, row: RefundRow | None) -> None:
    """Why a refund did not move: it had before, or it does not fit."""
    if row is None:
        log.warning("unknown refund", corp=ctx.corp, cause=f"refund:{report.refund_number}", request_id=ctx.request_id)
        metrics.count("PaymentsMismatched", stage=config().stage)
        raise UnknownRefund()
    asked = {"mchid": row.mchid, "refund_number": row.refund_number, "amount": row.amount, "total": row.total}
    problem = rules.mismatch(asked, msgspec.structs.asdict(report))
    if not problem:
        return  # reported again, or late
    line = f"{report.succeeded_at or row.asked_at} refund {report.refund_id} {report.status}: {problem}"
    try:
        store.note_refund_trouble(ctx, report.number, line)
        log.warning("refund mismatched", corp=ctx.corp, cause=f"refund:{report.refund_number}", reason=problem)
        metrics.count("PaymentsMismatched", stage=config().stage)
    except Refused:
        pass  # the provider repeats itself
    raise PaymentMismatched(number=report.number)


def look_again(ctx: Ctx, waiting: Due) -> None:
    """When a refund is due: it waits on, longer than before, and the provider is asked. 1 WU +3, 1 RU."""
    row = store.refund(ctx, store.number_of(waiting))
    if row is None:
        return
    try:
        store.look_at_refund_later(ctx, waiting, row.tries + 1)
    except Refused:
        return  # settled meanwhile, or another tick was first
    send(ctx, QueryRefund(number=row.number))


def retry(ctx: Ctx, number: PaymentNumber) -> Refund:
    """A person has mended what a refund was stuck on: it is asked for again under its own number (docs/platform I5).

    1 WU +3. Raises UnknownRefund, RefundUnderway, RefundDone.
    """
    try:
        return views.refund(store.retry_refund(ctx, number))
    except Refused as refused:
        row = refused.row(RefundRow)
        if row is None:
            raise UnknownRefund() from None
        if row.state == RefundState.SUCCEEDED:
            raise RefundDone(succeeded_at=row.succeeded_at) from None
        raise RefundUnderway() from None


def page(ctx: Ctx, limit: int, cursor: str) -> Page[Refund]:
    """The corp's refunds, newest first."""
    return store.refunds(ctx, limit, cursor).map(views.refund)
