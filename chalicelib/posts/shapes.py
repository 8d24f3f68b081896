"""What the post doors take and give."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.audience.shapes import Audience, Channel
from chalicelib.content.ids import ContentId
from chalicelib.core.audited import Thing
from chalicelib.core.http import given
from chalicelib.core.http.shapes import LINE, MOST_SEEN, Confirm, PageQuery, said
from chalicelib.core.ids import NOBODY, StoreId, UserId
from chalicelib.core.moments import NO_DAY, Moment
from chalicelib.core.problems import Problem
from chalicelib.core.shapes import Hands, Person
from chalicelib.coupons.ids import TemplateId
from chalicelib.posts.ids import ForecastId, PostId
from chalicelib.posts.states import ForecastStatus, OccurrenceStatus, PostStatus
from chalicelib.tasks.shapes import Tally
from chalicelib.tasks.states import Doing
from chalicelib.touches.shapes import Origin

POST = Thing("post", "群发", "post")
POST_APPROVAL = Thing("post_approval", "群发复核设置", "approval of posts")

# Under this name those are counted who will get it; the others under the reason why not.
TARGETED = "targeted"
WallTime = Annotated[
    str,
    Meta(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$(?!\n)", description="a clock on the wall, such as 2026-11-21T09:00"),
    said("当地时间，例如 2026-11-21T09:00", "a clock on the wall, such as 2026-11-21T09:00"),
]


class Once(given.Timed, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="once"):
    """At one moment."""

    at: given.Moment


class Recurring(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="recurring"):
    """Again and again by an RRULE (RFC 5545), on the wall clocks of a time zone.

    rrule: FREQ=DAILY, WEEKLY, MONTHLY or YEARLY with INTERVAL, COUNT, BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS, BYHOUR,
    BYMINUTE, WKST; at most 366 times a year, an hour apart. until: the last time it may fall on.
    """

    rrule: Annotated[str, Meta(min_length=1, max_length=200)]
    starts_at: WallTime
    until: WallTime | None = None
    tz: Annotated[
        str,
        Meta(pattern=r"^[A-Za-z]+(/[A-Za-z0-9_+-]+){0,2}$(?!\n)", max_length=40),
        said("时区名称，例如 Asia/Shanghai", "a time zone, such as Asia/Shanghai"),
    ] = "Asia/Shanghai"


Schedule = Once | Recurring


# As long as the longest that a variable may take (a link); each member of staff's task holds a copy.
Value = Annotated[str, Meta(max_length=2048)] | int


class PostContent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An approved content version, and the values of its variables.

    staff_name, corp_name and send_date are filled in when it is sent, unless they are given.
    """

    item_id: Annotated[ContentId, Meta(min_length=1, max_length=40)]
    version: Annotated[int, Meta(ge=1, le=MOST_SEEN)]
    values: Annotated[dict[str, Value], Meta(max_length=23)] = {}


# Longer nobody holds a task, and no more than these a minute are worth a limit.
MOST_HOURS, MOST_A_MINUTE = 72, 1000
AStore = Annotated[
    StoreId,
    Meta(pattern=r"^[0-9A-HJKMNP-TV-Z]{26}$(?!\n)", description="门店编号 / id of a store"),
    said("门店的编号（store_id）", "the id of a store (store_id)"),
]
Stores = Annotated[list[AStore], Meta(max_length=200)]


