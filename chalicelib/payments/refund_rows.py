"""Rows of refunds, and the writes that decide: each is asked for under a number of its own, and ends once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute, UnicodeSetAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.core.audited import Audited
from chalicelib.core.context import Ctx
from chalicelib.core.money import Fen
from chalicelib.core.storage import due
from chalicelib.core.storage.attributes import EnumAttribute, FenAttribute, IdAttribute, IntAttribute, MomentAttribute
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.lists import Page, children, page_by_parent, parent_of
from chalicelib.core.storage.table import Keys, Refused, Row, change, get, key
from chalicelib.core.storage.transaction import Refusal, Transaction
from chalicelib.members.ids import MemberId
from chalicelib.payments import rules
from chalicelib.payments.shapes import REFUND, Asked
from chalicelib.payments.states import (
    REFUND_MOVES,
    UNDERWAY,
    Origin,
    RefundState,
    before,
)
from chalicelib.payments.store import PaymentRow, after, number_of, payment_key, set_aside_in
from chalicelib.platforms.wechatpay.provider import PaymentNumber, RefundNumber, RefundReport

REFUND_TOPIC = "refund"


class RefundRow(Row, discriminator="refund"):
    """Money to give back: `amount` of a payment's `total`.

    asked_for_by: the request of an operator, by which a repeat of it is known, '' for a rule's. origin: who asked.
    tries: how often the sweep looked at it. refused: the provider's code of a try that it did not take; is_for_good: no
    later try will be taken. stuck_at: when the provider reported that it was closed or did not arrive; gone once it is
    tried again.
    """

    keys = Keys(
        pk="refund#<payment>",
        sk="<refund_number>",
        parent="refunds#<shard>",
        place="<asked_at><refund_number>",
        due=REFUND_TOPIC,
    )
    audited = Audited(thing=REFUND, id="refund_number", shows=("state", "amount"), hides=())

    number = IdAttribute[PaymentNumber]()
    refund_number = IdAttribute[RefundNumber]()
    origin = EnumAttribute(Origin)
    asked_for_by = UnicodeAttribute(default="")
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
    is_for_good = BooleanAttribute(default=False)
    refund_id = UnicodeAttribute(null=True)
    retried_at = MomentAttribute(null=True)
    stuck_at = MomentAttribute(null=True)
    withdrawn_at = MomentAttribute(null=True)
    succeeded_at = MomentAttribute(null=True)
    trouble = UnicodeSetAttribute(null=True)


def _refund_key(ctx: Ctx, number: PaymentNumber, refund_number: RefundNumber) -> tuple[str, str]:
    return key(ctx, "refund", number), refund_number


def ask_refund_in(
    transaction: Transaction,
    paid: PaymentRow,
    refund: Asked,
    *,
    too_large: Refusal[PaymentRow],
    number_taken: Callable[[RefundRow], Exception],
) -> None:
    """Add: the refund of a payment under a number that is free, if what was paid holds it. 4 WU +1 listed +1 due.

    It is looked at in a minute.
    """
    ctx = transaction.ctx
    row = _refund(ctx, paid, refund, Origin.OURS, RefundState.ASKED)
    row.due, row.due_at = due.place(ctx, REFUND_TOPIC, refund.refund_number, after(ctx, rules.refund_look_seconds(0)))
    transaction.put_new(row, number_taken)
    set_aside_in(transaction, paid, refund.amount, [], too_large)


def _refund(ctx: Ctx, paid: PaymentRow, refund: Asked, origin: Origin, state: RefundState) -> RefundRow:
    return RefundRow(
        *_refund_key(ctx, paid.number, refund.refund_number),
        number=paid.number,
        refund_number=refund.refund_number,
        origin=origin,
        asked_for_by=refund.asked_for_by,
        member_id=paid.member_id,
        amount=refund.amount,
        total=paid.amount,
        currency=paid.currency,
        reason=refund.reason,
        mchid=paid.mchid,
        notify_url=paid.notify_url,
        state=state,
        asked_at=ctx.at,
        parent=parent_of(RefundRow, key(ctx, "refunds"), refund.refund_number),
        place=ctx.at + refund.refund_number,
    )


def find_refund_in(
    transaction: Transaction,
    paid: PaymentRow,
    report: RefundReport,
    state: RefundState,
    *,
    reason: str,
    trouble: str,
    too_large: Refusal[PaymentRow],
    number_taken: Callable[[RefundRow], Exception],
) -> None:
    """Add: a refund that was asked for elsewhere, as the provider reports it, if what was paid holds it. 4 WU +1.

    trouble: the line that the payment keeps of it.
    """
    ctx = transaction.ctx
    asked = Asked(refund_number=report.refund_number, amount=report.amount, reason=reason)
    row = _refund(ctx, paid, asked, Origin.CONSOLE, state)
    row.refund_id = report.refund_id
    if state == RefundState.SUCCEEDED:
        row.succeeded_at = report.succeeded_at or ctx.at
    elif state == RefundState.PROCESSING:
        when = after(ctx, rules.refund_look_seconds(0))
        row.due, row.due_at = due.place(ctx, REFUND_TOPIC, report.refund_number, when)
    else:
        row.stuck_at = ctx.at
    transaction.put_new(row, number_taken)
    noted = [PaymentRow.trouble.add({trouble}), PaymentRow.unbooked.delete({report.refund_number})]
    set_aside_in(transaction, paid, report.amount, noted, too_large)


def refund(ctx: Ctx, number: PaymentNumber, refund_number: RefundNumber) -> RefundRow | None:
    """One refund, read consistently. 1 RU."""
    return get(RefundRow, *_refund_key(ctx, number, refund_number), consistent=True)


def refunds_of(ctx: Ctx, number: PaymentNumber) -> list[RefundRow]:
    """A payment's refunds, at most 50 (docs/platform I5), read consistently. 1 RU per 4 KB."""
    return list(children(RefundRow, key(ctx, "refund", number), consistent=True))


