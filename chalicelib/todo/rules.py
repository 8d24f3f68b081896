"""Which kinds wait for whom: those who may do something about them, at the door that does it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from chalicelib.core.scope import Scope
from chalicelib.todo.shapes import Kind


class Sort(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a kind. rights: to do something about it, and to see the list at `path`, '' for none.

    is_of_all: the door that does it is about the whole corp, so nobody who acts for a part of it passes it.
    """

    zh: str
    en: str
    rights: frozenset[str]
    path: str
    is_of_all: bool = True


SORTS: Mapping[Kind, Sort] = {
    Kind.MONEY: Sort(
        zh="支付、退款异常待处理",
        en="Payments and refunds to see to",
        rights=frozenset({"payments.acknowledge", "payments.read"}),
        path="/admin/v1/payment-troubles",
        is_of_all=False,
    ),
    Kind.POST_PROBLEMS: Sort(
        zh="群发失败或有问题",
        en="Posts that failed or cannot go out",
        rights=frozenset({"posts.schedule", "posts.read"}),
        path="/admin/v1/posts?has_problem=true",
        is_of_all=False,
    ),
    Kind.LIVE_CODES: Sort(
        zh="活码有问题",
        en="Live codes with a problem",
        rights=frozenset({"livecodes.edit", "livecodes.read"}),
        path="/admin/v1/live-codes?has_problem=true",
        is_of_all=False,
    ),
    Kind.LEAVERS: Sort(
        zh="员工已离职，客户待交接",
        en="Staff who left and are not handed over",
        rights=frozenset({"departures.hand_over", "staff.read"}),
        path="/admin/v1/staff?state=left",
    ),
    Kind.REVIEW_CONTENT: Sort(
        zh="素材待我内容审核",
        en="Content that waits for my review of what it says",
        rights=frozenset({"content.review", "content.review_content", "content.read"}),
        path="/admin/v1/content-versions?status=content_review",
    ),
    Kind.REVIEW_COMPLIANCE: Sort(
        zh="素材待我合规审核",
        en="Content that waits for my review of compliance",
        rights=frozenset({"content.review", "content.review_compliance", "content.read"}),
        path="/admin/v1/content-versions?status=compliance_review",
    ),
    Kind.REVIEW_BUSINESS: Sort(
        zh="素材待我业务审核",
        en="Content that waits for my review for the business",
        rights=frozenset({"content.review", "content.review_business", "content.read"}),
        path="/admin/v1/content-versions?status=business_review",
    ),
    Kind.UNSENT: Sort(
        zh="群发员工尚未发送",
        en="Posts that staff have not sent yet",
        rights=frozenset({"posts.remind", "posts.read"}),
        path="/admin/v1/posts",
        is_of_all=False,
    ),
    Kind.SOLD_OUT: Sort(
        zh="在售商品已售罄",
        en="Products on the shelf that are sold out",
        rights=frozenset({"catalogue.edit", "catalogue.read"}),
        path="/admin/v1/products?state=on",
    ),
    Kind.COUPONS_LOW: Sort(
        zh="优惠券库存不足一成",
        en="Coupons with less than 10 % left",
        rights=frozenset({"coupons.edit", "coupons.read"}),
        path="/admin/v1/coupon-templates?state=open",
    ),
    Kind.COUPONS_ENDING: Sort(
        zh="优惠券 24 小时内结束领取",
        en="Coupons that can be claimed for less than 24 hours",
        rights=frozenset({"coupons.edit", "coupons.read"}),
        path="/admin/v1/coupon-templates?state=open",
    ),
    Kind.GROUPBUYS_ENDING: Sort(
        zh="拼团 24 小时内结束",
        en="Group-buys that end within 24 hours",
        rights=frozenset({"groupbuys.edit", "groupbuys.read"}),
        path="/admin/v1/groupbuys?state=open",
    ),
    Kind.ASIDES: Sort(
        zh="企业微信消息被搁置",
        en="Messages of WeCom that were set aside",
        rights=frozenset({"asides.decide", "asides.see"}),
        path="/admin/v1/asides",
    ),
    Kind.DEAD_LETTERS: Sort(
        zh="后台消息处理失败，待技术支持重试",
        en="Messages that were given up and wait for engineers",
        rights=frozenset({"setup.see"}),
        path="",
    ),
}


def kinds(rights: frozenset[str], scope: Scope) -> Iterator[Kind]:
    """The kinds that somebody may do something about, in their order."""
    for kind, sort in SORTS.items():
        if sort.rights <= rights and (scope.is_everything or not sort.is_of_all):
            yield kind


# Pages of the runbook, which engineers are handed by their names.
TICK_STOPPED = "tick-stopped"
NOT_COUNTED = (
    "处理失败的消息已超过 15 分钟没有清点，请让技术支持按运行手册 tick-stopped 检查定时任务。",
    "What was given up was not counted for 15 minutes: have engineers look at the clock (tick-stopped in the runbook).",
)
# What the queues of what was given up are of.
LETTERS: Mapping[str, tuple[str, str]] = {
    "callbacks": ("企业微信与支付平台的消息", "messages of WeCom and of WeChat Pay"),
    "due": ("到期要做的事", "what had become due"),
    "due-bulk": ("到期要做的事", "what had become due"),
    "promises": ("答应顾客的券与欢迎语等", "what was promised to customers, such as coupons"),
    "people": ("会员资料与受众", "profiles and audiences of members"),
    "money": ("支付与退款", "payments and refunds"),
    "marks": ("标签、资料与提醒", "tags, profiles and reminders"),
    "mass": ("群发", "posts"),
    "jobs": ("后台任务", "long work"),
    "changes": ("变更记录", "what tells that something was changed"),
    "facts": ("事实的后续", "what follows from facts"),
    "batches": ("数字统计", "what is counted"),
}


def letters_page(name: str) -> str:
    """The page of the runbook that tells what to do about a queue's letters."""
    return "dead-due" if name == "due-bulk" else f"dead-{name}"


def letters(name: str, many: int) -> tuple[str, str]:
    """What is to be done about so many letters, in Chinese and English."""
    zh, en = LETTERS.get(name, (name, name))
    page = letters_page(name)
    return (
        f"{zh}：全系统各企业共 {many} 条，保留 14 天。请让技术支持按运行手册 {page} 查明原因后重试。",
        f"Of {en}: {many} in the whole system, of all corps, kept for 14 days. Have engineers find out why and try them"
        f" again ({page} in the runbook).",
    )
