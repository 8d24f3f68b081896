"""What the provider tells: each notice is worked off, and a line of what came of it is kept for operators."""

from __future__ import annotations

from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.events.errands import send
from chalicelib.core.ids import digest
from chalicelib.core.ops import log, metrics
from chalicelib.core.storage.lists import Page
from chalicelib.payments import notice_rows, refunds, service, views
from chalicelib.payments.errands import QueryPayment, QueryRefund
from chalicelib.payments.errors import NotPaid, PaymentMismatched, UnknownPayment
from chalicelib.payments.shapes import Noted
from chalicelib.payments.shapes import Notice as Seen
from chalicelib.payments.states import Outcome
from chalicelib.platforms.wechatpay import notices
from chalicelib.platforms.wechatpay.notices import Sealed
from chalicelib.platforms.wechatpay.provider import Notice, PaymentReport, RefundReport

NOTICE_CHARACTERS, PLAIN_CHARACTERS = 64, 4000
# What these say is in a payment or a refund, or is asked for; of all else the notice itself is the only witness.
TOLD_ELSEWHERE = (Outcome.BOOKED, Outcome.FOUND, Outcome.LOOKED_UP)


def take_notice(ctx: Ctx, sealed: Sealed) -> None:
    """What a notification says that the door took, and a line of what came of it. 2 WU +2. Safe to repeat.

    A hint is not believed but looked up, 1 RU. What does not fit is kept with the payment or refund, and rings. Raises
    UnknownPayment, NotPaid: our books may be behind, so it is tried again, and in the end stands in the dead letters.
    """
    notice = notices.opened(ctx, sealed)
    try:
        outcome = _follow(ctx, notice, sealed.is_proved)
    except PaymentMismatched:
        outcome = Outcome.KEPT  # and an alarm rang; the sweep asks for the truth
    except (UnknownPayment, NotPaid):
        _note_notice(ctx, notice, sealed.is_proved, Outcome.UNKNOWN)
        raise
    _note_notice(ctx, notice, sealed.is_proved, outcome)


def _follow(ctx: Ctx, notice: Notice, is_proved: bool) -> Outcome:
    match notice:
        case Notice(payment=PaymentReport() as payment):
            if not is_proved:
                return _look_up(ctx, QueryPayment(number=payment.number))
            return service.apply(ctx, payment)
        case Notice(refund=RefundReport() as refund):
            if not is_proved:
                return _look_up(ctx, QueryRefund(number=refund.number, refund=refund.refund_number))
            return refunds.apply(ctx, refund)
        case Notice(is_readable=False):
            log.warning("notice not read", corp=ctx.corp, kind=notice.event, request_id=ctx.request_id)
            metrics.count("PaymentsMismatched", stage=config().stage)
            return Outcome.UNREADABLE
    log.info("notice of no use", corp=ctx.corp, kind=notice.event, request_id=ctx.request_id)
    return Outcome.OTHER


def _note_notice(ctx: Ctx, notice: Notice, is_proved: bool, outcome: Outcome) -> None:
    report = notice.payment or notice.refund
    noted = Noted(
        name=digest("notice" if is_proved else "hint", notice.id, notice.plain)[:16].hex(),
        notice_id=notice.id[:NOTICE_CHARACTERS],
        event=notice.event[:NOTICE_CHARACTERS],
        number=report.number if report else "",
        outcome=outcome,
        is_proved=is_proved,
        plain="" if outcome in TOLD_ELSEWHERE else notice.plain[:PLAIN_CHARACTERS],
    )
    notice_rows.note_notice(ctx, noted)


def page(ctx: Ctx, limit: int, cursor: str) -> Page[Seen]:
    """The corp's notices, newest first."""
    return notice_rows.notices(ctx, limit, cursor).map(views.notice)


def _look_up(ctx: Ctx, errand: QueryPayment | QueryRefund) -> Outcome:
    """Ask the provider about what a hint tells of; of a payment that nobody asked for there is nothing to ask."""
    if service.received(ctx, errand.number) is None:
        service.unknown(ctx, errand.number)
    send(ctx, errand)
    return Outcome.LOOKED_UP
