"""The verbs of payments: ask for money, learn that it came, close. Those of refunds stand in `refunds.py`.

A number is paid once: whatever arrives, in whatever order and however often, one conditional write decides. Notices
may be lost (docs/platform I6), so a payment that is not settled is looked up every 3 minutes.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping

import msgspec

from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.errors import MalformedMessage
from chalicelib.core.events import errands
from chalicelib.core.ids import random_code
from chalicelib.core.ops import log, metrics
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.lists import Page
from chalicelib.core.storage.table import Refused
from chalicelib.core.storage.transaction import Transaction
from chalicelib.payments import refunds, rules, store
from chalicelib.payments.errors import (
    AlreadyPaid,
    NumberClosed,
    NumberPaid,
    NumberUnknown,
    PayBusy,
    PaymentClosed,
    PaymentDiffers,
    PaymentMismatched,
    PayOutcomeUnknown,
    PayRefused,
    UnknownPayment,
)
from chalicelib.payments.shapes import Payable, Payment, PayParams, Refund
from chalicelib.payments.store import PaymentRow
from chalicelib.platforms.wechatpay import client as wechat
from chalicelib.platforms.wechatpay.provider import Charge, PaymentSeen

# Other rooms reach these through the service.
__all__ = ["PayParams", "Payable", "Payment", "ask_refund_in", "close_later", "prepay", "query_later", "received"]

NONCE_CHARACTERS = 32


def prepay(ctx: Ctx, payable: Payable) -> PayParams:
    """What wx.requestPayment wants for this money. 1 WU +1 and 1 RU. Safe to repeat: the number is charged once.

    Raises PayNotConfigured, AlreadyPaid, PaymentClosed (or its time is over), PaymentDiffers, PayRefused, PayBusy, and
    PayOutcomeUnknown, after which the customer tries again with the same number.
    """
    provider = wechat.of(ctx)
    row = store.ask(ctx, payable, provider.account, f"{config().public_url}/pay/notify/{ctx.corp}")
    _check_open(ctx, row)
    if any(getattr(row, name) != getattr(payable, name) for name in ("amount", "member_id", "openid")):
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
    _check_open(ctx, store.payment(ctx, payable.number) or row)
    return params


def _check_open(ctx: Ctx, row: PaymentRow) -> None:
    if row.state == rules.PAID:
        raise AlreadyPaid(number=row.number)
    if row.state == rules.CLOSED or row.close_asked_at or ctx.at >= row.expires_at:
        raise PaymentClosed(number=row.number)


def received(ctx: Ctx, number: str) -> Payment | None:
    """A payment as it is, asked for or paid; None when nobody asked for it. 1 RU."""
    row = store.payment(ctx, number)
    return shown(row) if row else None


def payment(ctx: Ctx, number: str) -> Payment:
    """The same. Raises UnknownPayment."""
    found = received(ctx, number)
    if found is None:
        raise UnknownPayment()
    return found


def shown(row: PaymentRow) -> Payment:
    """A payment as operators see it."""
    values = {name: getattr(row, name) or "" for name in Payment.__struct_fields__}
    return msgspec.convert({**values, "trouble": sorted(row.trouble or ())}, Payment)


def take_notice(ctx: Ctx, headers: Mapping[str, str], body: bytes) -> None:
    """Apply a notification of the provider, whose word counts only when its signature holds. 1 WU +1.

    Raises PayNotConfigured, NoticeRefused, MalformedMessage, UnknownPayment, UnknownRefund, PaymentMismatched. What it
    does not raise for is stored: only then may the door answer that it was taken.
    """
    notice = wechat.of(ctx).read_notice(headers, body, ctx.now)
    if notice.payment:
        apply(ctx, notice.payment)
    elif notice.refund:
        refunds.apply(ctx, notice.refund)
    else:
        log.info("notice of no use", corp=ctx.corp, kind=notice.event, request_id=ctx.request_id)


def apply(ctx: Ctx, seen: PaymentSeen) -> None:
    """What the provider tells of a payment, by notice or when asked: the money came, once. 1 WU +1.

    Raises UnknownPayment, and PaymentMismatched when merchant, app, amount, currency or transaction are not those that
    were asked for or paid: that is kept with the payment and told, and nothing else changes.
    """
    if rules.PAYMENT_STATES.get(seen.state) != rules.PAID:
        return
    if not (seen.transaction_id and seen.paid_at):
        raise MalformedMessage()
    try:
        store.receive(ctx, seen)
    except Refused as refused:
        _explain(ctx, seen, refused.old)
    else:
        metrics.count("PaymentsReceived", corp=ctx.corp)


def _explain(ctx: Ctx, seen: PaymentSeen, row: PaymentRow | None) -> None:
    """Why a payment was not booked: it was before, or it does not fit."""
    if row is None:
        log.warning("unknown payment", corp=ctx.corp, cause=f"payment:{seen.number}", request_id=ctx.request_id)
        metrics.count("PaymentsMismatched", stage=config().stage)
        raise UnknownPayment()
    told = {"mchid": seen.mchid, "appid": seen.appid, "amount": seen.total, "currency": seen.currency}
    if row.state == rules.PAID:
        told["transaction_id"] = seen.transaction_id
    asked = {name: getattr(row, name) for name in told}
    problem = rules.mismatch(asked, told)
    if not problem:
        return  # told again
    _note(ctx, seen, problem)
    raise PaymentMismatched(number=seen.number)


def _note(ctx: Ctx, seen: PaymentSeen, problem: str) -> None:
    try:
        store.note_payment_trouble(ctx, seen.number, f"{seen.paid_at} transaction {seen.transaction_id}: {problem}")
    except Refused:
        return  # the provider repeats itself
    log.warning("payment mismatched", corp=ctx.corp, cause=f"payment:{seen.number}", reason=problem)
    metrics.count("PaymentsMismatched", stage=config().stage)


def look_again(ctx: Ctx, one: Due) -> None:
    """When a payment is due: it waits on, and the provider is asked. 1 WU +2."""
    try:
        store.look_at_payment_later(ctx, one)
    except Refused:
        return  # settled meanwhile, or another tick was first
    query_later(ctx, store.number_of(one))


def query_later(ctx: Ctx, number: str) -> None:
    """Have the provider asked about a payment."""
    errands.old_send(ctx, "query_payment", number=number)


def close_later(ctx: Ctx, number: str) -> None:
    """Have a payment closed."""
    errands.old_send(ctx, "close_payment", number=number)


def query_payment(ctx: Ctx, number: str) -> None:
    """Learn what became of a payment; one that is unpaid when its time is over is closed. Safe to repeat."""
    row = store.payment(ctx, number)
    if row is None or row.state == rules.PAID:
        return
    try:
        settled = _learn(ctx, row)
    except (PayBusy, PayOutcomeUnknown) as error:
        # The sweep asks again in 3 minutes; a letter in the queue would only ask beside it.
        log.warning("payment not looked up", corp=ctx.corp, code=error.code, cause=ctx.cause)
        return
    if not settled and (row.close_asked_at or ctx.at >= row.expires_at):
        close_payment(ctx, number)


def _learn(ctx: Ctx, row: PaymentRow) -> bool:
    """Ask the provider and apply its answer. True when there is nothing left to wait for."""
    try:
        seen = wechat.of(ctx).query(row.number)
    except NumberUnknown:
        return False
    state = rules.PAYMENT_STATES.get(seen.state)
    if state == rules.PAID:
        with contextlib.suppress(PaymentMismatched):  # kept with the payment, and an alarm rang
            apply(ctx, seen)
    elif state == rules.CLOSED:
        _closed(ctx, row.number)
    return state is not None


def close_payment(ctx: Ctx, number: str) -> None:
    """The provider takes no more money under this number. Safe to repeat. 2 WU +1.

    If the money came first it is booked: `payment.received` instead of `payment.closed`. Raises what the provider
    raises; the queue tries again, and later the sweep.
    """
    try:
        row = store.ask_to_close(ctx, number)
    except Refused as refused:
        row = refused.old
        if row is None or row.state != rules.ASKED:
            return
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


def _closed(ctx: Ctx, number: str) -> None:
    try:
        store.close(ctx, number)
    except Refused:
        return  # paid or closed meanwhile


def ask_refund_in(transaction: Transaction, number: str, amount: int, reason: str) -> None:
    """Add to somebody's transaction: `amount` fen of a payment go back. 2 WU +2, 1 RU.

    Raises NotPaid, RefundTooLarge; the commit raises RefundAlreadyAsked. From the write on it is our debt: the provider
    is asked, under one number, until it confirms (`refund.succeeded`) or a person is needed (`refund.stuck`).
    """
    refunds.ask_in(transaction, number, amount, reason)


def refund_page(ctx: Ctx, limit: int, cursor: str) -> Page:
    """The corp's refunds, newest first."""
    return refunds.page(ctx, limit, cursor)


def retry_refund(ctx: Ctx, number: str) -> Refund:
    """Have a refund that is stuck tried again. See `refunds.retry`."""
    return refunds.retry(ctx, number)
