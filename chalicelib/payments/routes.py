"""Doors of the payments room: what operators look at."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.http.routes import Routes
from chalicelib.core.http.shapes import PageQuery
from chalicelib.core.http.texts import Lint
from chalicelib.core.scope import Scoped
from chalicelib.core.storage.lists import Page
from chalicelib.payments import errors, hearing, scoping, service, shapes, troubles
from chalicelib.payments.room import ACKNOWLEDGE, READ, RETRY, ROOM
from chalicelib.platforms.wechatpay.provider import PaymentNumber, RefundNumber

routes = Routes(ROOM)


@routes.get(
    "/admin/v1/payments/{number}",
    allow=READ,
    scoped=Scoped.BY_STORE,
    within=scoping.check,
    summary=("查看一笔支付", "One payment"),
    answer=shapes.Payment,
    errors=(errors.UnknownPayment,),
)
def read_payment(ctx: Ctx, number: str) -> shapes.Payment:
    return service.payment(ctx, number)


@routes.post(
    "/admin/v1/payments/{number}/acknowledgements",
    allow=ACKNOWLEDGE,
    scoped=Scoped.BY_STORE,
    within=scoping.check,
    summary=("确认支付异常已处理，写明结果", "Acknowledge what does not fit a payment, and say what came of it"),
    body=shapes.Acknowledge,
    texts={"reason": Lint.NONE},
    answer=shapes.Payment,
    errors=(errors.UnknownPayment,),
)
def acknowledge_payment(ctx: Ctx, number: str, body: shapes.Acknowledge) -> shapes.Payment:
    return troubles.acknowledge_payment(ctx, PaymentNumber(number), body.reason)


@routes.get(
    "/admin/v1/refunds",
    allow=READ,
    scoped=Scoped.BY_STORE,
    summary=("退款列表", "List refunds"),
    query=PageQuery,
    answer=Page[shapes.RefundInList],
)
def list_refunds(ctx: Ctx, query: PageQuery) -> Page[shapes.RefundInList]:
    return troubles.with_names(ctx, scoping.listed(ctx, service.refund_page(ctx, query.limit, query.cursor)))


@routes.get(
    "/admin/v1/payments/{number}/refunds",
    allow=READ,
    scoped=Scoped.BY_STORE,
    within=scoping.check,
    summary=("一笔支付的退款", "The refunds of a payment"),
    answer=shapes.Refunds,
    errors=(errors.UnknownPayment,),
)
def list_refunds_of_payment(ctx: Ctx, number: str) -> shapes.Refunds:
    return shapes.Refunds(service.refunds_of(ctx, service.payment(ctx, number).number))


@routes.post(
    "/admin/v1/payments/{number}/refunds/{refund_number}/retries",
    allow=RETRY,
    scoped=Scoped.BY_STORE,
    within=scoping.check,
    summary=("重试一笔受阻的退款", "Try a stuck refund again"),
    answer=shapes.Refund,
    errors=(
        errors.UnknownPayment,
        errors.UnknownRefund,
        errors.RefundUnderway,
        errors.RefundDone,
        errors.RefundElsewhere,
        errors.RefundWithdrawn,
    ),
)
def retry_refund(ctx: Ctx, number: str, refund_number: str) -> shapes.Refund:
    return service.retry_refund(ctx, number, refund_number)


@routes.post(
    "/admin/v1/payments/{number}/refunds/{refund_number}/acknowledgements",
    allow=ACKNOWLEDGE,
    scoped=Scoped.BY_STORE,
    within=scoping.check,
    summary=(
        "确认退款异常已处理，写明结果",
        "Acknowledge a refund that went wrong, and say what came of it",
    ),
    body=shapes.Acknowledge,
    texts={"reason": Lint.NONE},
    answer=shapes.Refund,
    errors=(errors.UnknownPayment, errors.UnknownRefund, errors.RefundStillOwed),
)
def acknowledge_refund(ctx: Ctx, number: str, refund_number: str, body: shapes.Acknowledge) -> shapes.Refund:
    return troubles.acknowledge_refund(ctx, PaymentNumber(number), RefundNumber(refund_number), body.reason)


@routes.get(
    "/admin/v1/payment-troubles",
    allow=READ,
    scoped=Scoped.BY_STORE,
    summary=("待处理与已处理的支付、退款异常", "Payments and refunds that somebody has to see to, or has seen to"),
    query=shapes.TroubleQuery,
    answer=Page[shapes.Trouble],
)
def list_payment_troubles(ctx: Ctx, query: shapes.TroubleQuery) -> Page[shapes.Trouble]:
    return scoping.listed(ctx, troubles.page(ctx, query))


@routes.get(
    "/admin/v1/payment-notices",
    allow=READ,
    summary=("微信支付通知列表（含投诉、违规等）", "Notices of WeChat Pay, of whatever kind"),
    query=PageQuery,
    answer=Page[shapes.Notice],
)
def list_payment_notices(ctx: Ctx, query: PageQuery) -> Page[shapes.Notice]:
    return hearing.page(ctx, query.limit, query.cursor)
