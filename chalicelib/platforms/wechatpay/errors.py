"""What WeChat Pay refused, as typed errors by its own codes (docs/platform I7), and what it left open."""

from __future__ import annotations

from chalicelib.core.errors import (
    AppError,
    BadSignature,
    NotConfigured,
    Outlook,
    TooBusy,
    UpstreamFailed,
    UpstreamUnknown,
    every,
)
from chalicelib.platforms import codes


class PayNotConfigured(NotConfigured):
    zh = "企业尚未配置微信支付，请在配置中填写 pay 后运行 python -m infra.provision。"
    en = "The corp has no WeChat Pay settings. Run python -m infra.provision with `pay` filled in."


class NoticeRefused(BadSignature):
    """A notice that is forged, too old, or signed with a key that we do not know."""

    zh = "支付通知未通过验签或已过期，已拒收。"
    en = "The notice's signature does not hold or is too old. It was refused."


class PayRefused(UpstreamFailed):
    """The provider answered that it did not do the thing. `said` is its own code (docs/platform I7)."""

    zh = "微信支付拒绝了本次操作（{reason}），请核对商户配置后重试。"
    en = "WeChat Pay refused the call ({reason}). Check the merchant's settings and try again."

    def __init__(self, api: str, said: str) -> None:
        known = codes.wechatpay().get(said)
        zh, en = self.zh.format(reason=said), self.en.format(reason=said)
        if known and type(self).zh == PayRefused.zh:
            zh, en = (
                f"微信支付拒绝了本次操作（{said}）：{known.zh}",
                f"WeChat Pay refused the call ({said}). {known.en}",
            )
        super().__init__(zh, en, api=api, reason=said)
        self.said = said
        self.outlook = known.outlook if known else type(self).outlook


class PayBusy(PayRefused, TooBusy):
    """Nothing was done; a later try may work."""

    status = 503
    outlook = Outlook.AGAIN
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
    customers = None


# Those that callers tell apart.
CLASSES: dict[str, type[PayRefused]] = {
    "ORDERPAID": NumberPaid,
    "ORDER_CLOSED": NumberClosed,
    "ORDER_NOT_EXIST": NumberUnknown,
    "RESOURCE_NOT_EXISTS": NumberUnknown,
    "FREQUENCY_LIMITED": PayBusy,
    "FREQUENCY_LIMIT_EXCEED": PayBusy,
    "RATELIMIT_EXCEEDED": PayBusy,
}


def refusal(api: str, status: int, code: str) -> PayRefused | PayOutcomeUnknown:
    """The typed error of an answer that is no success. code: the provider's own, '' when it gave none."""
    said, known = code or f"HTTP {status}", codes.wechatpay().get(code)
    if status >= 500 or (known and known.outlook is Outlook.UNKNOWN):
        return PayOutcomeUnknown(api=api, reason=said)
    if code and known is None:
        codes.unknown(api, code)
    kind = CLASSES.get(code, PayBusy if status == 429 else PayRefused)
    return kind(api, said)


ASKED: tuple[type[AppError], ...] = (*every(PayRefused), PayOutcomeUnknown, PayNotConfigured)
"""What a door declares behind which WeChat Pay is asked."""
