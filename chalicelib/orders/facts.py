"""What happens to an order. Its member's timeline tells it."""

from __future__ import annotations

from chalicelib.core.events.facts import FactData, fact
from chalicelib.core.ids import StoreId, UserId
from chalicelib.core.money import Fen
from chalicelib.coupons.ids import TemplateId
from chalicelib.members.ids import MemberId
from chalicelib.orders.ids import OrderId, SellerKind

SAMPLE = {
    "order": "7Q2M4T01KAJ8T0003V0Q8N2B7M4T6Y9R",
    "member": "3XK9V0Q8N2B7M4T6Y9RC5D1EFG",
    "coupon_template": "01KAJ7Z9F4M2C6X8W0N5B3T1QD",
    "seller_kind": "groupbuy",
    "seller_id": "01KAJ8B6R2D4G7H9J1K3M5P8SV",
    "seat": "01KAJ8S5X7Z9A1C3E5G7J9L2NP",
    "store": "01KAJ6T0003V0Q8N2B7M4T6Y9R",
    "payable": 6900,
}
REFUND = {"refund": "R7Q2M4T01KAJ8T0003V0Q8N2B7M4T6Y9R-1"}


class AboutOrder(FactData, frozen=True, kw_only=True):
    """Which order, whose, and what it costs after its coupon, of a template, was taken off.

    seller_kind, seller_id: what sold it, such as a group-buy activity; seat: what that keeps for it, such as a team.
    coupon_template: '' without a coupon. store: where the member wants to pick it up, else where they came in; of
    a pick-up where it was handed out; '' for none.
    """

    order: OrderId
    member: MemberId
    coupon_template: TemplateId = TemplateId("")
    store: StoreId = StoreId("")
    seller_kind: SellerKind
    seller_id: str
    seat: str
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
    """It is paid and has its place: `amount` came in, by the provider's `transaction`; 0 and '' if it was free."""

    amount: Fen
    transaction: str


@fact(
    "order.paid_late",
    zh="订单 {order} 的款项 {payable:yuan} 到账时名额已释放",
    en="{payable:yuan} came for {order} when its place was given back",
    sample={**SAMPLE, "transaction": "4200002345202611210000012345"},
)
class OrderPaidLate(AboutOrder, frozen=True, kw_only=True):
    """Its money came too late: it gets a place again, and then is paid, or the money goes back."""

    transaction: str


@fact("order.hold_over", zh="订单 {order} 超时未支付", en="The time to pay {order} is over", sample=SAMPLE)
class OrderHoldOver(AboutOrder, frozen=True, kw_only=True):
    """It was not paid in time: its seller gives its place back."""


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


class RefundOfOrder(AboutOrder, frozen=True, kw_only=True):
    """An order's money that goes back. amount: of this refund, whose number is `refund`; '' for what cost nothing."""

    amount: Fen
    refund: str


@fact(
    "order.refund_asked",
    zh="订单 {order} 部分退款 {amount:yuan}：{reason}",
    en="A part of {amount:yuan} of {order} goes back: {reason}",
    sample={**SAMPLE, **REFUND, "amount": 900, "reason": "包装破损补偿"},
)
class OrderRefundAsked(RefundOfOrder, frozen=True, kw_only=True):
    """A part of the money goes back; the order stays as it is."""

    reason: str


@fact(
    "order.refunding",
    zh="订单 {order} 退款中：{reason}",
    en="The money for {order} is on its way back: {reason}",
    sample={**SAMPLE, **REFUND, "amount": 6900, "reason": "未成团，自动退款"},
)
class OrderRefunding(RefundOfOrder, frozen=True, kw_only=True):
    """All money that was left goes back, and the order ends. amount: what was left; 0 when others gave it back."""

    reason: str


@fact(
    "order.refund_withdrawn",
    zh="撤销订单 {order} 的退款 {amount:yuan}：{reason}",
    en="The refund of {amount:yuan} of {order} was withdrawn: {reason}",
    sample={**SAMPLE, **REFUND, "amount": 6900, "reason": "已在商户平台退款"},
)
class OrderRefundWithdrawn(RefundOfOrder, frozen=True, kw_only=True):
    """A refund that WeChat Pay refused for good is owed no more; an order that ended by it stays ended."""

    reason: str


@fact(
    "order.refunded",
    zh="订单 {order} 已退款 {amount:yuan}",
    en="{amount:yuan} went back for {order}",
    sample={**SAMPLE, **REFUND, "amount": 6900},
)
class OrderRefunded(RefundOfOrder, frozen=True, kw_only=True):
    """The provider confirmed that `amount` went back; 0 when there was nothing to give back."""


FACTS = (
    OrderPlaced,
    OrderPaid,
    OrderPaidLate,
    OrderHoldOver,
    OrderCancelled,
    OrderReady,
    OrderPickedUp,
    OrderRefundAsked,
    OrderRefunding,
    OrderRefundWithdrawn,
    OrderRefunded,
)