def refund_due(waiting: Due) -> tuple[PaymentNumber, RefundNumber]:
    """The numbers in the key of a refund that is due."""
    return number_of(waiting), RefundNumber(waiting.sk)


def refunds(ctx: Ctx, limit: int, cursor: str) -> Page[RefundRow]:
    """The corp's refunds, newest first. 0.5 RU for every 4 KB."""
    return page_by_parent(RefundRow, key(ctx, "refunds"), limit, cursor, newest_first=True)


def move_refund(ctx: Ctx, report: RefundReport, state: RefundState) -> RefundRow:
    """The refund becomes what the provider reports, if that is news and fits. 1 WU +1, +1 when it ends.

    Raises Refused with the row.
    """
    # What was withdrawn has given its money back to the payment: see `take_up_refund_in`.
    known = [earlier for earlier in before(REFUND_MOVES, state) if earlier != RefundState.WITHDRAWN]
    fits = RefundRow.state.is_in(*known) & _fits(report)
    row = RefundRow(*_refund_key(ctx, report.number, report.refund_number))
    return change(ctx, row, _becoming(ctx, report, state), fits)


def _becoming(ctx: Ctx, report: RefundReport, state: RefundState) -> list[Action]:
    actions: list[Action] = [RefundRow.state.set(state), RefundRow.refund_id.set(report.refund_id)]
    actions += [RefundRow.refused.remove(), RefundRow.is_for_good.set(False)]
    if state == RefundState.SUCCEEDED:
        succeeded_at = report.succeeded_at or ctx.at
        actions += [RefundRow.succeeded_at.set(succeeded_at), RefundRow.stuck_at.remove(), *due.never()]
    elif state != RefundState.PROCESSING:
        actions += [RefundRow.stuck_at.set(ctx.at), *due.never()]
    return actions


def _fits(report: RefundReport) -> Condition:
    fits: Condition = (
        (RefundRow.mchid == report.mchid) & (RefundRow.amount == report.amount) & (RefundRow.total == report.total)
    )
    return fits


def refuse_refund(
    ctx: Ctx, number: PaymentNumber, refund_number: RefundNumber, said: str, *, is_for_good: bool
) -> RefundRow:
    """Note why the provider did not take the last try. 1 WU +1. Raises Refused when it took one meanwhile."""
    actions = [RefundRow.refused.set(said), RefundRow.is_for_good.set(is_for_good)]
    underway = RefundRow.state.is_in(*UNDERWAY)
    return change(ctx, RefundRow(*_refund_key(ctx, number, refund_number)), actions, underway)


