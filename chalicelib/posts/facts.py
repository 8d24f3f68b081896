"""What happens to a post and to its occurrences."""

from __future__ import annotations

from chalicelib.audience.shapes import Channel
from chalicelib.content.ids import ContentId
from chalicelib.core.events.facts import FactData, fact
from chalicelib.core.moments import Moment
from chalicelib.coupons.ids import CouponCode, TemplateId
from chalicelib.members.ids import MemberId
from chalicelib.posts.ids import ForecastId, PostId
from chalicelib.posts.states import OccurrenceStatus

POST = {"post": "01KAJ8T0003V0Q8N2B7M4T6Y9R"}
DIMENSIONS = {"content": "01KAJ8S0003V0Q8N2B7M4T6Y9Q", "coupon_template": "01KAJ8R0003V0Q8N2B7M4T6Y9P"}
TIME = {**POST, "at": "2026-11-21T02:00:00.000Z"}
OCCURRENCE = {**TIME, **DIMENSIONS}
SUMS = {"counts": {"delivered": 318, "quota": 2}, "created": 320, "confirmed": 320}
COUPON = {**POST, "member": "M4C0FFEE", "coupon": "k7m2p9xw4t", "coupon_template": DIMENSIONS["coupon_template"]}


class AboutPost(FactData, frozen=True, kw_only=True):
    """Which post."""

    post: PostId


@fact(
    "post.scheduled",
    zh="安排了群发「{name}」，第 {revision} 版",
    en="The post “{name}” was scheduled, revision {revision}",
    sample={**POST, **DIMENSIONS, "name": "周末第二杯半价", "revision": 1, "audience": "customers"},
)
class PostScheduled(AboutPost, frozen=True, kw_only=True):
    """It was made, or changed. audience: what sort of people it is for."""

    name: str
    audience: Channel
    revision: int
    content: ContentId
    coupon_template: TemplateId


@fact("post.cancelled", zh="取消了群发", en="The post was cancelled", sample=POST)
class PostCancelled(AboutPost, frozen=True, kw_only=True):
    """An operator cancelled it; what is unsent is taken back."""


class AboutTime(AboutPost, frozen=True, kw_only=True):
    """Which time of a post."""

    at: Moment


@fact(
    "post.skipped",
    zh="{at} 的执行被跳过（{reason}）",
    en="The occurrence of {at} was skipped ({reason})",
    sample={**TIME, "reason": "overtaken"},
)
class PostSkipped(AboutTime, frozen=True, kw_only=True):
    """A missed time was not made up."""

    reason: str


@fact(
    "post.forecast_asked",
    zh="发起了预测",
    en="A forecast was asked for",
    sample={**TIME, "forecast": "01KAJ8V0003V0Q8N2B7M4T6Y9S"},
)
class PostForecastAsked(AboutTime, frozen=True, kw_only=True):
    """A dry run waits to be planned. at: the time that it is about."""

    forecast: ForecastId


class AboutOccurrence(AboutTime, frozen=True, kw_only=True):
    """Which occurrence, of which content, for which coupons."""

    content: ContentId
    coupon_template: TemplateId


@fact("post.claimed", zh="{at} 的执行开始", en="The occurrence of {at} began", sample={**OCCURRENCE, "late": False})
class PostClaimed(AboutOccurrence, frozen=True, kw_only=True):
    """Its time has come. late: by more than ten minutes."""

    late: bool


@fact(
    "post.planned",
    zh="{at} 的计划完成：{targeted} 个对象，{tasks} 个员工任务",
    en="The plan of {at} stands: {targeted} targets in {tasks} tasks",
    sample={**OCCURRENCE, "targeted": 320, "excluded": {"refused": 4, "quota": 11}, "tasks": 3},
)
class PostPlanned(AboutOccurrence, frozen=True, kw_only=True):
    """Who gets it and from whom is decided. excluded: who is meant and gets nothing, by reason."""

    targeted: int
    excluded: dict[str, int]
    tasks: int


class OccurrenceEnded(AboutOccurrence, frozen=True, kw_only=True):
    """How an occurrence ended. counts: targets by what became of them. created, confirmed: as in the report."""

    status: OccurrenceStatus
    reason: str
    counts: dict[str, int]
    created: int
    confirmed: int


@fact(
    "post.closed",
    zh="{at} 的执行结束（{status}）",
    en="The occurrence of {at} ended ({status})",
    sample={**OCCURRENCE, **SUMS, "status": "closed", "reason": ""},
)
class PostClosed(OccurrenceEnded, frozen=True, kw_only=True):
    """Every target has its end."""


@fact(
    "post.failed",
    zh="{at} 的执行失败：{reason}",
    en="The occurrence of {at} failed: {reason}",
    sample={**OCCURRENCE, "status": "failed", "reason": "NotApproved", "counts": {}, "created": 0, "confirmed": 0},
)
class PostFailed(OccurrenceEnded, frozen=True, kw_only=True):
    """Nothing was sent, and somebody has to look why."""


class CouponOfPost(AboutPost, frozen=True, kw_only=True):
    """A coupon that a post led to."""

    member: MemberId
    coupon: CouponCode
    coupon_template: TemplateId


@fact(
    "post.claimed_coupon",
    zh="因群发领取了优惠券 {coupon}",
    en="The coupon {coupon} was claimed after the post",
    sample=COUPON,
)
class PostClaimedCoupon(CouponOfPost, frozen=True, kw_only=True):
    """It was claimed with the post as its source."""


@fact(
    "post.redeemed_coupon",
    zh="因群发领取的优惠券 {coupon} 已核销",
    en="The coupon {coupon} that the post led to was redeemed",
    sample=COUPON,
)
class PostRedeemedCoupon(CouponOfPost, frozen=True, kw_only=True):
    """It was used."""


@fact(
    "post.reversed_coupon",
    zh="因群发领取的优惠券 {coupon} 的核销已撤销",
    en="The redemption of the coupon {coupon} that the post led to was reversed",
    sample=COUPON,
)
class PostReversedCoupon(CouponOfPost, frozen=True, kw_only=True):
    """Its use counts no more."""
