"""The page at /: orders, refunds and notifications, with the customer's and the bank's buttons."""

from flask import Blueprint, render_template

from local.servers.basics import Json, local_time
from local.wechatpay.records import Notice, Order, Refund
from local.wechatpay.views import TRADE
from local.wechatpay.world import World

SHOWN = 100
REFUND = {
    "PROCESSING": ("退款处理中", "amber"),
    "SUCCESS": ("退款成功", "green"),
    "ABNORMAL": ("退款异常", "red"),
    "CLOSED": ("退款关闭", "grey"),
}
NOTICE = {
    "waiting": ("等待投递", "amber"),
    "delivered": ("已送达", "green"),
    "given up": ("已放弃", "red"),
    "lost": ("丢失（故障）", "red"),
}
TINT = {"NOTPAY": "amber", "PAYERROR": "red", "SUCCESS": "green", "CLOSED": "grey", "REFUND": "blue"}


def yuan(fen: int) -> str:
    """An amount in yuan."""
    return f"¥{fen // 100}.{fen % 100:02}"


def page(world: World) -> Blueprint:
    """The one page."""
    blueprint = Blueprint("page", __name__)

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
        "merchants": [f"{one.name} {one.mchid}".strip() for one in state.merchants.values()],
        "orders": [_order(world, order) for order in [*state.orders.values()][: -SHOWN - 1 : -1]],
        "refunds": [_refund(refund) for refund in [*state.refunds.values()][: -SHOWN - 1 : -1]],
        "notices": [_notice(notice) for notice in notices[:SHOWN]],
    }


def _order(world: World, order: Order) -> Json:
    trade = world.trade_state(order)
    planned = [local_time(timer.due) for timer in world.state.timers if timer.id == order.prepay_id]
    return {
        "number": order.out_trade_no, "mchid": order.mchid, "title": order.asked.get("description", ""),
        "amount": yuan(order.total), "openid": order.openid, "prepay_id": order.prepay_id,
        "label": TRADE[trade], "tint": TINT[trade], "at": local_time(order.created), "note": order.note,
        "open": order.state in ("NOTPAY", "PAYERROR"), "transaction_id": order.transaction_id, "planned": planned,
        "until": "" if order.expires is None else local_time(order.expires),
        "expired": order.expires is not None and world.time() >= order.expires,
    }  # fmt: skip


def _refund(refund: Refund) -> Json:
    label, tint = REFUND[refund.status]
    return {
        "number": refund.out_refund_no, "order": refund.out_trade_no, "id": refund.refund_id,
        "amount": yuan(refund.amount), "label": label, "tint": tint, "at": local_time(refund.created),
        "open": refund.status in ("PROCESSING", "ABNORMAL"), "abnormal": refund.status == "ABNORMAL",
    }  # fmt: skip


def _notice(notice: Notice) -> Json:
    label, tint = NOTICE[notice.state]
    tries = [f"{local_time(one.at)} {one.error or f'HTTP {one.status}'} {one.ms} ms" for one in notice.attempts]
    return {
        "event": notice.event, "subject": notice.subject, "url": notice.url, "label": label, "tint": tint,
        "tries": tries, "due": local_time(notice.due) if notice.state == "waiting" else "",
    }  # fmt: skip
