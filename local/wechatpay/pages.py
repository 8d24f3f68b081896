"""The page at /: orders, refunds and notices, with the customer's and the bank's buttons."""

from __future__ import annotations

from flask import Blueprint, render_template

from local.servers.basics import Json, local_time
from local.wechatpay.records import Notice, Order, Refund
from local.wechatpay.states import OPEN, REFUND_MOVES, NoticeState, RefundStatus, TradeState
from local.wechatpay.views import TRADE
from local.wechatpay.world import World

SHOWN = 100
REFUND = {
    RefundStatus.PROCESSING: ("退款处理中", "amber"),
    RefundStatus.SUCCESS: ("退款成功", "green"),
    RefundStatus.ABNORMAL: ("退款异常", "red"),
    RefundStatus.CLOSED: ("退款关闭", "grey"),
}
NOTICE = {
    NoticeState.WAITING: ("等待投递", "amber"),
    NoticeState.DELIVERED: ("已送达", "green"),
    NoticeState.GIVEN_UP: ("已放弃", "red"),
    NoticeState.LOST: ("丢失（故障）", "red"),
}
TINT = {
    TradeState.NOTPAY: "amber",
    TradeState.PAYERROR: "red",
    TradeState.SUCCESS: "green",
    TradeState.CLOSED: "grey",
    TradeState.REFUND: "blue",
}


def yuan(fen: int) -> str:
    """An amount in yuan."""
    return f"¥{fen // 100}.{fen % 100:02}"


def pages(world: World) -> Blueprint:
    """The one page."""
    blueprint = Blueprint("pages", __name__)

    @blueprint.get("/")
    def home() -> str:
        with world.lock:
            return render_template("page.html", **view(world))

    return blueprint


def view(world: World) -> Json:
    """All that the page shows, newest first."""
    state = world.state
    notices = [*state.waiting.values(), *reversed(state.done)]
    return {
        "now": local_time(world.time()),
        "merchants": [f"{merchant.name} {merchant.mchid}".strip() for merchant in state.merchants.values()],
        "orders": [_order(world, order) for order in [*state.orders.values()][: -SHOWN - 1 : -1]],
        "refunds": [_refund(refund) for refund in [*state.refunds.values()][: -SHOWN - 1 : -1]],
        "notices": [_notice(notice) for notice in notices[:SHOWN]],
    }


def _order(world: World, order: Order) -> Json:
    trade_state = world.trade_state(order)
    planned = [local_time(timer.due) for timer in world.state.timers if timer.id == order.prepay_id]
    return {
        "number": order.out_trade_no, "mchid": order.mchid, "title": order.asked.get("description", ""),
        "amount": yuan(order.total), "openid": order.openid, "prepay_id": order.prepay_id,
        "label": TRADE[trade_state], "tint": TINT[trade_state], "at": local_time(order.created),
        "last_act": order.last_act, "open": order.state in OPEN, "transaction_id": order.transaction_id,
        "planned": planned, "until": "" if order.expires is None else local_time(order.expires),
        "expired": order.expires is not None and world.time() >= order.expires,
    }  # fmt: skip


def _refund(refund: Refund) -> Json:
    label, tint = REFUND[refund.status]
    return {
        "number": refund.out_refund_no, "order": refund.out_trade_no, "id": refund.refund_id,
        "amount": yuan(refund.amount), "label": label, "tint": tint, "at": local_time(refund.created),
        "open": bool(REFUND_MOVES[refund.status]), "abnormal": refund.status == RefundStatus.ABNORMAL,
    }  # fmt: skip


def _notice(notice: Notice) -> Json:
    label, tint = NOTICE[notice.state]
    attempts = [
        f"{local_time(attempt.at)} {attempt.error or f'HTTP {attempt.status}'} {attempt.ms} ms"
        for attempt in notice.attempts
    ]
    return {
        "event": notice.event, "subject": notice.subject, "url": notice.url, "label": label, "tint": tint,
        "attempts": attempts, "due": local_time(notice.due) if notice.state == NoticeState.WAITING else "",
    }  # fmt: skip
