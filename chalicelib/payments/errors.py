"""Why money was not taken or not given back. What the provider refused is the platform's (platforms/wechatpay)."""

from __future__ import annotations

from chalicelib.core.errors import Conflict, NotFound
from chalicelib.core.money import Fen, yuan
from chalicelib.platforms import codes


class UnknownPayment(NotFound):
    zh = "没有找到该笔支付，请核对订单号。"
    en = "No payment under that number. Check the number."


class UnknownRefund(NotFound):
    zh = "没有找到该笔退款，请核对订单号。"
    en = "No refund under that number. Check the number."


class AlreadyPaid(Conflict):
    zh = "该订单已支付，无需重复付款，请刷新查看。"
    en = "This was paid already. Reload to see it."


class PaymentClosed(Conflict):
    zh = "该笔支付已关闭或超时，请重新下单。"
    en = "This payment is closed or its time is over. Order again."


class PaymentDiffers(Conflict):
    """The number was asked for before, with another amount or payer: what was asked first holds."""

    zh = "该订单号已用于另一笔支付，请重新下单。"
    en = "This number belongs to another payment. Order again."


class PaymentMismatched(Conflict):
    """What the provider reports is not what was asked for. It is recorded; nothing else is changed."""

    zh = "微信支付通知的内容与本笔支付不符，已记录，未入账。"
    en = "What WeChat Pay tells does not fit this payment. It was recorded and nothing was booked."


class NotPaid(Conflict):
    zh = "该笔支付尚未到账，不能退款。"
    en = "This was not paid, so nothing can go back."


class RefundTooLarge(Conflict):
    zh = "退款金额须在 ¥0.01 与尚未退还的 {left} 之间，请修改后重试。"
    en = "A refund is between ¥0.01 and the {left} that have not gone back yet. Correct the amount and try again."

    def __init__(self, number: str, left: Fen) -> None:
        shown = yuan(left)
        super().__init__(self.zh.format(left=shown), self.en.format(left=shown), number=number, left=left)


class LeftChanged(Conflict):
    """Another refund of the same payment was asked for, or withdrawn, since somebody saw what was left of it."""

    zh = "您打开之后，这笔款项又有退款或撤销，现在余下 {left}。请先看清那一笔，再决定还要不要退。"
    en = (
        "Since you looked, money of this went back or a refund was withdrawn: {left} is left. See to that first, then"
        " say whether to give more back."
    )

    def __init__(self, number: str, left: Fen) -> None:
        shown = yuan(left)
        super().__init__(self.zh.format(left=shown), self.en.format(left=shown), number=number, left=left)


class TooManyRefunds(Conflict):
    """The provider takes 50 for one payment (docs/platform I5), of which we keep the last for all that is left."""

    zh = "同一笔支付最多退款 50 次，其中最后一次只能用于退还全部余额；请改为全额退款（不填金额）。"
    en = "One payment takes 50 refunds at most, and the last is for all that is left: leave the amount out."


class RefundUnderway(Conflict):
    zh = "微信支付正在处理该笔退款，请等待结果。"
    en = "WeChat Pay is working on this refund. Wait for its result."


class RefundElsewhere(Conflict):
    """It was made in the provider's merchant console, under a number of the console's own."""

    zh = "该笔退款是在微信支付商户平台发起的，请在商户平台处理。"
    en = "This refund was made in WeChat Pay's merchant console. Settle it there."


class RefundNotRefused(Conflict):
    """Only what the provider refused for good, or gave up, may be withdrawn: all else it may still pay."""

    zh = "微信支付没有最终拒绝该笔退款，不能撤销。请等待结果或重试；退款异常的，请在商户平台处理。"
    en = (
        "WeChat Pay has not refused this refund for good, so it cannot be withdrawn. Wait or try it again; one that is"
        " abnormal is settled in the merchant console."
    )


class RefundWithdrawn(Conflict):
    zh = "该笔退款已撤销；如仍需退款，请重新发起。"
    en = "This refund was withdrawn. Ask for a new one if money is to go back."


class RefundDone(Conflict):
    zh = "该笔退款已到账，无需重试，也不能撤销。"
    en = "This refund has reached the customer. There is nothing to try again or to withdraw."


class PaymentTroubled(Conflict):
    """Shown as a problem: what was reported stands in the payment's `trouble`."""

    zh = "微信支付报告的内容与本笔支付不符，未入账；请按 trouble 在商户平台核对并处理款项，然后确认已处理并写明结果。"
    en = (
        "WeChat Pay told of something that is not in our books. See `trouble`, settle it in the merchant console, then"
        " acknowledge it and say what came of it."
    )


class RefundTroubled(Conflict):
    """Shown as a problem: what was reported stands in the refund's `trouble`."""

    zh = "微信支付报告的退款与所申请的不符；请按 trouble 中的记录在商户平台核对，然后确认已处理并写明结果。"
    en = (
        "WeChat Pay told of this refund otherwise than it was asked for. See `trouble` and the merchant console, then"
        " acknowledge it and say what came of it."
    )


class RefundNotTaken(Conflict):
    """Shown as a problem."""

    zh = "微信支付未受理该笔退款（{said}），{why}。"
    en = "WeChat Pay did not take this refund ({said}): {why}."

    def __init__(self, said: str) -> None:
        known = codes.wechatpay().get(said)
        zh, en = (known.zh, known.en) if known else ("请核对商户配置后重试", "check the merchant's settings")
        zh, en = zh.rstrip("。"), en.rstrip(".")
        super().__init__(self.zh.format(said=said, why=zh), self.en.format(said=said, why=en), reason=said)


class RefundAbnormal(Conflict):
    """Shown as a problem."""

    zh = (
        "退款异常，款项未到达顾客（银行卡已注销等）；请在商户平台「退款查询」中改退至其他账户，然后确认已处理并写明结果，"
        "到账后自动更新。原账户恢复后也可重试。"
    )
    en = (
        "The money did not reach the customer (a closed card, say). Choose another account for it in the merchant"
        " console, then acknowledge it and say what came of it; its arrival is told by itself. Or try it again once the"
        " account is in order."
    )


class RefundStillOwed(Conflict):
    """Whoever let it go by a tick would leave the customer without their money, and no list would say so."""

    zh = "该笔退款的款项还欠顾客，不能只确认：请按提示解决原因后重试，或撤销该笔退款并以其他方式退还。"
    en = (
        "This refund is still owed, so it cannot just be acknowledged: mend its cause and try it again, or withdraw it"
        " and pay the customer back otherwise."
    )


class RefundClosed(Conflict):
    """Shown as a problem."""

    zh = "微信支付已关闭该笔退款；请在商户平台查看原因后重试，或撤销该笔退款并以其他方式退还。"
    en = "WeChat Pay gave this refund up. See why in its console, then retry, or withdraw it and pay back otherwise."
