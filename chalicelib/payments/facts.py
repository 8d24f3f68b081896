"""What happens to payments and refunds. `order` is the number that both have; amounts are in fen."""

from __future__ import annotations

from chalicelib.core.events.facts import FactData, fact
from chalicelib.core.moments import Moment
from chalicelib.core.money import Fen
from chalicelib.members.ids import MemberId
from chalicelib.payments.states import RefundState
from chalicelib.platforms.wechatpay.provider import RefundNumber

ORDER, MEMBER = "01KAJ8R4ZQ6W2E8T5Y1V7J3M9K", "3XK9V0Q8N2B7M4T6Y9RC5D1EFG"
REFUND = f"R{ORDER}-1"
TRANSACTION = "4200002890202611213456789012"


class Money(FactData, frozen=True, kw_only=True):
    """Money of a member. order: what it is for; amount: what was asked for, or goes back."""

    order: str
    member: MemberId
    amount: Fen


class AboutRefund(Money, frozen=True, kw_only=True):
    """Money of a member that goes back. refund: its number; a payment may have several."""

    refund: RefundNumber


class Mismatch(FactData, frozen=True, kw_only=True):
    """The provider reported something that we did not ask for. trouble: what, in words."""

    order: str
    member: MemberId
    trouble: str


@fact(
    "payment.received",
    zh="支付到账 {amount:yuan}，订单 {order}",
    en="{amount:yuan} was paid for order {order}",
    sample={
        "order": ORDER,
        "member": MEMBER,
        "amount": 6900,
        "transaction_id": TRANSACTION,
        "paid_at": "2026-11-21T02:00:00.000Z",
    },
)
class PaymentReceived(Money, frozen=True, kw_only=True):
    """The money came, once. transaction_id: the provider's own number of it."""

    transaction_id: str
    paid_at: Moment


@fact(
    "payment.closed",
    zh="支付 {amount:yuan} 已关闭，订单 {order}",
    en="The payment of {amount:yuan} for order {order} was closed",
    sample={"order": ORDER, "member": MEMBER, "amount": 6900},
)
class PaymentClosed(Money, frozen=True, kw_only=True):
    """Nobody can pay it any more."""


@fact(
    "payment.mismatched",
    zh="微信支付通知的内容并非本系统发起：{trouble}，订单 {order}",
    en="WeChat Pay reported what we did not ask for, of the payment of order {order}: {trouble}",
    sample={
        "order": ORDER,
        "member": MEMBER,
        "trouble": f"transaction {TRANSACTION}: amount 6800 is not 6900",
    },
)
class PaymentMismatched(Mismatch, frozen=True, kw_only=True):
    """A report of a payment, or of a refund of it, is not what was asked for: the trouble says what came of it."""


@fact(
    "refund.asked",
    zh="申请退款 {amount:yuan}，订单 {order}：{reason}",
    en="A refund of {amount:yuan} for order {order} was asked for: {reason}",
    sample={"order": ORDER, "member": MEMBER, "amount": 6900, "refund": REFUND, "reason": "未成团，自动退款"},
)
class RefundAsked(AboutRefund, frozen=True, kw_only=True):
    """From now on it is our debt. reason: in the seller's words, as the customer's notice shows them."""

    reason: str


@fact(
    "refund.found",
    zh="发现在微信支付商户平台发起的退款 {amount:yuan}，订单 {order}",
    en="A refund of {amount:yuan} for order {order} was made in WeChat Pay's merchant console",
    sample={"order": ORDER, "member": MEMBER, "amount": 6900, "refund": "50302912762026112110000012345"},
)
class RefundFound(AboutRefund, frozen=True, kw_only=True):
    """Somebody gave money back in the provider's merchant console; it is in our books from now on."""


@fact(
    "refund.retried",
    zh="重试退款 {amount:yuan}，订单 {order}",
    en="The refund of {amount:yuan} for order {order} is tried again",
    sample={"order": ORDER, "member": MEMBER, "amount": 6900, "refund": REFUND},
)
class RefundRetried(AboutRefund, frozen=True, kw_only=True):
    """A person has mended what it was stuck on."""


@fact(
    "refund.stuck",
    zh="退款 {amount:yuan} 受阻（{state:abnormal=未能退到顾客账户;closed=已被微信支付关闭}），订单 {order}",
    en="The refund of {amount:yuan} for order {order} is stuck ({state:abnormal=it did not reach the customer;"
    "closed=WeChat Pay closed it})",
    sample={"order": ORDER, "member": MEMBER, "amount": 6900, "refund": REFUND, "state": "abnormal"},
)
class RefundStuck(AboutRefund, frozen=True, kw_only=True):
    """It did not reach the customer (abnormal), or the provider gave it up (closed): a person is needed."""

    state: RefundState


@fact(
    "refund.withdrawn",
    zh="撤销退款 {amount:yuan}，订单 {order}",
    en="The refund of {amount:yuan} for order {order} was withdrawn",
    sample={"order": ORDER, "member": MEMBER, "amount": 6900, "refund": REFUND},
)
class RefundWithdrawn(AboutRefund, frozen=True, kw_only=True):
    """It was refused for good or given up, and a person let go of it: nothing of it went back."""


@fact(
    "refund.succeeded",
    zh="退款到账 {amount:yuan}，订单 {order}",
    en="{amount:yuan} of order {order} went back",
    sample={"order": ORDER, "member": MEMBER, "amount": 6900, "refund": REFUND},
)
class RefundSucceeded(AboutRefund, frozen=True, kw_only=True):
    """The customer has the money."""


@fact(
    "refund.mismatched",
    zh="微信支付通知与退款不符：{trouble}，订单 {order}",
    en="WeChat Pay reported what does not fit the refund of order {order}: {trouble}",
    sample={
        "order": ORDER,
        "member": MEMBER,
        "trouble": "refund 50302912762026112110000012345 SUCCESS: amount 6800 is not 6900",
    },
)
class RefundMismatched(Mismatch, frozen=True, kw_only=True):
    """A report of a refund was not believed."""


FACTS = (
    PaymentReceived,
    PaymentClosed,
    PaymentMismatched,
    RefundAsked,
    RefundFound,
    RefundRetried,
    RefundStuck,
    RefundWithdrawn,
    RefundSucceeded,
    RefundMismatched,
)
