"""Giving money back: asked for once, under one number, until the provider confirms it or a person is needed.

The sweep is what tries again: after 1 minute, then twice as long each time, at most an hour. It asks what became of the
number before it asks for the refund again, so a lost answer is looked up.
"""

from __future__ import annotations

import contextlib
from typing import Any

import msgspec

from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.events import errands
from chalicelib.core.events.facts import Fact
from chalicelib.core.ops import log, metrics
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.lists import Page
from chalicelib.core.storage.table import Refused
from chalicelib.core.storage.transaction import Transaction
from chalicelib.payments import rules, store
from chalicelib.payments.errors import (
    NotPaid,
    NumberUnknown,
    PayBusy,
    PaymentMismatched,
    PayOutcomeUnknown,
    PayRefused,
    RefundAlreadyAsked,
    RefundDone,
    RefundTooLarge,
    RefundUnderway,
    UnknownRefund,
)
from chalicelib.payments.shapes import Refund
from chalicelib.payments.store import RefundRow
from chalicelib.platforms.wechatpay import client as wechat
from chalicelib.platforms.wechatpay.provider import RefundSeen, Repayment

REASON_CHARACTERS = 80
UNDERWAY = (rules.ASKED, rules.PROCESSING)


def ask_in(transaction: Transaction, number: str, amount: int, reason: str) -> None:
    """Add: see `service.ask_refund_in`. What was paid never changes, so reading it first decides nothing."""
    ctx = transaction.ctx
    paid = store.payment(ctx, number)
    if paid is None or paid.state != rules.PAID:
        raise NotPaid(number=number)
    if not 1 <= amount <= paid.amount:
        raise RefundTooLarge(number=number, paid=int(paid.amount))

    def refused(_: Any) -> Exception:
        return RefundAlreadyAsked(number=number)

    store.ask_refund_in(transaction, paid, amount, reason[:REASON_CHARACTERS], refused)


def send_later(ctx: Ctx, fact: Fact[Any]) -> None:
    """After a refund was asked for, or asked for again: the provider is asked."""
    errands.old_send(ctx, "send_refund", number=fact.data["number"])


def send_refund(ctx: Ctx, number: str) -> None:
    """Ask the provider for a refund. Safe to repeat: the number is the same, and so is every field."""
    row = store.refund(ctx, number)
    if row is None or row.state != rules.ASKED:
        return
    try:
        seen = wechat.of(ctx).refund(msgspec.convert(row, Repayment, from_attributes=True))
    except (PayRefused, PayOutcomeUnknown) as error:
        _not_taken(ctx, row, error)
    else:
        with contextlib.suppress(PaymentMismatched):  # kept with the refund, and an alarm rang
            apply(ctx, seen)


def query_refund(ctx: Ctx, number: str) -> None:
    """Learn what became of a refund; one that the provider does not know is asked for (again)."""
    row = store.refund(ctx, number)
    if row is None or row.state not in UNDERWAY:
        return
    try:
        seen = wechat.of(ctx).query_refund(row.refund_number)
    except NumberUnknown:
        send_refund(ctx, number)
    except (PayRefused, PayOutcomeUnknown) as error:
        _not_taken(ctx, row, error)
    else:
        with contextlib.suppress(PaymentMismatched):  # as above
            apply(ctx, seen)


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


def apply(ctx: Ctx, seen: RefundSeen) -> None:
    """What the provider tells of a refund, by notice or when asked. 1 WU +2.

    Raises UnknownRefund, and PaymentMismatched when merchant, number or amounts are not those that were asked for.
    """
    state = rules.REFUND_STATES.get(seen.state)
    if state is None:
        return
    try:
        store.move_refund(ctx, seen, state)
    except Refused as refused:
        _explain(ctx, seen, refused.old)
        return
    if state == rules.SUCCEEDED:
        metrics.count("RefundsSucceeded", corp=ctx.corp)
    elif state != rules.PROCESSING:
        log.warning("refund stuck", corp=ctx.corp, cause=f"refund:{seen.refund_number}", reason=seen.state)
        metrics.count("RefundsStuck", stage=config().stage)


def _explain(ctx: Ctx, seen: RefundSeen, row: RefundRow | None) -> None:
    """Why a refund did not move: it had before, or it does not fit."""
    if row is None:
        log.warning("unknown refund", corp=ctx.corp, cause=f"refund:{seen.refund_number}", request_id=ctx.request_id)
        metrics.count("PaymentsMismatched", stage=config().stage)
        raise UnknownRefund()
    told = {name: getattr(seen, name) for name in ("mchid", "refund_number", "amount", "total")}
    problem = rules.mismatch({name: getattr(row, name) for name in told}, told)
    if not problem:
        return  # told again, or told late
    line = f"{seen.succeeded_at or row.asked_at} refund {seen.refund_id} {seen.state}: {problem}"
    try:
        store.note_refund_trouble(ctx, seen.number, line)
        log.warning("refund mismatched", corp=ctx.corp, cause=f"refund:{seen.refund_number}", reason=problem)
        metrics.count("PaymentsMismatched", stage=config().stage)
    except Refused:
        pass  # the provider repeats itself
    raise PaymentMismatched(number=seen.number)


def look_again(ctx: Ctx, one: Due) -> None:
    """When a refund is due: it waits on, longer than before, and the provider is asked. 1 WU +3, 1 RU."""
    row = store.refund(ctx, store.number_of(one))
    if row is None:
        return
    try:
        store.look_at_refund_later(ctx, one, int(row.tries) + 1)
    except Refused:
        return  # settled meanwhile, or another tick was first
    errands.old_send(ctx, "query_refund", number=row.number)


def retry(ctx: Ctx, number: str) -> Refund:
    """A person has mended what a refund was stuck on: it is asked for again under its own number (docs/platform I5).

    1 WU +3. Raises UnknownRefund, RefundUnderway, RefundDone.
    """
    try:
        return shown(store.retry_refund(ctx, number))
    except Refused as refused:
        row: RefundRow | None = refused.old
        if row is None:
            raise UnknownRefund() from None
        if row.state == rules.SUCCEEDED:
            raise RefundDone(succeeded_at=row.succeeded_at) from None
        raise RefundUnderway() from None


def page(ctx: Ctx, limit: int, cursor: str) -> Page:
    """The corp's refunds, newest first."""
    found = store.refunds(ctx, limit, cursor)
    return Page([shown(row) for row in found.items], found.cursor)


def shown(row: RefundRow) -> Refund:
    """A refund as operators see it."""
    values = {name: getattr(row, name) or "" for name in Refund.__struct_fields__}
    return msgspec.convert({**values, "trouble": sorted(row.trouble or ())}, Refund)
