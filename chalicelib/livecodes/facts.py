"""What happens to live codes."""

from __future__ import annotations

from chalicelib.core.events.facts import FactData, fact
from chalicelib.core.ids import StoreId, UserId
from chalicelib.core.moments import Moment
from chalicelib.coupons.ids import TemplateId
from chalicelib.livecodes.ids import LiveCode
from chalicelib.livecodes.states import Standing, WelcomeState
from chalicelib.members.ids import MemberId

CODE = {"code": "abcdefabcdef"}
STORE = "01KAJ6T0003V0Q8N2B7M4T6Y9R"
WELCOME = {
    **CODE,
    "member": "3XK9V0Q8N2B7M4T6Y9RC5D1EFG",
    "staff": "liming",
    "received_at": "2026-11-21T02:00:00.000Z",
}


@fact(
    "live_code.created",
    zh="创建了活码「{name}」（{code}）",
    en="The live code {name} ({code}) was created",
    sample={**CODE, "name": "门店海报"},
)
class LiveCodeCreated(FactData, frozen=True, kw_only=True):
    """An operator made a live code."""

    code: LiveCode
    name: str


@fact(
    "live_code.edited",
    zh="活码已修改（第 {revision} 版）",
    en="The live code was edited (revision {revision})",
    sample={**CODE, "revision": 2, "changed": ["name", "staff"], "added": ["wangfang"], "removed": ["liming"]},
)
class LiveCodeEdited(FactData, frozen=True, kw_only=True):
    """Something about a live code is different. changed: names of its fields; added, removed: of its staff."""

    code: LiveCode
    revision: int
    changed: tuple[str, ...]
    added: tuple[UserId, ...] = ()
    removed: tuple[UserId, ...] = ()


@fact(
    "live_code.moved",
    zh="活码{state:open=已启用;paused=已暂停;archived=已归档}",
    en="The live code is {state:open=open again;paused=paused;archived=in the archive}",
    sample={**CODE, "state": "paused", "was": "open"},
)
class LiveCodeMoved(FactData, frozen=True, kw_only=True):
    """A live code was paused, resumed, archived or taken out of the archive. was: its state before."""

    code: LiveCode
    state: Standing
    was: Standing


@fact(
    "contact_way.made",
    zh="员工 {staff} 的「联系我」已生成",
    en="WeCom made the contact way of {staff}",
    sample={**CODE, "staff": "liming"},
)
class ContactWayMade(FactData, frozen=True, kw_only=True):
    """WeCom made a contact way."""

    code: LiveCode
    staff: UserId


@fact(
    "live_code.visited",
    zh="入口页被打开，展示员工 {staff}",
    en="The entry page was opened and showed {staff}",
    sample={**CODE, "staff": "liming", "store": STORE},
    kept_days=35,
)
class LiveCodeVisited(FactData, frozen=True, kw_only=True):
    """Somebody opened the entry page, once a day. It names nobody: its id leads to no visitor once the day is over."""

    code: LiveCode
    staff: UserId
    store: StoreId = StoreId("")


class AboutWelcome(FactData, frozen=True, kw_only=True):
    """Whose welcome, and when its event reached us. left_out: the places of attachments that WeCom would not take."""

    code: LiveCode
    member: MemberId
    staff: UserId
    outcome: WelcomeState
    received_at: Moment
    left_out: tuple[str, ...] = ()


@fact(
    "welcome.sent",
    zh="收到了欢迎语（员工 {staff}{outcome:sent=;already=;in_part=，缺部分附件}）",
    en="Received the welcome of {staff}{outcome:sent=;already=;in_part=, in part}",
    sample={**WELCOME, "outcome": "sent"},
)
class WelcomeSent(AboutWelcome, frozen=True, kw_only=True):
    """The welcome has reached the customer."""


@fact(
    "welcome.missed",
    zh="没有收到欢迎语：{outcome:expired=超过 20 秒;failed=企业微信拒绝;unknown=没有回音，无法确认}",
    en="Did not receive the welcome: {outcome:expired=its 20 s were over;failed=WeCom refused it;unknown=no answer}",
    sample={**WELCOME, "outcome": "expired"},
)
class WelcomeMissed(AboutWelcome, frozen=True, kw_only=True):
    """The welcome has not, or nobody can tell."""


@fact(
    "coupon.not_issued",
    zh="活码 {code} 的入会券未发放："
    "{reason:SoldOut=已领完;AlreadyClaimed=已达每人限领;ClaimNotOpen=尚未开始领取;ClaimPaused=已暂停领取;ClaimClosed=领取已结束;WayNotOpen=未开放活码发放}",
    en="The coupon of live code {code} was not issued: {reason}",
    sample={
        **CODE,
        "member": "3XK9V0Q8N2B7M4T6Y9RC5D1EFG",
        "coupon_template": "01KAJ8T0003V0Q8N2B7M4T6Y9R",
        "reason": "SoldOut",
    },
)
class CouponNotIssued(FactData, frozen=True, kw_only=True):
    """A join through a live code should have given a coupon; reason: the refusal's public code."""

    code: LiveCode
    member: MemberId
    coupon_template: TemplateId
    reason: str
