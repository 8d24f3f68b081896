"""Rows of payments and refunds, and the writes that decide: asked once, paid once, given back once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.core.context import Ctx
from chalicelib.core.moments import iso
from chalicelib.core.storage import due
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.lists import Page, page_by_parent
from chalicelib.core.storage.table import Refused, Row, change, get, key, put_new
from chalicelib.core.storage.transaction import Transaction
from chalicelib.payments import rules
from chalicelib.payments.shapes import Payable
from chalicelib.platforms.wechatpay.provider import Account, PaymentSeen, RefundSeen

SELF = "-"
PAYMENT_TOPIC = "payment"
REFUND_TOPIC = "refund"


class PaymentRow(Row, discriminator="payment"):
    """Money to take. All that the provider is asked is here, so a repeat asks the same, whatever the settings are then.

    close_asked_at: from then on nobody is helped to pay. trouble: `time what` of everything told that did not fit.
    """

    number = UnicodeAttribute()
    member_id = UnicodeAttribute()
    openid = UnicodeAttribute()
    amount = NumberAttribute()
    currency = UnicodeAttribute()
    description = UnicodeAttribute()
    expires_at = UnicodeAttribute()
    mchid = UnicodeAttribute()
    appid = UnicodeAttribute()
    notify_url = UnicodeAttribute()
    state = UnicodeAttribute()
    asked_at = UnicodeAttribute()
    close_asked_at = UnicodeAttribute(null=True)
    closed_at = UnicodeAttribute(null=True)
    transaction_id = UnicodeAttribute(null=True)
    paid_at = UnicodeAttribute(null=True)
    trouble = UnicodeSetAttribute(null=True)


class RefundRow(Row, discriminator="refund"):
    """Money to give back: `amount` of a payment's `total`.

    tries: how often the sweep looked at it. refused: the provider's code of a try that it did not take.
    stuck_at: when the provider told that it was closed or did not arrive; gone once it is tried again.
    """

    number = UnicodeAttribute()
    refund_number = UnicodeAttribute()
    member_id = UnicodeAttribute()
    amount = NumberAttribute()
    total = NumberAttribute()
    currency = UnicodeAttribute()
    reason = UnicodeAttribute()
    mchid = UnicodeAttribute()
    notify_url = UnicodeAttribute()
    state = UnicodeAttribute()
    asked_at = UnicodeAttribute()
    tries = NumberAttribute(default=0)
    refused = UnicodeAttribute(null=True)
    refund_id = UnicodeAttribute(null=True)
    retried_at = UnicodeAttribute(null=True)
    stuck_at = UnicodeAttribute(null=True)
    succeeded_at = UnicodeAttribute(null=True)
    trouble = UnicodeSetAttribute(null=True)


def _payment_key(ctx: Ctx, number: str) -> tuple[str, str]:
    return key(ctx, "payment", number), SELF


def _refund_key(ctx: Ctx, number: str) -> tuple[str, str]:
    return key(ctx, "refund", number), SELF


def number_of(one: Due) -> str:
    """The payment's number in the key of a row that is due."""
    return one.pk.rpartition("#")[2]


def _after(ctx: Ctx, seconds: int) -> str:
    return iso(ctx.now + timedelta(seconds=seconds))


# ---- payments


def ask(ctx: Ctx, payable: Payable, account: Account, notify_url: str) -> PaymentRow:
    """The payment of this number, written now or before; it is looked at in 3 minutes. 1 WU +1."""
    fields: dict[str, Any] = {**msgspec.structs.asdict(payable), **msgspec.structs.asdict(account)}
    row = PaymentRow(
        *_payment_key(ctx, payable.number),
        **fields,
        currency=rules.CURRENCY,
        notify_url=notify_url,
        state=rules.ASKED,
        asked_at=ctx.at,
        due=due.shard(ctx, PAYMENT_TOPIC, payable.number),
        due_at=_after(ctx, rules.LOOK_AGAIN_SECONDS),
    )
    try:
        return put_new(ctx, row)
    except Refused as refused:
        there: PaymentRow = refused.old
        return there


def payment(ctx: Ctx, number: str) -> PaymentRow | None:
    """One payment, read consistently. 1 RU."""
    return get(PaymentRow, *_payment_key(ctx, number), consistent=True)


def receive(ctx: Ctx, seen: PaymentSeen) -> PaymentRow:
    """Asked or closed to paid, if the money is what was asked for. 1 WU +1, no read. Raises Refused with the row."""
    fits = (
        PaymentRow.state.is_in(rules.ASKED, rules.CLOSED)
        & (PaymentRow.mchid == seen.mchid)
        & (PaymentRow.appid == seen.appid)
        & (PaymentRow.amount == seen.total)
        & (PaymentRow.currency == seen.currency)
    )
    actions = [
        PaymentRow.state.set(rules.PAID),
        PaymentRow.transaction_id.set(seen.transaction_id),
        PaymentRow.paid_at.set(seen.paid_at),
        *due.never(),
    ]
    return change(ctx, PaymentRow(*_payment_key(ctx, seen.number)), actions, fits)


def ask_to_close(ctx: Ctx, number: str) -> PaymentRow:
    """From now on nobody is helped to pay this. 1 WU. Raises Refused when it is settled, or was to be closed before."""
    open_still = (PaymentRow.state == rules.ASKED) & PaymentRow.close_asked_at.does_not_exist()
    return change(ctx, PaymentRow(*_payment_key(ctx, number)), [PaymentRow.close_asked_at.set(ctx.at)], open_still)