class NewPost(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A post: what, to whom, when. coupon_template_id: whose coupons it brings; its report counts their claims.

    stores: only the people of these send or get it, as they are when it goes out; left empty, those of every store that
    whoever makes it acts for. ends_after_hours: what staff have not sent by then is taken back, and they are reminded
    before. per_minute: how many of the staff are asked in a minute.
    """

    name: Annotated[str, LINE, Meta(max_length=40)]
    content: PostContent
    audience: Audience
    schedule: Schedule
    coupon_template_id: Annotated[TemplateId, Meta(max_length=40)] = TemplateId("")
    stores: Stores = []
    ends_after_hours: Annotated[int, Meta(ge=1, le=MOST_HOURS)] | None = None
    per_minute: Annotated[int, Meta(ge=1, le=MOST_A_MINUTE)] | None = None
    confirm: Confirm = False


class EditPost(NewPost, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The whole post anew, based on the revision that the editor has seen. stores: left empty, it stays whose it is."""

    revision: Annotated[int, Meta(ge=1, le=MOST_SEEN)]


class CopyPost(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a copy differs in. name: when left out, as what it is copied from, and that it is a copy; schedule: likewise
    as it is there, whose times must lie ahead.
    """

    name: Annotated[str, LINE, Meta(max_length=40)] | None = None
    schedule: Schedule | None = None
    confirm: Confirm = False


class AdjustTime(given.Timed, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a time of a post that is under way goes on; what is left out stays. ends_at: sooner or later, within 72 hours
    of its beginning. per_minute: how many of the staff are asked in a minute, 0 for all at once.
    """

    ends_at: given.Moment | None = None
    per_minute: Annotated[int, Meta(ge=0, le=MOST_A_MINUTE)] | None = None


class PostQuery(PageQuery, frozen=True, forbid_unknown_fields=True):
    """Which posts, newest first; all that is given must hold. q: a part of the name; maker: who made it; since, until:
    days in Shanghai, both included, on which it was made; has_problem: whether something is wrong.
    """

    q: Annotated[str, Meta(max_length=40, description="名称中的几个字 / part of the name")] = ""
    status: PostStatus | None = None
    channel: Channel | None = None
    maker: given.MakerOrNone = NOBODY
    since: given.DayOrNone = NO_DAY
    until: given.DayOrNone = NO_DAY
    has_problem: Annotated[bool | None, Meta(description="是否有问题 / whether something is wrong")] = None

    def __post_init__(self) -> None:
        given.read_all(self)
        given.check_days(self.since, self.until)


class ApprovePost(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which revision was looked at, and is approved."""

    revision: Annotated[int, Meta(ge=1, le=MOST_SEEN)]


class SetApproving(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whether posts have to be approved by somebody else than their maker before they go out."""

    is_needed: bool


class Approving(Hands, frozen=True, kw_only=True):
    """The same, and who said so last."""

    is_needed: bool


class Bounds(msgspec.Struct, frozen=True):
    """Whose post it is: of some stores, of some of the staff, or (both empty) of the whole corp.

    Only the people who work at those stores when it goes out, or these members of staff, send it or get it. Without
    any of either, and not of everything, it is nobody's.
    """

    is_everything: bool = True
    stores: tuple[StoreId, ...] = ()
    staff: tuple[UserId, ...] = ()


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What is stored of a post, after everything that could fail it at its time was looked at.

    corp_tags: those that it leaves people out by, and that were the corp's then.
    """

    name: str
    content: PostContent
    channel: Channel
    audience: Audience
    schedule: Schedule
    coupon_template_id: TemplateId
    bounds: Bounds
    ends_after_hours: int | None
    per_minute: int | None
    next_at: Moment
    corp_tags: tuple[str, ...]


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """What an occurrence keeps of its post, whatever becomes of the post later."""

    name: str
    content: PostContent
    channel: Channel
    audience: Audience
    coupon_template_id: TemplateId
    bounds: Bounds = Bounds()


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """What a claim leaves of the post: when it is next sent, NEVER to end it; its content from now on; its problem."""

    next_at: Moment
    content: PostContent
    problem: Problem | None = None


class Progress(msgspec.Struct, kw_only=True):
    """How far planning has come: the next part, how many segments of which fence count, and the counts so far.

    problem: why WeCom would not tell of an owner's groups, the last of them.
    """

    part: int = 0
    noted: dict[int, int] = {}
    counts: dict[str, int] = {}
    samples: dict[str, list[str]] = {}
    problem: Problem | None = None


class End(msgspec.Struct, frozen=True, kw_only=True):
    """How an occurrence ends. forgiven: what nobody got, and whose touches do not count from that moment on.

    problem: what its post shows from then on, when it has failed.
    """

    status: OccurrenceStatus
    reason: str = ""
    problem: Problem | None = None
    tally: Tally = Tally()
    forgiven: Origin | None = None


class PostLine(Hands, frozen=True):
    """A post in a list. next_at: when it is next sent, '' when never or paused.

    failed: how many of its occurrences have failed. problem: why it will not, or did not, go out. is_approved: somebody
    else than its maker approved it as it is.
    """

    post_id: PostId
    name: str
    channel: Channel
    status: PostStatus
    next_at: Moment
    revision: int
    created_at: Moment
    failed: int
    problem: Problem | None
    is_approved: bool


class Unsent(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody has not sent of a time of a post. targets: how many wait for it."""

    post_id: PostId
    name: str
    at: Moment
    targets: int


class UnsentOf(msgspec.Struct, frozen=True):
    """What one member of staff was asked to send and has not: how many tasks, and how many people wait for these."""

    tasks: int
    people: int


class UnsentByStaff(msgspec.Struct, frozen=True):
    """Who has not sent what they were asked to. is_all: all posts under way were looked into."""

    of: dict[UserId, UnsentOf]
    is_all: bool


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """The posts that name somebody and go on, and what they have not sent. is_whole: all posts were looked at."""

    posts: tuple[PostLine, ...]
    unsent: tuple[Unsent, ...]
    is_whole: bool = True


class Occurrence(msgspec.Struct, frozen=True):
    """One time of a post.

    late: begun more than 10 minutes after it was due. reason: why it was skipped, failed or taken back.
    counts: targets by what became of them, final once it is closed. version: of the content that it sends.
    again_at: the occurrence that was made in its place, where somebody tried it again. problem: why some whom it means
    could not be planned for. ends_at: when what staff have not sent is taken back. per_minute: how many of the staff
    are asked in a minute, None for all at once.
    """

    at: Moment
    status: OccurrenceStatus
    late: bool
    reason: str
    claimed_at: Moment
    targeted: int
    excluded: dict[str, int]
    counts: dict[str, int]
    tasks: int
    version: int
    again_at: Moment
    problem: Problem | None
    ends_at: Moment
    per_minute: int | None


class NewForecast(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A post that is still being made, as a forecast needs it: what it says, whom it is for, whose people send it."""

    content: PostContent
    audience: Audience
    stores: Stores = []


class NewVersion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Use the version of the content that was approved last. values: of its variables, as they are when left out."""

    values: Annotated[dict[str, Value], Meta(max_length=23)] | None = None


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """How far a content version has come by one time of a post.

    targeted: who is meant. out: who has it, as far as is known; waiting: who may still get it.
    """

    post_id: PostId
    name: str
    at: Moment
    status: OccurrenceStatus
    targeted: int
    out: int
    waiting: int


class Post(PostLine, frozen=True, kw_only=True):
    """A post with its 50 latest times, the latest first.

    coming: its next five times as its schedule says, also while it is paused; quiet hours may move them.
    stores: whose people send or get it, empty for the whole corp or somebody's own customers.
    needs_approval: the corp wants posts approved, and this one is not. approved_by, approved_at: of its last approval,
    which may be of an earlier revision.
    """

    content: PostContent
    audience: Audience
    schedule: Schedule
    coming: list[Moment]
    coupon_template_id: TemplateId
    stores: list[StoreId]
    ends_after_hours: int | None
    per_minute: int | None
    needs_approval: bool
    approved_by: Person | None
    approved_at: Moment | None
    occurrences: list[Occurrence]


class Forecast(msgspec.Struct, frozen=True):
    """Who would get the post if it were planned now, and who not and why.

    progress: how much of the audience was looked at, 0 to 1. samples: up to 100
    members (or groups) each. problem: why nobody, or not everybody whom it means, could be planned for.
    """

    forecast_id: ForecastId
    status: ForecastStatus
    progress: float
    reason: str
    started_at: Moment
    targeted: int
    excluded: dict[str, int]
    samples: dict[str, list[str]]
    problem: Problem | None


class Sums(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a post, summed over its facts.

    closed: occurrences that are over, failed: those of them that somebody has to look at.
    created: targets that WeCom took a task for; confirmed: those whose member of staff sent it; delivered: those who
    got it. refused: everybody else, by reason. claims, redemptions: coupons taken with `source: post:<id>`, and used.
    """

    occurrences: int = 0
    closed: int = 0
    failed: int = 0
    targeted: int = 0
    created: int = 0
    confirmed: int = 0
    delivered: int = 0
    refused: dict[str, int] = {}
    claims: int = 0
    redemptions: int = 0


class Report(Sums, frozen=True, kw_only=True):
    """The last report of a post that was asked for. as_of: since when it was added up; age: that many seconds ago."""

    post_id: PostId
    as_of: Moment
    age: int


class ReportAsked(msgspec.Struct, frozen=True):
    """The job that adds the report up; see `/admin/v1/jobs/{job_id}`."""

    job_id: str


class Tested(msgspec.Struct, frozen=True):
    """Who got the test, in how many app messages."""

    userid: UserId
    messages: int


class Missed(msgspec.Struct, frozen=True):
    """How many have not got it for one reason, as a code and in words."""

    reason: str
    zh: str
    en: str
    count: int


class Reach(msgspec.Struct, frozen=True, kw_only=True):
    """How far a time of a post has come. staff: how many of the staff have done what about it (执行情况).

    delivered: who got it. on_the_way: their member of staff tapped "send", and WeCom has still to tell of each.
    waiting: they may still get it. missed: everybody else, by reason, the most first (触达情况).
    """

    staff: dict[Doing, int]
    delivered: int
    on_the_way: int
    waiting: int
    missed: list[Missed]


class PersonReach(msgspec.Struct, frozen=True, kw_only=True):
    """What one member of staff has done, and whom it reached: their customers or groups, by what became of them.

    reminders: how many they had of the task they were reminded of most.
    """

    userid: UserId
    name: str
    doing: Doing
    reminders: int
    delivered: int
    on_the_way: int
    waiting: int
    missed: int


class StoreReach(Reach, frozen=True, kw_only=True):
    """The same of the staff of one store; store_id and name are '' for those who work at none.

    people: each of them, who has done least first.
    """

    store_id: StoreId
    name: str
    people: list[PersonReach]


class Execution(Reach, frozen=True, kw_only=True):
    """How far a time of a post has come, in all and by the store that each member of staff is of first.

    Of who was left out before staff were asked only the whole knows.
    """

    post_id: PostId
    at: Moment
    status: OccurrenceStatus
    stores: list[StoreReach]
