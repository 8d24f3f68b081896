"""Rows of payments and refunds, and the writes that decide: asked once, paid once, given back once."""

from __future__ import annotations

from datetime import timedelta

from pynamodb.attributes import UnicodeAttribute, UnicodeSetAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.core.context import Ctx
from chalicelib.core.moments import Moment, iso
from chalicelib.core.money import Fen
from chalicelib.core.storage import due
from chalicelib.core.storage.attributes import EnumAttribute, FenAttribute, IdAttribute, IntAttribute, MomentAttribute
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.lists import Page, page_by_parent
from chalicelib.core.storage.table import Keys, Refused, Row, change, get, key, put_new
from chalicelib.core.storage.transaction import Refusal, Transaction
from chalicelib.members.ids import MemberId
from chalicelib.payments import rules
from chalicelib.payments.shapes import Payable
from chalicelib.payments.states import PAYMENT_MOVES, REFUND_MOVES, UNDERWAY, PaymentState, RefundState, before
from chalicelib.platforms.wechatpay.provider import Account, PaymentNumber, PaymentReport, RefundNumber, RefundReport

SELF = "-"
PAYMENT_TOPIC = "payment"
REFUND_TOPIC = "refund"


class PaymentRow(Row, discriminator="payment"):
    """Money to take. All that the provider is asked is here, so a repeat asks the same, whatever the settings are then.

    close_asked_at: from then on nobody is helped to pay. trouble: `time what` of every report that did not fit.
    """

    keys = Keys(pk="payment#<number>", sk=SELF, due=PAYMENT_TOPIC)

    number = IdAttribute[PaymentNumber]()
    member_id = IdAttribute[MemberId]()
    openid = UnicodeAttribute()
    amount = FenAttribute()
    currency = UnicodeAttribute()
    description = UnicodeAttribute()
    expires_at = MomentAttribute()
    mchid = UnicodeAttribute()
    appid = UnicodeAttribute()
    notify_url = UnicodeAttribute()
    state = EnumAttribute(PaymentState)
    asked_at = MomentAttribute()
    close_asked_at = MomentAttribute(null=True)
    closed_at = MomentAttribute(null=True)
    transaction_id = UnicodeAttribute(null=True)
    paid_at = MomentAttribute(null=True)
    trouble = UnicodeSetAttribute(null=True)


class RefundRow(Row, discriminator="refund"):
    """Money to give back: `amount` of a payment's `total`.

    tries: how often the sweep looked at it. refused: the provider's code of a try that it did not take.
    stuck_at: when the provider reported that it was closed or did not arrive; gone once it is tried again.
    """

    keys = Keys(pk="refund#<number>", sk=SELF, parent="refunds", place="<asked_at><refund_number>", due=REFUND_TOPIC)

    number = IdAttribute[PaymentNumber]()
    refund_number = IdAttribute[RefundNumber]()
    member_id = IdAttribute[MemberId]()
    amount = FenAttribute()
    total = FenAttribute()
    currency = UnicodeAttribute()
    reason = UnicodeAttribute()
    mchid = UnicodeAttribute()
    notify_url = UnicodeAttribute()
    state = EnumAttribute(RefundState)
    asked_at = MomentAttribute()
    tries = IntAttribute(default=0)
    refused = UnicodeAttribute(null=True)
    refund_id = UnicodeAttribute(null=True)
    retried_at = MomentAttribute(null=True)
    stuck_at = MomentAttribute(null=True)
    succeeded_at = MomentAttribute(null=True)
    trouble = UnicodeSetAttribute(null=True)


def _payment_key(ctx: Ctx, number: PaymentNumber) -> tuple[str, str]:
    return key(ctx, "payment", number), SELF


def _refund_key(ctx: Ctx, number: PaymentNumber) -> tuple[str, str]:
    return key(ctx, "refund", number), SELF


def number_of(waiting: Due) -> PaymentNumber:
    """The payment's number in the key of a row that is due."""
    return PaymentNumber(waiting.pk.rpartition("#")[2])


def _after(ctx: Ctx, seconds: int) -> Moment:
    return iso(ctx.now + timedelta(seconds=seconds))


# ---- payments


