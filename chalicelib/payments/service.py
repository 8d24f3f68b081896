"""The verbs of payments: ask for money, learn that it came, close. Those of refunds stand in `refunds.py`, those of the
provider's notices in `hearing.py`.

A number is paid once: whatever arrives, in whatever order and however often, one conditional write decides. Notices
may be lost (docs/platform I6), so a payment that is not settled is looked up every 3 minutes.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import NoReturn

import msgspec

from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.events.errands import send
from chalicelib.core.ids import random_code
from chalicelib.core.moments import Moment
from chalicelib.core.money import Fen
from chalicelib.core.ops import log, metrics
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.lists import Page
from chalicelib.core.storage.table import Refused
from chalicelib.core.storage.transaction import Transaction
from chalicelib.payments import refunds, rules, scoping, store, troubles, views, withdrawing
from chalicelib.payments.errands import ClosePayment, QueryPayment
from chalicelib.payments.errors import (
    AlreadyPaid,
    PaymentClosed,
    PaymentDiffers,
    PaymentMismatched,
    UnknownPayment,
)
from chalicelib.payments.shapes import Asked, Payable, Payment, PayParams, Refund, Trouble, TroubleQuery
from chalicelib.payments.states import Outcome, PaymentState
from chalicelib.payments.store import PaymentRow
from chalicelib.platforms.wechatpay import client as wechat
from chalicelib.platforms.wechatpay.errors import (
    NumberClosed,
    NumberPaid,
    NumberUnknown,
    PayBusy,
    PayOutcomeUnknown,
    PayRefused,
)
from chalicelib.platforms.wechatpay.provider import (
    Charge,
    PaymentNumber,
    PaymentReport,
    RefundNumber,
)

NONCE_CHARACTERS = 32
# Other rooms reach it through the service.
AskedBefore = refunds.AskedBefore
problems_of = troubles.problems_of


class RefundsMoved(Exception):
    """A rival gave money of this payment back at the same time: look again."""


tell_stores_with = scoping.tell_stores_with


def open_troubles(ctx: Ctx, limit: int) -> Page[Trouble]:
    """What somebody has to see to, of the scope. A query, 0.5 RU each for names, and for stores in a narrower scope."""
    return scoping.listed(ctx, troubles.page(ctx, TroubleQuery(limit=limit)))


def prepay(ctx: Ctx, payable: Payable) -> PayParams:
    """What wx.requestPayment wants for this money. 1 WU +1 and 1 RU. Safe to repeat: the number is charged once.

    Raises PayNotConfigured, AlreadyPaid, PaymentClosed (or its time is over), PaymentDiffers, PayRefused, PayBusy, and
    PayOutcomeUnknown, after which the customer tries again with the same number.
    """
    provider = wechat.of(ctx)
    row = store.ask(ctx, payable, provider.account, f"{config().public_url}/pay/notify/{ctx.corp}")
    _check_open(ctx, row)
    if (row.amount, row.member_id, row.openid) != (payable.amount, payable.member_id, payable.openid):
        raise PaymentDiffers(number=payable.number)
    charge = msgspec.convert(row, Charge, from_attributes=True)
    try:
        params = provider.prepay(charge, int(ctx.now.timestamp()), random_code(ctx.rng, NONCE_CHARACTERS))
    except NumberPaid:
        raise AlreadyPaid(number=payable.number) from None
    except NumberClosed:
        raise PaymentClosed(number=payable.number) from None
    # Somebody may have asked to close it while the provider was asked. Before that note the provider closes what it
    # has; after it nobody gets the means to pay. So no open order is left behind.
    _check_open(ctx, store.payment(ctx, row.number) or row)
    return params


def _check_open(ctx: Ctx, row: PaymentRow) -> None:
    if row.state == PaymentState.PAID:
        raise AlreadyPaid(number=row.number)
    if row.state == PaymentState.CLOSED or row.close_asked_at or ctx.at >= row.expires_at:
        raise PaymentClosed(number=row.number)


def received(ctx: Ctx, number: str) -> Payment | None:
    """A payment as it is, asked for or paid; None when nobody asked for it. 1 RU."""
    row = store.payment(ctx, PaymentNumber(number))
    return views.payment(row) if row else None


def payment(ctx: Ctx, number: str) -> Payment:
    """The same. Raises UnknownPayment."""
    row = store.payment(ctx, PaymentNumber(number))
    if row is None:
        raise UnknownPayment()
    return views.payment(row)


def apply(ctx: Ctx, report: PaymentReport) -> Outcome:
    """What the provider reports of a payment, by notice or when asked: the money came, once. 1 WU +1.

    OTHER when it reports no money. Raises UnknownPayment, and PaymentMismatched when merchant, app, amount, currency or
    transaction are not those that were asked for or paid: that is kept with the payment and told, and nothing else
    changes.
    """
    if rules.PAYMENT_STATES.get(report.state) != PaymentState.PAID:
        return Outcome.OTHER
    try:
        store.receive(ctx, report)
    except Refused as refused:
        _explain(ctx, report, refused.row(PaymentRow))
    else:
        metrics.count("PaymentsReceived", corp=ctx.corp)
    return Outcome.BOOKED


def _explain(ctx: Ctx, report: PaymentReport, row: PaymentRow | None) -> None:
    """Why a payment was not booked: it was before, or it does not fit."""
    if row is None:
        unknown(ctx, report.number)
    asked = {"mchid": row.mchid, "appid": row.appid, "amount": row.amount, "currency": row.currency}
    if row.state == PaymentState.PAID:
        asked["transaction_id"] = row.transaction_id
    problem = rules.mismatch(asked, {**msgspec.structs.asdict(report), "amount": report.total})
    if not problem:
        return  # reported again
    _note(ctx, report, problem)
    raise PaymentMismatched(number=report.number)


def unknown(ctx: Ctx, number: PaymentNumber) -> NoReturn:
    """Money of a payment that nobody asked for: an alarm. Raises UnknownPayment."""
    log.warning("unknown payment", corp=ctx.corp, cause=f"payment:{number}", request_id=ctx.request_id)
    metrics.count("PaymentsMismatched", stage=config().stage)
    raise UnknownPayment()


def _note(ctx: Ctx, report: PaymentReport, problem: str) -> None:
    keep_trouble(ctx, report.number, report.paid_at, f"transaction {report.transaction_id}: {problem}")


def keep_trouble(ctx: Ctx, number: str, at: Moment, trouble: str) -> None:
    """Money that is in no book is kept with its payment, once for each time and text, and rings. 1 WU."""
    try:
        store.note_payment_trouble(ctx, PaymentNumber(number), f"{at} {trouble}")
    except Refused:
        return  # told again
    log.warning("payment mismatched", corp=ctx.corp, cause=f"payment:{number}", reason=trouble)
    metrics.count("PaymentsMismatched", stage=config().stage)


def look_again(ctx: Ctx, waiting: Due) -> None:
    """When a payment is due: it waits on, and the provider is asked. 1 WU +2."""
    try:
        store.look_at_payment_later(ctx, waiting)
    except Refused:
        return  # settled meanwhile, or another tick was first
    query_later(ctx, store.number_of(waiting))


def query_later(ctx: Ctx, number: str) -> None:
    """Have the provider asked about a payment."""
    send(ctx, QueryPayment(number=PaymentNumber(number)))


def close_later(ctx: Ctx, number: str) -> None:
    """Have a payment closed."""
    send(ctx, ClosePayment(number=PaymentNumber(number)))


def query_payment(ctx: Ctx, errand: QueryPayment) -> None:
    """Learn what became of a payment; one that is unpaid when its time is over is closed. Safe to repeat."""
    row = store.payment(ctx, errand.number)
    if row is None or row.state == PaymentState.PAID:
        return
    try:
        settled = _learn(ctx, row)
    except (PayBusy, PayOutcomeUnknown) as error:
        # The sweep asks again in 3 minutes; a letter in the queue would only ask beside it.
        log.warning("payment not looked up", corp=ctx.corp, code=error.code, cause=ctx.cause)
        return
    if not settled and (row.close_asked_at or ctx.at >= row.expires_at):
        _close(ctx, row.number)


def _learn(ctx: Ctx, row: PaymentRow) -> bool:
    """Ask the provider and apply its answer. True when there is nothing left to wait for."""
    try:
        report = wechat.of(ctx).query(row.number)
    except NumberUnknown:
        return False
    state = rules.PAYMENT_STATES.get(report.state)
    if state == PaymentState.PAID:
        with contextlib.suppress(PaymentMismatched):  # kept with the payment, and an alarm rang
            apply(ctx, report)
    elif state == PaymentState.CLOSED:
        _closed(ctx, row.number)
    return state is not None


def close_payment(ctx: Ctx, errand: ClosePayment) -> None:
    """The provider takes no more money under this number. Safe to repeat. 2 WU +1.

    If the money came first it is booked: `payment.received` instead of `payment.closed`. Raises what the provider
    raises; the queue tries again, and later the sweep.
    """
    _close(ctx, errand.number)


def _close(ctx: Ctx, number: PaymentNumber) -> None:
    try:
        row = store.ask_to_close(ctx, number)
    except Refused as refused:
        old = refused.row(PaymentRow)
        if old is None or old.state != PaymentState.ASKED:
            return
        row = old
    try:
        wechat.of(ctx).close(number)
    except NumberUnknown:
        pass  # it was never ordered there, and from the note on nobody is helped to
    except PayBusy:
        raise
    except PayRefused:
        if not _learn(ctx, row):
            raise
        return
    _closed(ctx, number)


def _closed(ctx: Ctx, number: PaymentNumber) -> None:
    try:
        store.close(ctx, number)
    except Refused:
        return  # paid or closed meanwhile


def ask_refund_in(
    transaction: Transaction,
    number: str,
    amount: Fen | None,
    reason: str,
    *,
    asked_for_by: str = "",
    moved: Callable[[], Exception] = RefundsMoved,
    seen: Fen | None = None,
) -> Asked | None:
    """Add to somebody's transaction: `amount` of a payment goes back, None for all that is left. 4 WU +2, 2 RU.

    Answers its number and amount; None when nothing is left. asked_for_by: a request, by which a repeat is known.
    seen: what whoever asks saw was left; where it is another by now nothing goes back (LeftChanged).
    Raises NotPaid, RefundTooLarge, TooManyRefunds, AskedBefore; the commit raises `moved` when a rival gave back, or
    numbered, at the same time: look again. From the write on it is our debt: the provider is asked, under its number,
    until it confirms (`refund.succeeded`) or a person is needed (`refund.stuck`).
    """
    return refunds.ask_in(transaction, PaymentNumber(number), amount, reason, asked_for_by, moved, seen)


def look_before_withdrawing(ctx: Ctx, number: str, refund_number: str) -> None:
    """Ask the provider what became of a refund, before `withdraw_refund_in`. See `withdrawing.look`."""
    withdrawing.look(ctx, PaymentNumber(number), RefundNumber(refund_number))


def withdraw_refund_in(
    transaction: Transaction, number: str, refund_number: str, moved: Callable[[], Exception] = RefundsMoved
) -> Fen:
    """Add to somebody's transaction: a refund that was refused for good, or closed, is owed no more: of how much.

    4 WU +3, 1 RU. Raises UnknownRefund, RefundDone, RefundWithdrawn, RefundNotRefused; the commit raises `moved`.
    """
    return withdrawing.withdraw_in(transaction, PaymentNumber(number), RefundNumber(refund_number), lambda _: moved())


def refunds_of(ctx: Ctx, number: str) -> list[Refund]:
    """A payment's refunds, the first first. 1 RU per 4 KB."""
    return refunds.of(ctx, PaymentNumber(number))


def refund_page(ctx: Ctx, limit: int, cursor: str) -> Page[Refund]:
    """The corp's refunds, newest first."""
    return refunds.page(ctx, limit, cursor)


def retry_refund(ctx: Ctx, number: str, refund_number: str) -> Refund:
    """Have a refund that is stuck tried again. See `refunds.again`."""
    return refunds.again(ctx, PaymentNumber(number), RefundNumber(refund_number))
