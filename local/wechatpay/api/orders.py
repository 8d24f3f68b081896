"""A merchant's orders: made, asked for, closed (docs/platform I4)."""

from __future__ import annotations

import json
import secrets
from datetime import datetime

from local.servers.basics import SHANGHAI, Json
from local.wechatpay.api.registry import ORDERS, Call, api
from local.wechatpay.api.shapes import CloseIn, OrderIn, check_url, read
from local.wechatpay.errors import PayError, wrong
from local.wechatpay.life import PREPAY_LIVES
from local.wechatpay.records import Merchant, Order
from local.wechatpay.states import TradeState
from local.wechatpay.views import order_view
from local.wechatpay.world import World


@api("jsapi", "POST", f"{ORDERS}/jsapi")
def jsapi(call: Call) -> Json:
    """Order something: a prepay_id, for a repetition the same while it lives (docs/platform I4). Raises PayError."""
    body = read(call.raw, OrderIn)
    _same_merchant(body.mchid, call.merchant)
    check_url(body.notify_url)
    if body.appid not in call.merchant.appids:
        raise PayError("APPID_MCHID_NOT_MATCH", "appid和mch_id不匹配，请检查后再试")
    world = call.world
    if body.time_expire and body.time_expire.timestamp() <= world.time():
        raise wrong("/body/time_expire", "time_expire has passed")
    order = _order_for(world, body, json.loads(call.raw))
    if world.time() - order.prepay_at >= PREPAY_LIVES:
        _new_prepay(world, order)
    return {"prepay_id": order.prepay_id}


def _order_for(world: World, body: OrderIn, asked: Json) -> Order:
    """A new order, or the unpaid one with the same number and the same fields (docs/platform I4)."""
    order = world.order(body.mchid, body.out_trade_no)
    if order is None:
        order = _new_order(body, asked, world.time())
        world.state.orders[order.key] = order
        world.record("order", mchid=order.mchid, out_trade_no=order.out_trade_no, total=order.total)
    if order.state == TradeState.SUCCESS:
        raise PayError("ORDERPAID", "该订单已支付")
    if order.state == TradeState.CLOSED:
        raise PayError("ORDER_CLOSED", "该订单已关闭，请更换商户订单号重新下单")
    if order.asked != asked:
        raise PayError("INVALID_REQUEST", "请求重入时，参数与首次请求时不一致")
    return order


def _new_order(body: OrderIn, asked: Json, now: float) -> Order:
    return Order(
        mchid=body.mchid,
        out_trade_no=body.out_trade_no,
        appid=body.appid,
        openid=body.payer.openid,
        total=body.amount.total,
        notify_url=body.notify_url,
        asked=asked,
        created=now,
        prepay_at=now - PREPAY_LIVES,
        expires=body.time_expire.timestamp() if body.time_expire else None,
    )


def _new_prepay(world: World, order: Order) -> None:
    now = world.time()
    world.state.prepays.pop(order.prepay_id, None)
    stamp = datetime.fromtimestamp(now, SHANGHAI).strftime("%Y%m%d%H%M%S")
    order.prepay_id, order.prepay_at = f"wx{stamp}{secrets.token_hex(10)}", now
    world.state.prepays[order.prepay_id] = order.key


@api("query", "GET", f"{ORDERS}/out-trade-no/<out_trade_no>", mchid_in_query=True)
def query(call: Call) -> Json:
    """An order by the merchant's number. Raises PayError."""
    _same_merchant(call.mchid, call.merchant, "query")
    return order_view(call.world, _order(call))


@api("query", "GET", f"{ORDERS}/id/<transaction_id>", mchid_in_query=True)
def query_id(call: Call) -> Json:
    """A paid order by the platform's id. Raises PayError."""
    _same_merchant(call.mchid, call.merchant, "query")
    order = call.world.paid_order(call.merchant.mchid, call.name)
    if order is None:
        raise PayError("ORDER_NOT_EXIST", "订单不存在")
    return order_view(call.world, order)


@api("close", "POST", f"{ORDERS}/out-trade-no/<out_trade_no>/close")
def close(call: Call) -> None:
    """Close an order, also one that is closed already (docs/platform I4). Raises PayError."""
    _same_merchant(read(call.raw, CloseIn).mchid, call.merchant)
    order = _order(call)
    if order.state == TradeState.SUCCESS:
        raise PayError("ORDERPAID", "该订单已支付")
    order.state = TradeState.CLOSED


def _order(call: Call) -> Order:
    order = call.world.order(call.merchant.mchid, call.name)
    if order is None:
        raise PayError("ORDER_NOT_EXIST", "订单不存在")
    return order


def _same_merchant(mchid: str, merchant: Merchant, location: str = "body") -> None:
    if mchid != merchant.mchid:
        raise wrong(f"/{location}/mchid", "mchid is not the one that signed", mchid, location)
