"""Orders and refunds in the platform's words (docs/platform I4, I5, I6)."""

from __future__ import annotations

from local.servers.basics import Json
from local.wechatpay.records import Order, Refund
from local.wechatpay.states import TradeState
from local.wechatpay.world import World, rfc3339

TRADE = {
    TradeState.NOTPAY: "订单未支付",
    TradeState.PAYERROR: "支付失败(其他原因，如银行返回失败)",
    TradeState.SUCCESS: "支付成功",
    TradeState.CLOSED: "订单已关闭",
    TradeState.REFUND: "转入退款",
}
ACCOUNT = "支付用户零钱"


def order_view(world: World, order: Order) -> Json:
    """The answer of a query, and the decrypted notification of a payment (docs/platform I4, I6)."""
    state = world.trade_state(order)
    view: Json = {
        "appid": order.appid, "mchid": order.mchid, "out_trade_no": order.out_trade_no,
        "trade_state": state, "trade_state_desc": TRADE[state],
        "amount": {"total": order.total, "currency": "CNY"}, "promotion_detail": [],
    }  # fmt: skip
    if order.asked.get("attach"):
        view["attach"] = order.asked["attach"]
    if order.transaction_id:
        view |= {
            "transaction_id": order.transaction_id, "trade_type": "JSAPI", "bank_type": "OTHERS",
            "success_time": rfc3339(order.paid_at), "payer": {"openid": order.openid},
            "amount": {"total": order.total, "payer_total": order.total, "currency": "CNY", "payer_currency": "CNY"},
        }  # fmt: skip
    return view


def refund_view(refund: Refund) -> Json:
    """The answer of a refund and of its query (docs/platform I5)."""
    asked_amount = refund.asked["amount"]
    sources = asked_amount.get("from", []) if isinstance(asked_amount, dict) else []
    amount: Json = {
        "total": refund.total, "refund": refund.amount, "from": sources,
        "payer_total": refund.total, "payer_refund": refund.amount, "settlement_refund": refund.amount,
        "settlement_total": refund.total, "discount_refund": 0, "currency": "CNY",
    }  # fmt: skip
    view: Json = {
        "refund_id": refund.refund_id, "out_refund_no": refund.out_refund_no,
        "transaction_id": refund.transaction_id, "out_trade_no": refund.out_trade_no,
        "channel": "ORIGINAL", "user_received_account": ACCOUNT, "create_time": rfc3339(refund.created),
        "status": refund.status, "funds_account": "AVAILABLE", "amount": amount, "promotion_detail": [],
    }  # fmt: skip
    return view | ({"success_time": rfc3339(refund.success_at)} if refund.success_at else {})


def refund_notice(refund: Refund) -> Json:
    """The decrypted notification of a refund (docs/platform I6)."""
    amount = {
        "total": refund.total, "refund": refund.amount,
        "payer_total": refund.total, "payer_refund": refund.amount,
    }  # fmt: skip
    view: Json = {
        "mchid": refund.mchid, "out_trade_no": refund.out_trade_no, "transaction_id": refund.transaction_id,
        "out_refund_no": refund.out_refund_no, "refund_id": refund.refund_id, "refund_status": refund.status,
        "user_received_account": ACCOUNT, "amount": amount,
    }  # fmt: skip
    return view | ({"success_time": rfc3339(refund.success_at)} if refund.success_at else {})