def withdraw_refund_in(transaction: Transaction, row: RefundRow, moved: Refusal[RefundRow]) -> None:
    """Add: what was refused for good, or closed, is owed no more, and its money is the payment's again. 4 WU +1 +2.

    It is looked at a last time.
    """
    ctx = transaction.ctx
    actions = [
        RefundRow.state.set(RefundState.WITHDRAWN),
        RefundRow.withdrawn_at.set(ctx.at),
        RefundRow.stuck_at.remove(),
        *due.at(ctx, REFUND_TOPIC, row.refund_number, after(ctx, rules.LAST_LOOK_SECONDS)),
    ]
    refused = (RefundRow.state == RefundState.ASKED) & (RefundRow.is_for_good == True)  # noqa: E712  PynamoDB's
    let_go = refused | (RefundRow.state == RefundState.CLOSED)
    transaction.change(RefundRow(row.pk, row.sk), actions, let_go, moved)
    paid = PaymentRow(*payment_key(ctx, row.number))
    enough = PaymentRow.returned >= row.amount
    transaction.change(paid, [PaymentRow.returned.add(Fen(-row.amount))], enough, Refused)


def take_up_refund_in(
    transaction: Transaction,
    report: RefundReport,
    state: RefundState,
    trouble: str,
    *,
    paid: PaymentRow,
    moved: Refusal[RefundRow],
    too_large: Refusal[PaymentRow],
) -> None:
    """Add: the provider took a refund that we had withdrawn: it is what it reports, if that fits. 4 WU +1 +1.

    trouble: the line that it keeps of it.
    """
    ctx = transaction.ctx
    actions = [*_becoming(ctx, report, state), RefundRow.trouble.add({trouble})]
    withdrawn = (RefundRow.state == RefundState.WITHDRAWN) & _fits(report)
    row = RefundRow(*_refund_key(ctx, report.number, report.refund_number))
    transaction.change(row, actions, withdrawn, moved)
    set_aside_in(transaction, paid, report.amount, [], too_large)


def rest_refund(ctx: Ctx, number: PaymentNumber, refund_number: RefundNumber) -> None:
    """The last look at what was withdrawn found nothing. 1 WU +1. Nothing when it was taken up again."""
    withdrawn = RefundRow.state == RefundState.WITHDRAWN
    with suppress(Refused):
        change(ctx, RefundRow(*_refund_key(ctx, number, refund_number)), due.never(), withdrawn)


def retry_refund(ctx: Ctx, number: PaymentNumber, refund_number: RefundNumber) -> RefundRow:
    """What of ours is stuck or not taken yet is asked for again. 1 WU +1 listed +2 due. Raises Refused with the row."""
    actions = [
        RefundRow.state.set(RefundState.ASKED),
        RefundRow.retried_at.set(ctx.at),
        RefundRow.tries.set(0),
        RefundRow.is_for_good.set(False),
        RefundRow.stuck_at.remove(),
        *due.at(ctx, REFUND_TOPIC, refund_number, after(ctx, rules.refund_look_seconds(0))),
    ]
    stuck = RefundRow.state.is_in(*before(REFUND_MOVES, RefundState.ASKED)) & (RefundRow.origin == Origin.OURS)
    return change(ctx, RefundRow(*_refund_key(ctx, number, refund_number)), actions, stuck)


def look_at_refund_later(ctx: Ctx, waiting: Due, tries: int) -> RefundRow:
    """Look again after a pause that grows. 1 WU +1 listed +2 due. Raises Refused as for a payment."""
    when = after(ctx, rules.refund_look_seconds(tries))
    actions = [RefundRow.tries.set(tries), *due.at(ctx, REFUND_TOPIC, waiting.sk, when)]
    return change(ctx, RefundRow(waiting.pk, waiting.sk), actions, Row.due_at == waiting.due_at)


def note_refund_trouble(ctx: Ctx, number: PaymentNumber, refund_number: RefundNumber, line: str) -> RefundRow:
    """Keep a line of trouble. 1 WU +1. Raises Refused when that very line is there."""
    is_new = RefundRow.pk.exists() & ~RefundRow.trouble.contains(line)
    return change(ctx, RefundRow(*_refund_key(ctx, number, refund_number)), [RefundRow.trouble.add({line})], is_new)
