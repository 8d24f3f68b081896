"""Why money was not taken or not given back, and what the provider refused."""

from __future__ import annotations

from chalicelib.core.errors import (
    BadSignature,
    Conflict,
    NotConfigured,
    NotFound,
    TooBusy,
    UpstreamFailed,
    UpstreamUnknown,
)


class PayNotConfigured(NotConfigured):
    zh = "企业尚未配置微信支付，请在配置中填写 pay 后运行 python -m infra.provision。"
    en = "The corp has no WeChat Pay settings. Run python -m infra.provision with `pay` filled in."


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
    """What the provider tells is not what was asked for. It is recorded; nothing else is changed."""

    zh = "微信支付通知的内容与本笔支付不符，已记录，未入账。"
    en = "What WeChat Pay tells does not fit this payment. It was recorded and nothing was booked."


class NotPaid(Conflict):
    zh = "该笔支付尚未到账，不能退款。"
    en = "This was not paid, so nothing can go back."


class RefundTooLarge(Conflict):
    zh = "退款金额须为 1 分至已付金额之间，请修改后重试。"
    en = "A refund is between 1 fen and what was paid. Correct the amount and try again."


class RefundAlreadyAsked(Conflict):
    zh = "该笔支付已申请退款，请在退款列表中查看进度。"
    en = "A refund of this payment was asked for already. The list of refunds shows how far it is."


class RefundUnderway(Conflict):
    zh = "微信支付正在处理该笔退款，请等待结果。"
    en = "WeChat Pay is working on this refund. Wait for its result."


class RefundDone(Conflict):
    zh = "该笔退款已到账，无需重试。"
    en = "This refund has reached the customer. There is nothing to try again."


class NoticeRefused(BadSignature):
    """A notice that is forged, too old, or signed with a key that we do not know."""

    zh = "支付通知未通过验签或已过期，已拒收。"
    en = "The notice's signature does not hold or is too old. It was refused."


class PayRefused(UpstreamFailed):
    """The provider answered that it did not do the thing. `said` is its own code (docs/platform I7)."""

    zh = "微信支付拒绝了本次操作（{reason}），请核对商户配置后重试。"
    en = "WeChat Pay refused the call ({reason}). Check the merchant's settings and try again."

    def __init__(self, api: str, said: str) -> None:
        super().__init__(self.zh.format(reason=said), self.en.format(reason=said), api=api, reason=said)
        self.said = said


class PayBusy(PayRefused, TooBusy):
    """Nothing was done; a later try may work."""

    status = 503
    zh = "微信支付繁忙（{reason}），请稍后重试。"
    en = "WeChat Pay is busy ({reason}). Try again in a moment."


class NumberPaid(PayRefused):
    """ORDERPAID: the number was paid."""


class NumberClosed(PayRefused):
    """ORDER_CLOSED: the number was closed and takes no money any more."""


class NumberUnknown(PayRefused):
    """ORDER_NOT_EXIST, RESOURCE_NOT_EXISTS: the provider has nothing under that number."""


class PayOutcomeUnknown(UpstreamUnknown):
    """No answer that can be trusted came back. The same number may be tried again: the provider does it once."""

    zh = "微信支付没有及时响应，请稍后用同一订单重试，不会重复扣款。"
    en = "WeChat Pay did not answer in time. Try again with the same order; it is not charged twice."