def ask(ctx: Ctx, payable: Payable, account: Account, notify_url: str) -> PaymentRow:
    """The payment of this number, written now or before; it is looked at in 3 minutes. 1 WU +1."""
    number = PaymentNumber(payable.number)
    waits, until = due.place(ctx, PAYMENT_TOPIC, number, _after(ctx, rules.LOOK_AGAIN_SECONDS))
    row = PaymentRow(
        *_payment_key(ctx, number),
        number=number,
        member_id=payable.member_id,
        openid=payable.openid,
        amount=payable.amount,
        currency=rules.CURRENCY,
        description=payable.description,
        expires_at=payable.expires_at,
        mchid=account.mchid,
        appid=account.appid,
        notify_url=notify_url,
        state=PaymentState.ASKED,
        asked_at=ctx.at,
        due=waits,
        due_at=until,
    )
    try:
        return put_new(ctx, row)
    except Refused as refused:
        return refused.own_lost_answer(PaymentRow)


def payment(ctx: Ctx, number: PaymentNumber) -> PaymentRow | None:
    """One payment, read consistently. 1 RU."""
    return get(PaymentRow, *_payment_key(ctx, number), consistent=True)


def receive(ctx: Ctx, report: PaymentReport) -> PaymentRow:
    """Asked or closed to paid, if the money is what was asked for. 1 WU +1, no read. Raises Refused with the row."""
    fits = (
        PaymentRow.state.is_in(*before(PAYMENT_MOVES, PaymentState.PAID))
        & (PaymentRow.mchid == report.mchid)
        & (PaymentRow.appid == report.appid)
        & (PaymentRow.amount == report.total)
        & (PaymentRow.currency == report.currency)
    )
    actions = [
        PaymentRow.state.set(PaymentState.PAID),
        PaymentRow.transaction_id.set(report.transaction_id),
        PaymentRow.paid_at.set(report.paid_at),
        *due.never(),
    ]
    return change(ctx, PaymentRow(*_payment_key(ctx, report.number)), actions, fits)


def ask_to_close(ctx: Ctx, number: PaymentNumber) -> PaymentRow:
    """From now on nobody is helped to pay this. 1 WU. Raises Refused when it is settled, or was to be closed before."""
    open_still = (PaymentRow.state == PaymentState.ASKED) & PaymentRow.close_asked_at.does_not_exist()
    return change(ctx, PaymentRow(*_payment_key(ctx, number)), [PaymentRow.close_asked_at.set(ctx.at)], open_still)


def close(ctx: Ctx, number: PaymentNumber) -> PaymentRow:
    """Asked to closed, as the provider confirmed. 1 WU +1. Raises Refused when it is settled already."""
    actions = [PaymentRow.state.set(PaymentState.CLOSED), PaymentRow.closed_at.set(ctx.at), *due.never()]
    asked = PaymentRow.state.is_in(*before(PAYMENT_MOVES, PaymentState.CLOSED))
    return change(ctx, PaymentRow(*_payment_key(ctx, number)), actions, asked)


def look_at_payment_later(ctx: Ctx, waiting: Due) -> PaymentRow:
    """Look again in 3 minutes. 1 WU +2. Raises Refused when it is settled, or another tick was first."""
    actions = due.at(ctx, PAYMENT_TOPIC, number_of(waiting), _after(ctx, rules.LOOK_AGAIN_SECONDS))
    return change(ctx, PaymentRow(waiting.pk, waiting.sk), actions, Row.due_at == waiting.due_at)


def note_payment_trouble(ctx: Ctx, number: PaymentNumber, line: str) -> PaymentRow:
    """Keep a line of trouble. 1 WU. Raises Refused when that very line is there."""
    is_new = PaymentRow.pk.exists() & ~PaymentRow.trouble.contains(line)
    return change(ctx, PaymentRow(*_payment_key(ctx, number)), [PaymentRow.trouble.add({line})], is_new)


# ---- refunds


def ask_refund_in(
    transaction: Transaction, paid: PaymentRow, amount: Fen, reason: str, refused: Refusal[RefundRow]
) -> None:
    """Add: the refund of a payment, if there is none; it is looked at in a minute. 2 WU +1 listed +1 due."""
    ctx = transaction.ctx
    refund_number = rules.refund_number(paid.number)
    waits, until = due.place(ctx, REFUND_TOPIC, paid.number, _after(ctx, rules.refund_look_seconds(0)))
    row = RefundRow(
        *_refund_key(ctx, paid.number),
        number=paid.number,
        refund_number=refund_number,
        member_id=paid.member_id,
        amount=amount,
        total=paid.amount,
        currency=paid.currency,
        reason=reason,
        mchid=paid.mchid,
        notify_url=paid.notify_url,
        state=RefundState.ASKED,
        asked_at=ctx.at,
        parent=key(ctx, "refunds"),
        place=ctx.at + refund_number,
        due=waits,
        due_at=until,
    )
    transaction.put_new(row, refused)


