"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import READERS, REDEEMERS, Right
from chalicelib.core.room import Personal, Room, Section
from chalicelib.orders import facts

REDEEM = Right("orders.redeem", "提货核销", "Hand ready orders out", REDEEMERS)
CHECK = Right("orders.check", "查看订单与流水", "Look at an order and its ledger", REDEEMERS | READERS)

ROOM = Room(
    name="orders",
    zh="订单",
    en="Orders",
    tag="orders",
    section=Section.TRADE,
    facts=(
        facts.OrderPlaced,
        facts.OrderPaid,
        facts.OrderCancelled,
        facts.OrderReady,
        facts.OrderPickedUp,
        facts.OrderRefunding,
        facts.OrderRefunded,
    ),
    rights=(REDEEM, CHECK),
    personal=(
        Personal(
            row="order",
            fields=("member_id", "coupon_code", "ledger"),
            why_zh="履行订单、收款与退款、记账",
            why_en="To deliver what was ordered, to take and give back its money, and for the books",
            erased_zh="账目须依法留存：会员编号与券码改为无法指向任何人的编号，付款单号留在流水中",
            erased_en="The books must be kept: member and coupon become ids that lead to nobody, the ledger keeps the"
            " provider's number",
        ),
        Personal(
            row="shopper",
            fields=("member_id", "bought", "trying"),
            why_zh="判断会员是否为新客",
            why_en="To tell whether a member is a new customer",
            erased_zh="整行删除",
            erased_en="The row is deleted",
        ),
    ),
)
