"""Giving money back: under numbers of a payment, never more than came, until the provider confirms each.

The sweep is what tries again: after 1 minute, then twice as long each time, at most an hour. It asks what became of the
number before it asks for the refund again, so a lost answer is looked up. What somebody gives back in the provider's
merchant console is booked when we hear of it, if it fits. What the provider refused for good a person may withdraw
(`withdrawing.py`).
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import NoReturn

import msgspec

from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.errors import Outlook
from chalicelib.core.events.errands import send
from chalicelib.core.events.facts import Fact
from chalicelib.core.money import Fen
from chalicelib.core.ops import log, metrics
from chalicelib.core.storage import retry
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.lists import Page
from chalicelib.core.storage.table import Refused
from chalicelib.core.storage.transaction import Transaction
from chalicelib.payments import refund_rows, rules, store, views
from chalicelib.payments.errands import QueryRefund, SendRefund
from chalicelib.payments.errors import (
    LeftChanged,
    NotPaid,
    PaymentMismatched,
    RefundDone,
    RefundElsewhere,
    RefundTooLarge,
    RefundUnderway,
    RefundWithdrawn,
    TooManyRefunds,
    UnknownPayment,
    UnknownRefund,
)
from chalicelib.payments.facts import RefundAsked, RefundRetried
from chalicelib.payments.refund_rows import RefundRow
from chalicelib.payments.shapes import Asked, Refund
from chalicelib.payments.states import LOOKED_UP, REFUND_MOVES, Origin, Outcome, PaymentState, RefundState
from chalicelib.payments.store import PaymentRow
from chalicelib.platforms.wechatpay import client as wechat
from chalicelib.platforms.wechatpay.errors import NumberUnknown, PayBusy, PayOutcomeUnknown, PayRefused
from chalicelib.platforms.wechatpay.provider import PaymentNumber, RefundNumber, RefundReport, Repayment

# docs/platform I5. The last is kept for all that is left, or a team that fails could not give it back.
MOST_REFUNDS = 50
FOUND = "微信支付商户平台退款"
REASON_CHARACTERS = 80


class AskedBefore(Exception):
    """This very request asked for a refund before, and only its answer was lost."""

    def __init__(self, refund: Refund) -> None:
        super().__init__(refund.refund_number)
        self.refund = refund


def ask_in(
    transaction: Transaction,
    number: PaymentNumber,
    amount: Fen | None,
    reason: str,
    asked_for_by: str,
    moved: Callable[[], Exception],
    seen: Fen | None = None,
) -> Asked | None:
    """Add: see `service.ask_refund_in`. What is read here only numbers the refund; the write decides."""
    ctx = transaction.ctx
    paid = store.payment(ctx, number)
    if paid is None or paid.state != PaymentState.PAID:
        raise NotPaid(number=number)
    before = refund_rows.refunds_of(ctx, number)
    _raise_if_asked_before(before, asked_for_by)
    left = Fen(paid.amount - paid.returned)
    if seen is not None and left != seen:
        raise LeftChanged(number, left)
    if left == 0:
        return None
    asked = _asked(paid, before, left if amount is None else amount, reason, asked_for_by)
    still = None if seen is None else PaymentRow.returned == paid.returned
    refund_rows.ask_refund_in(
        transaction, paid, asked, too_large=lambda _: moved(), number_taken=lambda _: moved(), only_if=still
    )
    return asked


def _raise_if_asked_before(refunds: Sequence[RefundRow], asked_for_by: str) -> None:
    for row in refunds:
        if asked_for_by and row.asked_for_by == asked_for_by:
            raise AskedBefore(views.refund(row))


def _asked(paid: PaymentRow, before: Sequence[RefundRow], amount: Fen, reason: str, asked_for_by: str) -> Asked:
    """The next refund of a payment. Raises RefundTooLarge, TooManyRefunds."""
    left = paid.amount - paid.returned
    if not 1 <= amount <= left:
        raise RefundTooLarge(paid.number, Fen(left))
    taken = [row for row in before if row.state is not RefundState.WITHDRAWN]
    if len(taken) >= (MOST_REFUNDS if amount == left else MOST_REFUNDS - 1):
        raise TooManyRefunds(number=paid.number)
    ours = sum(row.origin == Origin.OURS for row in before)
    return Asked(
        refund_number=rules.refund_number(paid.number, ours + 1),
        amount=amount,
        reason=reason[:REASON_CHARACTERS],
        asked_for_by=asked_for_by,
        is_rest=amount == left,
    )


def send_refund_later(ctx: Ctx, fact: Fact[RefundAsked] | Fact[RefundRetried]) -> None:
    """After a refund was asked for, or asked for again: the provider is asked."""
    send(ctx, SendRefund(number=PaymentNumber(fact.data.order), refund=fact.data.refund))


def send_refund(ctx: Ctx, errand: SendRefund) -> None:
    """Ask the provider for a refund. Safe to repeat: the number is the same, and so is every field."""
    row = refund_rows.refund(ctx, errand.number, errand.refund)
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
    """Learn what became of a refund; one of ours that the provider does not know is asked for (again).

    One that only the provider knows, of which somebody hinted, is booked as it reports it. One that was withdrawn rests
    once the provider says that it has not taken it.
    """
    row = refund_rows.refund(ctx, errand.number, errand.refund)
    if row is not None and row.state not in LOOKED_UP:
        return
    try:
        report = wechat.of(ctx).query_refund(errand.refund)
    except NumberUnknown:
        _nobody_knows(ctx, errand, row)
    except (PayRefused, PayOutcomeUnknown) as error:
        if row is None:
            raise  # the queue tries again: no sweep knows of it
        _not_taken(ctx, row, error)
    else:
        with contextlib.suppress(PaymentMismatched):  # as above
            apply(ctx, report)
        if row is not None and row.state is RefundState.WITHDRAWN:
            refund_rows.rest_refund(ctx, row.number, row.refund_number)


def _nobody_knows(ctx: Ctx, errand: QueryRefund, row: RefundRow | None) -> None:
    if row is not None and row.state is RefundState.WITHDRAWN:
        refund_rows.rest_refund(ctx, row.number, row.refund_number)
        return
    if row is not None:
        send_refund(ctx, SendRefund(number=errand.number, refund=errand.refund))
        return
    line = f"{ctx.at} refund {errand.refund}: a hint told of it, and WeChat Pay does not know it"
    _note_with_payment(ctx, errand.number, errand.refund, line)


def _not_taken(ctx: Ctx, row: RefundRow, error: PayRefused | PayOutcomeUnknown) -> None:
    """Keep why; the sweep tries again. What time alone will not mend (no balance, say) wakes somebody."""
    said = error.said if isinstance(error, PayRefused) else str(error.details.get("reason", ""))
    log.warning("refund not taken", corp=ctx.corp, cause=f"refund:{row.refund_number}", reason=said)
    is_stuck = not isinstance(error, PayBusy | PayOutcomeUnknown)
    if is_stuck:
        metrics.count("RefundsStuck", stage=config().stage)
    try:
        is_for_good = error.outlook is Outlook.NEVER
        refund_rows.refuse_refund(ctx, row.number, row.refund_number, said, is_stuck=is_stuck, is_for_good=is_for_good)
    except Refused:
        return  # a rival's try was taken


def apply(ctx: Ctx, report: RefundReport) -> Outcome:
    """What the provider reports of a refund, by notice or when asked. 1 WU +2; 4 WU +1 for one made elsewhere.

    Raises UnknownPayment, and PaymentMismatched when merchant, number or amounts are not those that were asked for, or
    a refund made elsewhere, or withdrawn, is of more than is left: that is kept with the refund or the payment.
    """
    state = rules.REFUND_STATES.get(report.status)
    if state is None:
        return Outcome.OTHER
    try:
        refund_rows.move_refund(ctx, report, state)
    except Refused as refused:
        row = refused.row(RefundRow)
        if row is None:
            return retry.on_collision(lambda: _find(ctx, report, state), NumberTaken)
        if row.state is RefundState.WITHDRAWN and state in REFUND_MOVES[row.state]:
            return _take_up(ctx, report, state)
        _explain(ctx, report, row)
        return Outcome.BOOKED
    _count(ctx, report, state)
    return Outcome.BOOKED


def _count(ctx: Ctx, report: RefundReport, state: RefundState) -> None:
    if state == RefundState.SUCCEEDED:
        metrics.count("RefundsSucceeded", corp=ctx.corp)
    elif state != RefundState.PROCESSING:
        log.warning("refund stuck", corp=ctx.corp, cause=f"refund:{report.refund_number}", reason=report.status)
        metrics.count("RefundsStuck", stage=config().stage)


def _explain(ctx: Ctx, report: RefundReport, row: RefundRow) -> None:
    """Why a refund did not move: it had before, or it does not fit."""
    asked = {"mchid": row.mchid, "amount": row.amount, "total": row.total}
    problem = rules.mismatch(asked, msgspec.structs.asdict(report))
    if not problem:
        return  # reported again, or late
    _keep_with_refund(ctx, report, row, problem)


def _keep_with_refund(ctx: Ctx, report: RefundReport, row: RefundRow, problem: str) -> NoReturn:
    try:
        refund_rows.note_refund_trouble(ctx, report.number, report.refund_number, _line(report, row, problem))
        _ring(ctx, report.refund_number, problem)
    except Refused:
        pass  # the provider repeats itself
    raise PaymentMismatched(number=report.number)


def _line(report: RefundReport, row: RefundRow, problem: str) -> str:
    return f"{report.succeeded_at or row.asked_at} refund {report.refund_id} {report.status}: {problem}"


def _ring(ctx: Ctx, refund_number: RefundNumber, problem: str) -> None:
    log.warning("refund mismatched", corp=ctx.corp, cause=f"refund:{refund_number}", reason=problem)
    metrics.count("PaymentsMismatched", stage=config().stage)


def _take_up(ctx: Ctx, report: RefundReport, state: RefundState) -> Outcome:
    """The provider took what we had withdrawn: its money goes back after all, if the payment still has it, and rings.

    It was on its way there when a person let go of it, who may have given the money back otherwise.
    """
    row, paid = refund_rows.refund(ctx, report.number, report.refund_number), store.payment(ctx, report.number)
    if row is None or paid is None or row.state is not RefundState.WITHDRAWN:
        return apply(ctx, report)
    problem = "taken after it was withdrawn"
    transaction = Transaction(ctx)
    refund_rows.take_up_refund_in(
        transaction,
        report,
        state,
        _line(report, row, problem),
        paid=paid,
        moved=lambda _: DoesNotFit(),
        too_large=lambda _: DoesNotFit(),
    )
    try:
        transaction.commit()
    except DoesNotFit:
        now = refund_rows.refund(ctx, report.number, report.refund_number)
        if now is not None and now.state is not RefundState.WITHDRAWN:
            return apply(ctx, report)
        _keep_with_refund(ctx, report, row, f"{problem}, and it does not fit what is left of {paid.amount}")
    _ring(ctx, report.refund_number, problem)
    _count(ctx, report, state)
    return Outcome.BOOKED


# ---- made elsewhere


class NumberTaken(Exception):
    """A rival booked this refund, or told something of its payment: look again."""


def _find(ctx: Ctx, report: RefundReport, state: RefundState) -> Outcome:
    """Book a refund that was made in the merchant console, if it fits what is left of its payment."""
    if refund_rows.refund(ctx, report.number, report.refund_number) is not None:
        return apply(ctx, report)
    paid = store.payment(ctx, report.number)
    if paid is None:
        log.warning("unknown refund", corp=ctx.corp, cause=f"refund:{report.refund_number}", request_id=ctx.request_id)
        metrics.count("PaymentsMismatched", stage=config().stage)
        raise UnknownPayment()
    if paid.state != PaymentState.PAID:
        # Its payment's own notice is late, or lost: the queue tries again, and the payment is asked about meanwhile.
        raise NotPaid(number=report.number)
    what = f"{report.succeeded_at or ctx.at} refund {report.refund_number} {report.status} of {report.amount}"
    problem = rules.mismatch({"mchid": paid.mchid, "total": paid.amount}, msgspec.structs.asdict(report))
    if problem or state not in rules.FOUND or report.amount < 1:
        _keep(ctx, report, f"{what}: made in the merchant console, not booked: {problem or 'nothing moved'}")
    transaction = Transaction(ctx)
    refund_rows.find_refund_in(
        transaction,
        paid,
        report,
        state,
        reason=FOUND,
        trouble=f"{what}: made in the merchant console, booked",
        too_large=lambda now: _why_not_booked(now, report.amount),
        number_taken=lambda _: NumberTaken(),
    )
    try:
        transaction.commit()
    except DoesNotFit:
        line = f"{what}: made in the merchant console, not booked: more than is left of {paid.amount}"
        _keep(ctx, report, line, report.refund_number)
    log.warning("refund found", corp=ctx.corp, cause=f"refund:{report.refund_number}")
    _count(ctx, report, state)
    return Outcome.FOUND


class DoesNotFit(Exception):
    """It is of more than what is left of its payment."""


def _why_not_booked(now: PaymentRow | None, amount: Fen) -> Exception:
    """There is no room for it, or something else was told of the payment meanwhile."""
    return NumberTaken() if now is not None and now.returned + amount <= now.amount else DoesNotFit()


def _keep(ctx: Ctx, report: RefundReport, line: str, unbooked: str = "") -> NoReturn:
    _note_with_payment(ctx, report.number, report.refund_number, line, unbooked)
    raise PaymentMismatched(number=report.number)


def _note_with_payment(
    ctx: Ctx, number: PaymentNumber, refund_number: RefundNumber, line: str, unbooked: str = ""
) -> None:
    try:
        store.note_payment_trouble(ctx, number, line, unbooked)
    except Refused:
        return  # the provider repeats itself
    _ring(ctx, refund_number, "not asked for by us")


# ---- again


def look_again(ctx: Ctx, waiting: Due) -> None:
    """When a refund is due: it waits on, longer than before, and the provider is asked. 1 WU +3, 1 RU."""
    number, refund_number = refund_rows.refund_due(waiting)
    row = refund_rows.refund(ctx, number, refund_number)
    if row is None:
        return
    try:
        refund_rows.look_at_refund_later(ctx, waiting, row.tries + 1)
    except Refused:
        return  # settled meanwhile, or another tick was first
    send(ctx, QueryRefund(number=number, refund=refund_number))


def again(ctx: Ctx, number: PaymentNumber, refund_number: RefundNumber) -> Refund:
    """A person has mended what a refund was stuck on: it is asked for again under its own number (docs/platform I5).

    1 WU +3. Raises UnknownRefund, RefundUnderway, RefundDone, RefundElsewhere, RefundWithdrawn.
    """
    try:
        return views.refund(refund_rows.retry_refund(ctx, number, refund_number))
    except Refused as refused:
        row = refused.row(RefundRow)
        if row is None:
            raise UnknownRefund() from None
        if row.state == RefundState.SUCCEEDED:
            raise RefundDone(succeeded_at=row.succeeded_at) from None
        if row.state == RefundState.WITHDRAWN:
            raise RefundWithdrawn() from None
        if row.origin == Origin.CONSOLE:
            raise RefundElsewhere() from None
        raise RefundUnderway() from None


def page(ctx: Ctx, limit: int, cursor: str) -> Page[Refund]:
    """The corp's refunds, newest first."""
    return refund_rows.refunds(ctx, limit, cursor).map(views.refund)


def of(ctx: Ctx, number: PaymentNumber) -> list[Refund]:
    """A payment's refunds, the first first. 1 RU per 4 KB."""
    rows = sorted(refund_rows.refunds_of(ctx, number), key=lambda row: (row.asked_at, row.refund_number))
    return [views.refund(row) for row in rows]