def close(ctx: Ctx, number: str) -> PaymentRow:
    """Asked to closed, as the provider confirmed. 1 WU +1. Raises Refused when it is settled already."""
    actions = [PaymentRow.state.set(rules.CLOSED), PaymentRow.closed_at.set(ctx.at), *due.never()]
    return change(ctx, PaymentRow(*_payment_key(ctx, number)), actions, PaymentRow.state == rules.ASKED)


def look_at_payment_later(ctx: Ctx, one: Due) -> PaymentRow:
    """Look again in 3 minutes. 1 WU +2. Raises Refused when it is settled, or another tick was first."""
    actions = due.at(ctx, PAYMENT_TOPIC, number_of(one), _after(ctx, rules.LOOK_AGAIN_SECONDS))
    return change(ctx, PaymentRow(one.pk, one.sk), actions, Row.due_at == one.due_at)


def note_payment_trouble(ctx: Ctx, number: str, line: str) -> PaymentRow:
    """Keep a line of trouble. 1 WU. Raises Refused when that very line is there."""
    is_new = PaymentRow.pk.exists() & ~PaymentRow.trouble.contains(line)
    return change(ctx, PaymentRow(*_payment_key(ctx, number)), [PaymentRow.trouble.add({line})], is_new)


# ---- refunds


def ask_refund_in(
    transaction: Transaction,
    paid: PaymentRow,
    amount: int,
    reason: str,
    refused: Callable[[Any], Exception],
) -> None:
    """Add: the refund of a payment, if there is none; it is looked at in a minute. 2 WU +1 listed +1 due."""
    ctx = transaction.ctx
    refund_number = rules.refund_number(paid.number)
    same: dict[str, Any] = {
        name: getattr(paid, name) for name in ("number", "member_id", "currency", "mchid", "notify_url")
    }
    row = RefundRow(
        *_refund_key(ctx, paid.number),
        **same,
        refund_number=refund_number,
        amount=amount,
        total=paid.amount,
        reason=reason,
        state=rules.ASKED,
        asked_at=ctx.at,
        parent=key(ctx, "refunds"),
        place=ctx.at + refund_number,
        due=due.shard(ctx, REFUND_TOPIC, paid.number),
        due_at=_after(ctx, rules.refund_look_seconds(0)),
    )
    transaction.put_new(row, refused)


def refund(ctx: Ctx, number: str) -> RefundRow | None:
    """The refund of a payment, read consistently. 1 RU."""
    return get(RefundRow, *_refund_key(ctx, number), consistent=True)


def refunds(ctx: Ctx, limit: int, cursor: str) -> Page:
    """The corp's refunds, newest first."""
    return page_by_parent(Row, key(ctx, "refunds"), limit, cursor, newest_first=True)


def move_refund(ctx: Ctx, seen: RefundSeen, state: str) -> RefundRow:
    """The refund becomes what the provider tells, if that is news and fits. 1 WU +1, +1 when it ends.

    Raises Refused with the row.
    """
    actions: list[Action] = [RefundRow.state.set(state), RefundRow.refund_id.set(seen.refund_id)]
    actions.append(RefundRow.refused.remove())
    if state == rules.SUCCEEDED:
        actions += [RefundRow.succeeded_at.set(seen.succeeded_at or ctx.at), RefundRow.stuck_at.remove(), *due.never()]
    elif state != rules.PROCESSING:
        actions += [RefundRow.stuck_at.set(ctx.at), *due.never()]
    return change(ctx, RefundRow(*_refund_key(ctx, seen.number)), actions, _fits(seen, state))


def _fits(seen: RefundSeen, state: str) -> Condition:
    fits: Condition = (
        RefundRow.state.is_in(*rules.REFUND_FOLLOWS[state])
        & (RefundRow.refund_number == seen.refund_number)
        & (RefundRow.mchid == seen.mchid)
        & (RefundRow.amount == seen.amount)
        & (RefundRow.total == seen.total)
    )
    return fits


def refuse_refund(ctx: Ctx, number: str, said: str) -> RefundRow:
    """Note why the provider did not take the last try. 1 WU +1. Raises Refused when it took one meanwhile."""
    underway = RefundRow.state.is_in(rules.ASKED, rules.PROCESSING)
    return change(ctx, RefundRow(*_refund_key(ctx, number)), [RefundRow.refused.set(said)], underway)


def retry_refund(ctx: Ctx, number: str) -> RefundRow:
    """What is stuck or not taken yet is asked for again. 1 WU +1 listed +2 due. Raises Refused with the row."""
    actions = [
        RefundRow.state.set(rules.ASKED),
        RefundRow.retried_at.set(ctx.at),
        RefundRow.tries.set(0),
        RefundRow.stuck_at.remove(),
        *due.at(ctx, REFUND_TOPIC, number, _after(ctx, rules.refund_look_seconds(0))),
    ]
    stuck = RefundRow.state.is_in(rules.ASKED, rules.ABNORMAL, rules.CLOSED)
    return change(ctx, RefundRow(*_refund_key(ctx, number)), actions, stuck)


def look_at_refund_later(ctx: Ctx, one: Due, tries: int) -> RefundRow:
    """Look again after a pause that grows. 1 WU +1 listed +2 due. Raises Refused as for a payment."""
    when = _after(ctx, rules.refund_look_seconds(tries))
    actions = [RefundRow.tries.set(tries), *due.at(ctx, REFUND_TOPIC, number_of(one), when)]
    return change(ctx, RefundRow(one.pk, one.sk), actions, Row.due_at == one.due_at)


def note_refund_trouble(ctx: Ctx, number: str, line: str) -> RefundRow:
    """Keep a line of trouble. 1 WU +1. Raises Refused when that very line is there."""
    is_new = RefundRow.pk.exists() & ~RefundRow.trouble.contains(line)
    return change(ctx, RefundRow(*_refund_key(ctx, number)), [RefundRow.trouble.add({line})], is_new)