def refund(ctx: Ctx, number: PaymentNumber) -> RefundRow | None:
    """The refund of a payment, read consistently. 1 RU."""
    return get(RefundRow, *_refund_key(ctx, number), consistent=True)


def refunds(ctx: Ctx, limit: int, cursor: str) -> Page[RefundRow]:
    """The corp's refunds, newest first. 0.5 RU for every 4 KB."""
    return page_by_parent(RefundRow, key(ctx, "refunds"), limit, cursor, newest_first=True)


def move_refund(ctx: Ctx, report: RefundReport, state: RefundState) -> RefundRow:
    """The refund becomes what the provider reports, if that is news and fits. 1 WU +1, +1 when it ends.

    Raises Refused with the row.
    """
    actions: list[Action] = [RefundRow.state.set(state), RefundRow.refund_id.set(report.refund_id)]
    actions.append(RefundRow.refused.remove())
    if state == RefundState.SUCCEEDED:
        succeeded_at = report.succeeded_at or ctx.at
        actions += [RefundRow.succeeded_at.set(succeeded_at), RefundRow.stuck_at.remove(), *due.never()]
    elif state != RefundState.PROCESSING:
        actions += [RefundRow.stuck_at.set(ctx.at), *due.never()]
    return change(ctx, RefundRow(*_refund_key(ctx, report.number)), actions, _fits(report, state))


def _fits(report: RefundReport, state: RefundState) -> Condition:
    fits: Condition = (
        RefundRow.state.is_in(*before(REFUND_MOVES, state))
        & (RefundRow.refund_number == report.refund_number)
        & (RefundRow.mchid == report.mchid)
        & (RefundRow.amount == report.amount)
        & (RefundRow.total == report.total)
    )
    return fits


def refuse_refund(ctx: Ctx, number: PaymentNumber, said: str) -> RefundRow:
    """Note why the provider did not take the last try. 1 WU +1. Raises Refused when it took one meanwhile."""
    underway = RefundRow.state.is_in(*UNDERWAY)
    return change(ctx, RefundRow(*_refund_key(ctx, number)), [RefundRow.refused.set(said)], underway)


def retry_refund(ctx: Ctx, number: PaymentNumber) -> RefundRow:
    """What is stuck or not taken yet is asked for again. 1 WU +1 listed +2 due. Raises Refused with the row."""
    actions = [
        RefundRow.state.set(RefundState.ASKED),
        RefundRow.retried_at.set(ctx.at),
        RefundRow.tries.set(0),
        RefundRow.stuck_at.remove(),
        *due.at(ctx, REFUND_TOPIC, number, _after(ctx, rules.refund_look_seconds(0))),
    ]
    stuck = RefundRow.state.is_in(*before(REFUND_MOVES, RefundState.ASKED))
    return change(ctx, RefundRow(*_refund_key(ctx, number)), actions, stuck)


def look_at_refund_later(ctx: Ctx, waiting: Due, tries: int) -> RefundRow:
    """Look again after a pause that grows. 1 WU +1 listed +2 due. Raises Refused as for a payment."""
    when = _after(ctx, rules.refund_look_seconds(tries))
    actions = [RefundRow.tries.set(tries), *due.at(ctx, REFUND_TOPIC, number_of(waiting), when)]
    return change(ctx, RefundRow(waiting.pk, waiting.sk), actions, Row.due_at == waiting.due_at)


def note_refund_trouble(ctx: Ctx, number: PaymentNumber, line: str) -> RefundRow:
    """Keep a line of trouble. 1 WU +1. Raises Refused when that very line is there."""
    is_new = RefundRow.pk.exists() & ~RefundRow.trouble.contains(line)
    return change(ctx, RefundRow(*_refund_key(ctx, number)), [RefundRow.trouble.add({line})], is_new)
