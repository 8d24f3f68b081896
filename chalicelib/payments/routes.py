"""Doors of the payments room: WeChat Pay's notices, and what operators look at."""

from __future__ import annotations

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.errors import AppError, MalformedMessage, UnknownCorp
from chalicelib.core.http.answers import Answer, Incoming
from chalicelib.core.http.rights import PUBLIC
from chalicelib.core.http.routes import Routes
from chalicelib.core.http.shapes import PageQuery
from chalicelib.core.storage.lists import Page
from chalicelib.payments import errors, service, shapes
from chalicelib.payments.room import READ, RETRY, ROOM
from chalicelib.platforms.wechatpay.errors import NoticeRefused, PayNotConfigured

routes = Routes(ROOM)

TAKEN = Answer(body="", media_type="text/plain; charset=utf-8", status=204)


@routes.post(
    "/pay/notify/{corp}",
    allow=PUBLIC,
    summary=("接收微信支付通知", "Receive a notice of WeChat Pay"),
    media_type="text/plain",
    status=204,
    errors=(
        UnknownCorp,
        MalformedMessage,
        NoticeRefused,
        errors.UnknownPayment,
        errors.UnknownRefund,
        errors.PaymentMismatched,
        PayNotConfigured,
    ),
)
def receive_notice(incoming: Incoming, corp: str) -> Answer:
    """204 once what it says is stored; anything else makes WeChat Pay tell it again (docs/platform I6)."""
    try:
        ctx = incoming.ctx_for(corp, "system:notice")
        service.take_notice(ctx, incoming.headers, incoming.raw_body)
    except AppError as error:
        body = msgspec.json.encode({"code": "FAIL", "message": error.en}).decode()
        return Answer(body=body, media_type="application/json", status=error.status)
    return TAKEN


@routes.get(
    "/admin/v1/payments/{number}",
    allow=READ,
    summary=("查看一笔支付", "One payment"),
    answer=shapes.Payment,
    errors=(errors.UnknownPayment,),
)
def read_payment(ctx: Ctx, number: str) -> shapes.Payment:
    return service.payment(ctx, number)


@routes.get(
    "/admin/v1/refunds",
    allow=READ,
    summary=("退款列表", "List refunds"),
    query=PageQuery,
    answer=Page[shapes.Refund],
)
def list_refunds(ctx: Ctx, query: PageQuery) -> Page[shapes.Refund]:
    return service.refund_page(ctx, query.limit, query.cursor)


@routes.post(
    "/admin/v1/refunds/{number}/retries",
    allow=RETRY,
    summary=("重试一笔受阻的退款", "Try a stuck refund again"),
    answer=shapes.Refund,
    errors=(errors.UnknownRefund, errors.RefundUnderway, errors.RefundDone),
)
def retry_refund(ctx: Ctx, number: str) -> shapes.Refund:
    return service.retry_refund(ctx, number)
