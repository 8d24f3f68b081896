"""How a customer's own pages say what stands: states, times and signs, in words that can be read aloud."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from chalicelib.core.moments import SHANGHAI, Moment, moment
from chalicelib.coupons.states import WalletState
from chalicelib.orders.states import OrderState

COUPONS: Final[Mapping[WalletState, str]] = {
    WalletState.ISSUED: "可使用",
    WalletState.RESERVED: "下单占用中",
    WalletState.REDEEMED: "已核销",
    WalletState.VOIDED: "已作废",
    WalletState.EXPIRED: "已过期",
}
WHY_NOT: Final[Mapping[WalletState, str]] = {
    WalletState.RESERVED: "这张券已用于一笔还没完成的订单；取消那笔订单，券会退回。",
    WalletState.REDEEMED: "这张券已经使用过，不能再用。",
    WalletState.VOIDED: "这张券已由商家收回。有疑问请联系您的顾问。",
    WalletState.EXPIRED: "这张券已经过了有效期，不能再用。",
}
ORDERS: Final[Mapping[OrderState, tuple[str, str]]] = {
    OrderState.PLACED: ("待支付", "没有支付的订单会自动取消，不用做什么。"),
    OrderState.PAID: ("已支付", "款项已收到。拼团的订单在成团后才能提货，没有成团会自动全额退款。"),
    OrderState.PAID_LATE: ("正在核对", "款项在支付时间之后收到。还有货会为您保留，没有了会自动全额退款。"),
    OrderState.READY: ("可提货", "到店给店员扫码，或报提货号。"),
    OrderState.PICKED_UP: ("已提货", "您已经取走商品。"),
    OrderState.CANCELLED: ("已取消", "订单没有支付，已经取消；用过的券已退回“我的券”。"),
    OrderState.REFUNDING: ("退款中", "款项正在退回您付款的账户，一般 1 至 3 个工作日到账。"),
    OrderState.REFUNDED: ("已退款", "款项已退回您付款的账户。"),
}
# Of what is nearer than that, how near is said beside the time itself.
NEAR = timedelta(days=3)
GROUP = 4


def at(when: Moment | None) -> str:
    """A moment as people read it, where the shop is; '' for none."""
    return moment(when).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if when else ""


def ends(when: Moment, now: datetime) -> str:
    """Until when something may be used, and how near that is."""
    left = moment(when) - now
    if left <= timedelta(0) or left > NEAR:
        return ""
    days = (moment(when).astimezone(SHANGHAI).date() - now.astimezone(SHANGHAI).date()).days
    return ("今天到期", "明天到期", "后天到期", "还剩 3 天")[days]


def groups(code: str) -> list[str]:
    """A code as it is shown and read out: four signs and a pause."""
    shown = code.upper()
    return [shown[begin : begin + GROUP] for begin in range(0, len(shown), GROUP)]
