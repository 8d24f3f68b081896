"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import OWNERS, READERS, Right
from chalicelib.core.ops.catalogue import NORMAL, REPEATED, Level, LogEvent, Metric
from chalicelib.core.room import Personal, Room, Section
from chalicelib.core.words import Word
from chalicelib.payments.errands import ERRANDS
from chalicelib.payments.facts import FACTS

READ = Right("payments.read", "查看支付与退款", "See payments and refunds", READERS)
RETRY = Right("payments.retry_refund", "重试受阻的退款", "Have a stuck refund tried again", OWNERS)
ACKNOWLEDGE = Right(
    "payments.acknowledge",
    "确认支付与退款异常已处理",
    "Acknowledge that a payment or refund that went wrong was seen to",
    OWNERS,
)

_WHY_ZH, _WHY_EN = "记录谁付了款、款项退还给谁", "Whose money it is, and to whom it goes back"
_ERASED_ZH = "清除 openid；交易记录自完成之日起至少保存三年（电子商务法第三十一条），期满删除"
_ERASED_EN = (
    "The openid is emptied; records of a deal are kept for at least three years (E-Commerce Law 31), then deleted"
)

ROOM = Room(
    name="payments",
    zh="支付与退款",
    en="Payments and refunds",
    tag="payments",
    section=Section.TRADE,
    facts=FACTS,
    errands=ERRANDS,
    due=("payment", "refund"),
    rights=(READ, RETRY, ACKNOWLEDGE),
    logged=(
        LogEvent(
            name="notice of no use",
            zh="收到无需处理的支付通知",
            en="A notice of WeChat Pay that nobody needs",
            fields=frozenset({"corp", "kind", "request_id"}),
            no_page=NORMAL,
        ),
        LogEvent(
            name="notice not read",
            level=Level.WARNING,
            zh="付款或退款通知缺少必需的内容",
            en="A notice of a payment or refund does not say what it must",
            fields=frozenset({"corp", "kind", "request_id"}),
            page="payment-mismatched",
        ),
        LogEvent(
            name="refund found",
            level=Level.WARNING,
            zh="发现在商户平台发起的退款，已入账",
            en="A refund was made in the merchant console, and is in the books now",
            fields=frozenset({"corp", "cause"}),
            no_page=NORMAL,
        ),
        LogEvent(
            name="unknown payment",
            level=Level.WARNING,
            zh="通知的付款不是本系统发起的",
            en="WeChat Pay tells of a payment that we did not ask for",
            fields=frozenset({"corp", "cause", "request_id"}),
            page="payment-mismatched",
        ),
        LogEvent(
            name="payment mismatched",
            level=Level.WARNING,
            zh="付款与所请求的不符，没有入账",
            en="A payment is not the one that was asked for and is not booked",
            fields=frozenset({"corp", "cause", "reason"}),
            page="payment-mismatched",
        ),
        LogEvent(
            name="payment not looked up",
            level=Level.WARNING,
            zh="未能查询付款，稍后再问",
            en="A payment could not be looked up; it is asked about again",
            fields=frozenset({"corp", "code", "cause"}),
            no_page=REPEATED,
        ),
        LogEvent(
            name="refund not taken",
            level=Level.WARNING,
            zh="微信支付没有受理退款",
            en="WeChat Pay did not take a refund",
            fields=frozenset({"corp", "cause", "reason"}),
            page="refund-stuck",
        ),
        LogEvent(
            name="refund stuck",
            level=Level.WARNING,
            zh="退款没有到账",
            en="A refund was closed or did not reach the customer",
            fields=frozenset({"corp", "cause", "reason"}),
            page="refund-stuck",
        ),
        LogEvent(
            name="unknown refund",
            level=Level.WARNING,
            zh="通知的退款不是本系统发起的",
            en="WeChat Pay tells of a refund that we did not ask for",
            fields=frozenset({"corp", "cause", "request_id"}),
            page="payment-mismatched",
        ),
        LogEvent(
            name="refund mismatched",
            level=Level.WARNING,
            zh="退款与所请求的不符",
            en="A refund is not the one that was asked for",
            fields=frozenset({"corp", "cause", "reason"}),
            page="payment-mismatched",
        ),
    ),
    words={
        "Notice.notice_id": Word("微信支付通知编号", "WeChat Pay's id of the notice"),
        "Notice.is_proved": Word("签名是否已验证", "whether its signature was verified"),
        "Notice.plain": Word("通知原文，仅在别处不显示时", "what it said, where no other list shows it"),
        "Notice.taken_at": Word("收到时间", "when it was taken"),
        "Payment.description": Word("商品描述", "what the customer reads at WeChat Pay"),
        "Payment.transaction_id": Word("微信支付订单号", "WeChat Pay's id of the payment"),
        "Payment.returned": Word("已退及将退金额，单位分", "what went back or is to, in fen"),
        "Refund.is_refused_for_good": Word("是否不再重试", "whether a person has to mend its cause"),
        "Refund.succeeded_at": Word("退款到账时间", "when the money was back"),
        "Refund.withdrawn_at": Word("放弃退款的时间", "when somebody let go of it"),
        "payment_state": Word("支付状态", "state of the payment"),
        "refund_state": Word("退款状态", "state of the refund"),
        "acknowledged": Word("处理结果", "what came of it"),
        "is_refused_for_good": Word("是否被最终拒绝", "whether it was refused for good"),
        "succeeded_at": Word("到账时间", "when the customer had the money"),
        "withdrawn_at": Word("撤销时间", "when it was withdrawn"),
        "standing": Word("处理进度", "whether somebody has seen to it"),
    },
    counted=(
        Metric(
            name="PaymentsReceived",
            zh="到账的付款",
            en="Payments that were booked",
            no_page=NORMAL,
        ),
        Metric(
            name="PaymentsMismatched",
            zh="不符的付款与退款",
            en="Payments and refunds that do not fit",
            dimensions=frozenset({"stage"}),
            alarm="payment-mismatched",
            page="payment-mismatched",
        ),
        Metric(
            name="RefundsSucceeded",
            zh="到账的退款",
            en="Refunds that went back",
            no_page=NORMAL,
        ),
        Metric(
            name="RefundsStuck",
            zh="受阻的退款",
            en="Refunds that time alone will not mend",
            dimensions=frozenset({"stage"}),
            alarm="refund-stuck",
            page="refund-stuck",
        ),
    ),
    personal=(
        Personal(
            row="payment",
            fields=("member_id", "openid", "acknowledged"),
            why_zh=_WHY_ZH,
            why_en=_WHY_EN,
            erased_zh=_ERASED_ZH,
            erased_en=_ERASED_EN,
        ),
        Personal(
            row="refund",
            fields=("member_id", "acknowledged"),
            why_zh=_WHY_ZH,
            why_en=_WHY_EN,
            erased_zh="交易记录自完成之日起至少保存三年（电子商务法第三十一条），期满删除",
            erased_en="Records of a deal are kept for at least three years (E-Commerce Law 31), then deleted",
        ),
        Personal(
            row="pay_notice",
            fields=("number", "plain"),
            why_zh="保留微信支付通知的原文（投诉、违规等）以便处理",
            why_en="To keep what WeChat Pay told us (complaints, violations), so that somebody can act on it",
            erased_zh="清空原文；通知编号与种类留存",
            erased_en="What it said is emptied; its id and kind stay",
        ),
    ),
)
