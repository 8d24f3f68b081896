"""Rows of refunds, and the writes that decide: each is asked for under a number of its own, and ends once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
from chalicelib.core.storage.lists import LISTED, Page, children, page_of, parent_of, parents
from chalicelib.core.storage.table import Keys, Refused, Row, change, get, get_many, key
from chalicelib.core.storage.transaction import Refusal, Transaction
from chalicelib.members.ids import MemberId
from chalicelib.payments import rules
from chalicelib.payments.shapes import REFUND, Asked
from chalicelib.payments.states import (
    REFUND_MOVES,
    STUCK,
    UNDERWAY,
    Origin,
    RefundState,
    Standing,
    before,
)
from chalicelib.payments.store import PaymentRow, after, closed, is_as_read, number_of, payment_key, set_aside_in
from chalicelib.platforms.wechatpay.provider import PaymentNumber, RefundNumber, RefundReport

REFUND_TOPIC = "refund"


class RefundRow(Row, discriminator="refund"):
    """Money to give back: `amount` of a payment's `total`.

    asked_for_by: the request of an operator, by which a repeat of it is known, '' for a rule's. origin: who asked.
    tries: how often the sweep looked at it. refused: the provider's code of a try that it did not take; is_for_good: no
    later try will be taken; is_stuck: time alone will not mend it, such as an empty account. stuck_at: when the
    provider reported that it was closed or did not arrive; gone once it is tried again. trouble: `time what` of each
    report that does not fit; settled: which of what is wrong somebody has seen to; acknowledged: `time who: why`.
    """

    keys = Keys(
        pk="refund#<payment>",
        sk="<refund_number>",
        parent="refunds#<standing>#<shard>",
        place="<asked_at><refund_number>",
        due=REFUND_TOPIC,
    )
    audited = Audited(thing=REFUND, id="refund_number", shows=("state", "amount", "standing"), hides=("acknowledged",))

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
    is_stuck = BooleanAttribute(default=False)
    refund_id = UnicodeAttribute(null=True)
    retried_at = MomentAttribute(null=True)
    stuck_at = MomentAttribute(null=True)
    withdrawn_at = MomentAttribute(null=True)
    succeeded_at = MomentAttribute(null=True)
    trouble = UnicodeSetAttribute(null=True)
    settled = UnicodeSetAttribute(null=True)
    acknowledged = UnicodeSetAttribute(null=True)
    standing = EnumAttribute(Standing, default=Standing.FINE)

    @property
    def open_trouble(self) -> set[str]:
        """What does not fit, or did not arrive, and nobody has seen to yet."""
        return {*(self.trouble or ()), *self.lost} - set(self.settled or ())

    @property
    def lost(self) -> set[str]:
        """That it did not arrive, in the words by which somebody sees to it."""
        return {f"{self.stuck_at} {self.state}"} if self.state is RefundState.ABNORMAL else set()

    @property
    def is_owed_still(self) -> bool:
        """The provider did not take it, and will not by itself: it is tried again, or withdrawn."""
        return self.state is RefundState.CLOSED or (self.state is RefundState.ASKED and self.is_stuck)

    def stands_as(self, state: RefundState) -> Standing:
        """Where it belongs once it is no longer stuck, but in this state: what does not fit stays open."""
        if set(self.trouble or ()) - set(self.settled or ()) or state in STUCK:
            return Standing.OPEN
        return Standing.SEEN if self.acknowledged else Standing.FINE


def _refund_key(ctx: Ctx, number: PaymentNumber, refund_number: RefundNumber) -> tuple[str, str]:
    return key(ctx, "refund", number), refund_number


def ask_refund_in(
    transaction: Transaction,
    paid: PaymentRow,
    refund: Asked,
    *,
    too_large: Refusal[PaymentRow],
    number_taken: Callable[[RefundRow], Exception],
    only_if: Condition | None = None,
) -> None:
    """Add: the refund of a payment under a number that is free, if what was paid holds it. 4 WU +1 listed +1 due.

    It is looked at in a minute. only_if: what must hold of the payment besides, else `too_large` is raised too.
    """
    ctx = transaction.ctx
    row = _refund(ctx, paid, refund, Origin.OURS, RefundState.ASKED)
    row.due, row.due_at = due.place(ctx, REFUND_TOPIC, refund.refund_number, after(ctx, rules.refund_look_seconds(0)))
    transaction.put_new(row, number_taken)
    set_aside_in(transaction, paid, refund.amount, [], too_large, only_if)


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
        parent=_parent(ctx, refund.refund_number, Standing.FINE),
        place=ctx.at + refund.refund_number,
    )


def _parent(ctx: Ctx, refund_number: RefundNumber, standing: Standing) -> str:
    return parent_of(RefundRow, key(ctx, "refunds", standing), refund_number)


def _listed(ctx: Ctx, refund_number: RefundNumber, standing: Standing) -> list[Action]:
    return [RefundRow.standing.set(standing), RefundRow.parent.set(_parent(ctx, refund_number, standing))]


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
        row.stuck_at, row.standing = ctx.at, Standing.OPEN
        row.parent = _parent(ctx, report.refund_number, Standing.OPEN)
    transaction.put_new(row, number_taken)
    noted = [PaymentRow.trouble.add({trouble}), PaymentRow.unbooked.delete({report.refund_number})]
    settles = paid.standing is Standing.OPEN and not paid.open_trouble - {report.refund_number}
    actions = [*noted, *closed(ctx, paid)] if settles else noted
    as_read = is_as_read(PaymentRow.amiss, paid.amiss) & is_as_read(PaymentRow.unbooked, paid.unbooked)
    set_aside_in(transaction, paid, report.amount, actions, too_large, only_if=as_read if settles else None)


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
    """The corp's refunds, newest first. 24 queries, 0.5 RU for every 4 KB of each, 0.5 RU a refund."""
    every = [part for standing in Standing for part in parents(RefundRow, key(ctx, "refunds", standing))]
    page = page_of(LISTED, every, limit, cursor)
    rows = get_many([(item["pk"]["S"], item["sk"]["S"]) for item in page.items])
    return Page([row for row in rows if isinstance(row, RefundRow)], page.cursor)


