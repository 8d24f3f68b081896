"""What happens to an order. Its member's timeline tells it."""

from __future__ import annotations

from chalicelib.core.events.facts import FactData, fact
from chalicelib.core.ids import UserId
from chalicelib.core.money import Fen
from chalicelib.coupons.ids import TemplateId
from chalicelib.members.ids import MemberId
from chalicelib.orders.ids import OrderId

SAMPLE = {
    "order": "7Q2M4T01KAJ8T0003V0Q8N2B7M4T6Y9R",
    "member": "3XK9V0Q8N2B7M4T6Y9RC5D1EFG",
    "coupon_template": "01KAJ7Z9F4M2C6X8W0N5B3T1QD",
    "activity": "01KAJ8B6R2D4G7H9J1K3M5P8SV",
    "team": "01KAJ8S5X7Z9A1C3E5G7J9L2NP",
    "payable": 6900,
}


class AboutOrder(FactData, frozen=True, kw_only=True):
    """Which order, whose, and what it costs after its coupon, of a template, was taken off.

    activity, team: the group-buy it was placed in. coupon_template: '' without a coupon.
    """

    order: OrderId
    member: MemberId
    coupon_template: TemplateId = TemplateId("")
    activity: str
    team: str
    payable: Fen


@fact("order.placed", zh="下单 {order}，应付 {payable:yuan}", en="Placed {order}: {payable:yuan} to pay", sample=SAMPLE)
class OrderPlaced(AboutOrder, frozen=True, kw_only=True):
    """A member ordered, and holds a place until it is paid."""


@fact(
    "order.paid",
    zh="订单 {order} 已支付 {amount:yuan}",
    en="Paid {amount:yuan} for {order}",
    sample={**SAMPLE, "amount": 6900, "transaction": "4200002345202611210000012345"},
)
class OrderPaid(AboutOrder, frozen=True, kw_only=True):
    """The place was paid: `amount` came in, by the provider's `transaction`; 0 and '' when it cost nothing."""

    amount: Fen
    transaction: str


@fact(
    "order.cancelled",
    zh="订单 {order} 已取消：{reason}",
    en="{order} was cancelled: {reason}",
    sample={**SAMPLE, "reason": "超时未支付"},
)
class OrderCancelled(AboutOrder, frozen=True, kw_only=True):
    """It ended unpaid."""

    reason: str


@fact("order.ready", zh="订单 {order} 可以提货", en="{order} can be picked up", sample=SAMPLE)
class OrderReady(AboutOrder, frozen=True, kw_only=True):
    """It is final: its coupon is used up."""


@fact(
    "order.picked_up",
    zh="订单 {order} 已提货，经手员工 {staff}",
    en="{order} was handed out by {staff}",
    sample={**SAMPLE, "staff": "liming"},
)
class OrderPickedUp(AboutOrder, frozen=True, kw_only=True):
    """Staff handed it out."""

    staff: UserId


@fact(
    "order.refunding",
    zh="订单 {order} 退款中：{reason}",
    en="The money for {order} is on its way back: {reason}",
    sample={**SAMPLE, "amount": 0, "reason": "未成团，自动退款"},
)
class OrderRefunding(AboutOrder, frozen=True, kw_only=True):
    """The money goes back. amount: what came in just before, when it came too late for the place; else 0."""

    amount: Fen
    reason: str


@fact(
    "order.refunded",
    zh="订单 {order} 已退款 {amount:yuan}",
    en="{amount:yuan} went back for {order}",
    sample={**SAMPLE, "amount": 6900},
)
class OrderRefunded(AboutOrder, frozen=True, kw_only=True):
    """The provider confirmed that `amount` went back; 0 when there was nothing to give back."""

    amount: Fen
