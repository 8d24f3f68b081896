"""What is counted of orders."""

from __future__ import annotations

from chalicelib.core.events.numbers import By, Derived, Number, Unit
from chalicelib.orders.facts import OrderPaid, OrderPlaced, OrderRefunded

SOLD = (By.STORE,)

NUMBERS: tuple[Number | Derived, ...] = (
    Number(
        name="orders_placed",
        zh="下单",
        en="Orders placed",
        means_zh="会员提交的订单，未支付的也算",
        means_en="Orders that members placed, unpaid ones too",
        fact=OrderPlaced,
        by=SOLD,
        busy=True,
    ),
    Number(
        name="orders_paid",
        zh="支付订单",
        en="Orders paid",
        means_zh="已支付并占到名额的订单，0 元订单也算",
        means_en="Orders that are paid and have their place, free ones too",
        fact=OrderPaid,
        amount=lambda fact: fact.data.amount,
        by=SOLD,
        busy=True,
    ),
    Derived(
        name="paid",
        zh="支付金额",
        en="Paid",
        means_zh="支付订单的实付金额，单位分，不减退款",
        means_en="What came in for paid orders, in fen, without regard to refunds",
        plus=("orders_paid",),
        unit=Unit.FEN,
    ),
    Number(
        name="refunds",
        zh="退款笔数",
        en="Refunds",
        means_zh="已退到顾客账户的退款，一个订单可有多笔，按到账时间计",
        means_en="Refunds that customers have; an order may have several; each counts when it went back",
        fact=OrderRefunded,
        counts=lambda refunded: refunded.amount > 0,
        amount=lambda fact: fact.data.amount,
        by=SOLD,
    ),
    Derived(
        name="refunded",
        zh="退款金额",
        en="Refunded",
        means_zh="已退到顾客账户的金额，单位分",
        means_en="What went back to customers, in fen",
        plus=("refunds",),
        unit=Unit.FEN,
    ),
)
