"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import OWNERS, READERS, REDEEMERS, Right
from chalicelib.core.ops.catalogue import Level, LogEvent
from chalicelib.core.room import Personal, Room, Section
from chalicelib.core.words import FEN, Word
from chalicelib.orders.facts import FACTS
from chalicelib.orders.numbers import NUMBERS

REDEEM = Right("orders.redeem", "提货核销", "Hand ready orders out", REDEEMERS)
CHECK = Right("orders.check", "查看订单与流水", "Look at an order and its ledger", REDEEMERS | READERS)
READ = Right("orders.read", "查看各类订单与流水", "Read the orders of every seller and their ledgers", READERS)
REFUND = Right(
    "orders.refund", "为订单退款，撤销被拒的退款", "Give money of an order back, withdraw a refused refund", OWNERS
)

ROOM = Room(
    name="orders",
    zh="订单",
    en="Orders",
    tag="orders",
    section=Section.TRADE,
    facts=FACTS,
    numbers=NUMBERS,
    # An unpaid order's place.
    due=("hold",),
    rights=(REDEEM, CHECK, READ, REFUND),
    logged=(
        LogEvent(
            name="payment without an order",
            level=Level.WARNING,
            zh="收到的款项没有对应的订单",
            en="Money came that belongs to no order",
            fields=frozenset({"corp", "cause"}),
            page="payment-mismatched",
        ),
    ),
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
            row="own_order",
            fields=("member_id",),
            why_zh="会员查看自己的订单",
            why_en="A member looks at their own orders",
            erased_zh="整行删除",
            erased_en="The row is deleted",
        ),
        Personal(
            row="shopper",
            fields=("member_id", "bought", "trying", "waiting"),
            why_zh="判断会员是否为新客，以及未支付订单是否过多",
            why_en="To tell whether a member is a new customer, and holds too many unpaid orders",
            erased_zh="整行删除",
            erased_en="The row is deleted",
        ),
    ),
    words={
        "Line.price": Word("单价，单位分", "price of one, in fen"),
        "OrderWaiting.pickup_store": Word("提货门店编号", "id of the store that hands it out"),
        "store_id": Word("门店", "store"),
        "order_id": Word("订单号", "order number"),
        "tail": Word("订单号末几位", "end of its number"),
        "owner": Word("会员姓名的第一个字", "first sign of the member's name"),
        "q": Word("订单号或末几位", "number or its end"),
        "number": Word("订单号或微信支付单号", "number of the order, or WeChat Pay's of its payment"),
        "member": Word("会员", "member"),
        "pickup": Word("提货门店", "store where it is picked up"),
        "seller_name": Word("销售方名称", "what its seller is called"),
        "transaction": Word("微信支付单号", "WeChat Pay's number of its payment"),
        "refunds": Word("退款笔数", "how many refunds"),
        "refunds_of_it": Word("退款", "its refunds"),
        "handed_out": Word("提货经手", "who handed it out"),
        "payment": Word("支付", "its payment"),
        "coupon": Word("用券", "its coupon"),
        "timeline": Word("经过", "what happened"),
        "came_in": Word("已收", "what came in", FEN),
        "went_back": Word("已退", "what went back", FEN),
        "going_back": Word("退款中", "what is on its way back", FEN),
        "store": Word("门店", "store"),
        "status": Word("状态", "state"),
        "since": Word("开始日期", "first day"),
        "until": Word("结束日期", "last day"),
        "seller_kind": Word("销售方式", "way of selling"),
        "seller_id": Word("销售方编号", "seller id"),
        "amount": Word("退款金额", "refund amount", FEN),
        "reference": Word("退款参考号", "reference of the refund"),
        "AskRefund.left": Word("看到的余款", "what was seen to be left", FEN),
        "AskRefund.reason": Word("退款原因", "reason of the refund"),
        "WithdrawRefund.reason": Word("撤销原因", "reason of the withdrawal"),
    },
)