def troubles(ctx: Ctx, standing: Standing, limit: int, cursor: str) -> Page[PaymentRow | RefundRow]:
    """What somebody has to see to, or has seen to, newest first. 16 queries, 0.5 RU per 4 KB of each, 0.5 RU a row."""
    payments = parents(PaymentRow, key(ctx, "payments", standing))
    page = page_of(LISTED, [*payments, *parents(RefundRow, key(ctx, "refunds", standing))], limit, cursor)
    rows = get_many([(item["pk"]["S"], item["sk"]["S"]) for item in page.items])
    return Page([row for row in rows if isinstance(row, PaymentRow | RefundRow)], page.cursor)


def move_refund(ctx: Ctx, report: RefundReport, state: RefundState) -> RefundRow:
    """The refund becomes what the provider reports, if that is news and fits. 1 WU +1, +1 when it ends.

    Of one that somebody had to see to 1 WU more. Raises Refused with the row.
    """
    # What was withdrawn has given its money back to the payment: see `take_up_refund_in`.
    known = [earlier for earlier in before(REFUND_MOVES, state) if earlier != RefundState.WITHDRAWN]
    fits = RefundRow.state.is_in(*known) & _fits(report)
    row = RefundRow(*_refund_key(ctx, report.number, report.refund_number))
    actions = _becoming(ctx, report, state)
    if state in STUCK:
        opened = _listed(ctx, report.refund_number, Standing.OPEN)
        return change(ctx, row, [*actions, *opened], fits)
    try:
        return change(ctx, row, actions, fits & (RefundRow.standing == Standing.FINE))
    except Refused as refused:
        now = refused.row(RefundRow)
        if now is None or now.standing is Standing.FINE:
            raise
        return _move_back(ctx, now, actions, fits, state)


def _move_back(
    ctx: Ctx, now: RefundRow, actions: Sequence[Action], allowed: Condition, state: RefundState
) -> RefundRow:
    """One that is stuck goes on: it is open no more, unless something of it does not fit. Raises Refused."""
    as_read = is_as_read(RefundRow.trouble, now.trouble) & is_as_read(RefundRow.settled, now.settled)
    listed = _listed(ctx, now.refund_number, now.stands_as(state))
    try:
        return change(ctx, RefundRow(now.pk, now.sk), [*actions, *listed], allowed & as_read)
    except Refused as refused:
        later = refused.row(RefundRow)
        if later is None or (later.trouble, later.settled) == (now.trouble, now.settled):
            raise
    return _move_back(ctx, later, actions, allowed, state)  # something was told, or seen to, meanwhile


def _becoming(ctx: Ctx, report: RefundReport, state: RefundState) -> list[Action]:
    actions: list[Action] = [RefundRow.state.set(state), RefundRow.refund_id.set(report.refund_id)]
    actions += [RefundRow.refused.remove(), RefundRow.is_for_good.set(False), RefundRow.is_stuck.set(False)]
    if state == RefundState.SUCCEEDED:
        succeeded_at = report.succeeded_at or ctx.at
        actions += [RefundRow.succeeded_at.set(succeeded_at), RefundRow.stuck_at.remove(), *due.never()]
    elif state in STUCK:
        actions += [RefundRow.stuck_at.set(ctx.at), *due.never()]
    return actions


