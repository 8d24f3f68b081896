"""A merchant's refunds (docs/platform I5)."""

from __future__ import annotations

import json
from datetime import timedelta

from local.servers.basics import Json
from local.wechatpay.api.registry import REFUNDS, Call, api
from local.wechatpay.api.shapes import RefundIn, check_url, read
from local.wechatpay.errors import PayError, wrong
from local.wechatpay.records import Order, Refund
from local.wechatpay.states import RefundStatus, TradeState
from local.wechatpay.views import refund_view
from local.wechatpay.world import World

REFUNDS_AT_MOST = 50
REFUND_DAYS = timedelta(days=365).total_seconds()


@api("refund", "POST", REFUNDS)
def refund(call: Call) -> Json:
    """Ask for a refund; the same number with the same fields is the same refund (docs/platform I5). Raises PayError."""
    body = read(call.raw, RefundIn)
    if body.notify_url:
        check_url(body.notify_url)
    if not body.transaction_id and not body.out_trade_no:
        raise wrong("/body/transaction_id", "transaction_id or out_trade_no is required")
    asked: Json = json.loads(call.raw)
    former = call.world.refund(call.merchant.mchid, body.out_refund_no)
    if former and former.asked != asked:
        raise PayError("INVALID_REQUEST", "订单金额或退款金额与之前请求不一致，请核实后再试")
    return refund_view(former or _new_refund(call, body, asked))


def _new_refund(call: Call, body: RefundIn, asked: Json) -> Refund:
    order = _refundable(call, body)
    _check_room(call.world, order, body)
    world = call.world
    refund = Refund(
        refund_id=world.new_id("5030", 29), mchid=order.mchid, out_refund_no=body.out_refund_no,
        out_trade_no=order.out_trade_no, transaction_id=order.transaction_id, amount=body.amount.refund,
        total=order.total, notify_url=body.notify_url or call.merchant.notify_url, asked=asked, created=world.time(),
    )  # fmt: skip
    call.life.open_refund(call.merchant, order, refund)
    return refund


def _refundable(call: Call, body: RefundIn) -> Order:
    """The paid order that both ids name, where there are both."""
    order = call.world.order(call.merchant.mchid, body.out_trade_no or "")
    if body.transaction_id:
        paid = call.world.paid_order(call.merchant.mchid, body.transaction_id)
        order = paid if paid and body.out_trade_no in (None, paid.out_trade_no) else None
    if order is None:
        raise PayError("RESOURCE_NOT_EXISTS", "订单不存在")
    if order.state != TradeState.SUCCESS:
        raise PayError("INVALID_REQUEST", "订单未支付，不能退款")
    return order


def _check_room(world: World, order: Order, body: RefundIn) -> None:
    """One year, 50 refunds, the sum within the order (docs/platform I5); closed ones free their amount."""
    former = [world.state.refunds[refund_id] for refund_id in order.refunds]
    refunded = sum(refund.amount for refund in former if refund.status != RefundStatus.CLOSED)
    if body.amount.total != order.total:
        raise PayError("INVALID_REQUEST", "订单金额与原订单不一致，请核实后再试")
    if refunded + body.amount.refund > order.total:
        raise PayError("INVALID_REQUEST", "申请退款金额超过可退金额")
    if len(former) >= REFUNDS_AT_MOST:
        raise PayError("INVALID_REQUEST", "一笔订单最多支持50次退款")
    if world.time() - order.paid_at > REFUND_DAYS:
        raise PayError("INVALID_REQUEST", "订单已超过可退款的最大期限")


@api("query_refund", "GET", f"{REFUNDS}/<out_refund_no>")
def query_refund(call: Call) -> Json:
    """A refund by the merchant's number. Raises PayError."""
    refund = call.world.refund(call.merchant.mchid, call.name)
    if refund is None:
        raise PayError("RESOURCE_NOT_EXISTS", "退款单不存在")
    return refund_view(refund)