def _fits(report: RefundReport) -> Condition:
    fits: Condition = (
        (RefundRow.mchid == report.mchid) & (RefundRow.amount == report.amount) & (RefundRow.total == report.total)
    )
    return fits


def refuse_refund(
    ctx: Ctx, number: PaymentNumber, refund_number: RefundNumber, said: str, *, is_stuck: bool, is_for_good: bool
) -> RefundRow:
    """Note why the provider did not take the last try. 1 WU +1. Raises Refused when it took one meanwhile.

    is_stuck: somebody has to see to it; of what passes by itself nothing is opened.
    """
    actions: list[Action] = [RefundRow.refused.set(said), RefundRow.is_for_good.set(is_for_good)]
    if is_stuck:
        actions += [RefundRow.is_stuck.set(True), *_listed(ctx, refund_number, Standing.OPEN)]
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
        RefundRow.is_stuck.set(False),
        *_listed(ctx, row.refund_number, row.stands_as(RefundState.WITHDRAWN)),
        *due.at(ctx, REFUND_TOPIC, row.refund_number, after(ctx, rules.LAST_LOOK_SECONDS)),
    ]
    refused = (RefundRow.state == RefundState.ASKED) & (RefundRow.is_for_good == True)  # noqa: E712  PynamoDB's
    let_go = refused | (RefundRow.state == RefundState.CLOSED)
    as_read = is_as_read(RefundRow.trouble, row.trouble) & is_as_read(RefundRow.settled, row.settled)
    transaction.change(RefundRow(row.pk, row.sk), actions, let_go & as_read, moved)
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
    opened = _listed(ctx, report.refund_number, Standing.OPEN)
    actions = [*_becoming(ctx, report, state), RefundRow.trouble.add({trouble}), *opened]
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
    """What of ours is stuck or not taken yet is asked for again. 1 WU +1 listed +2 due, 1 WU more for what was open.

    Raises Refused with the row.
    """
    actions: list[Action] = [
        RefundRow.state.set(RefundState.ASKED),
        RefundRow.retried_at.set(ctx.at),
        RefundRow.tries.set(0),
        RefundRow.is_for_good.set(False),
        RefundRow.is_stuck.set(False),
        RefundRow.refused.remove(),
        RefundRow.stuck_at.remove(),
        *due.at(ctx, REFUND_TOPIC, refund_number, after(ctx, rules.refund_look_seconds(0))),
    ]
    stuck = RefundRow.state.is_in(*before(REFUND_MOVES, RefundState.ASKED)) & (RefundRow.origin == Origin.OURS)
    row = RefundRow(*_refund_key(ctx, number, refund_number))
    try:
        return change(ctx, row, actions, stuck & (RefundRow.standing == Standing.FINE))
    except Refused as refused:
        now = refused.row(RefundRow)
        if now is None or now.standing is Standing.FINE:
            raise
        return _move_back(ctx, now, actions, stuck, RefundState.ASKED)


def look_at_refund_later(ctx: Ctx, waiting: Due, tries: int) -> RefundRow:
    """Look again after a pause that grows. 1 WU +1 listed +2 due. Raises Refused as for a payment."""
    when = after(ctx, rules.refund_look_seconds(tries))
    actions = [RefundRow.tries.set(tries), *due.at(ctx, REFUND_TOPIC, waiting.sk, when)]
    return change(ctx, RefundRow(waiting.pk, waiting.sk), actions, Row.due_at == waiting.due_at)


def note_refund_trouble(ctx: Ctx, number: PaymentNumber, refund_number: RefundNumber, line: str) -> RefundRow:
    """Keep a line of trouble, which opens the refund. 1 WU +1. Raises Refused when that very line is there."""
    is_new = RefundRow.pk.exists() & ~RefundRow.trouble.contains(line)
    actions = [RefundRow.trouble.add({line}), *_listed(ctx, refund_number, Standing.OPEN)]
    return change(ctx, RefundRow(*_refund_key(ctx, number, refund_number)), actions, is_new)


def settle_trouble(ctx: Ctx, row: RefundRow, line: str) -> RefundRow:
    """Somebody has seen to all that is open of it as it was read; what is reported since then opens it again.

    1 WU +2 listed. Raises Refused when it moved, or something was reported or seen to, since it was read.
    """
    actions = [RefundRow.acknowledged.add({line}), *_listed(ctx, row.refund_number, Standing.SEEN)]
    if row.open_trouble:
        actions.append(RefundRow.settled.add(row.open_trouble))
    as_read = is_as_read(RefundRow.trouble, row.trouble) & is_as_read(RefundRow.settled, row.settled)
    return change(ctx, RefundRow(row.pk, row.sk), actions, as_read & (RefundRow.state == row.state))
