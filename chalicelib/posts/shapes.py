"""What the post doors take and give."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from chalicelib.audience.shapes import Audience
from chalicelib.core.http.shapes import Moment

WallTime = Annotated[
    str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$", description="a clock on the wall, such as 2026-11-21T09:00")
]
PostStatus = Literal["scheduled", "paused", "finished", "cancelled"]


class Once(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="once"):
    """At one moment."""

    at: Moment


class Recurring(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="recurring"):
    """Again and again by an RRULE (RFC 5545), on the wall clocks of a time zone.

    rrule: FREQ=DAILY, WEEKLY, MONTHLY or YEARLY with INTERVAL, COUNT, BYDAY, BYMONTHDAY, BYMONTH, BYSETPOS, BYHOUR,
    BYMINUTE, WKST; at most 366 times a year, an hour apart. until: the last time it may fall on.
    """

    rrule: Annotated[str, Meta(min_length=1, max_length=200)]
    starts_at: WallTime
    until: WallTime | None = None
    tz: Annotated[str, Meta(pattern=r"^[A-Za-z]+(/[A-Za-z0-9_+-]+){0,2}$", max_length=40)] = "Asia/Shanghai"


Schedule = Once | Recurring


class PostContent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An approved content version, and the values of its variables.

    staff_name, corp_name and send_date are filled in when it is sent, unless they are given.
    """

    item_id: Annotated[str, Meta(min_length=1, max_length=40)]
    version: Annotated[int, Meta(ge=1)]
    values: Annotated[dict[str, str | int], Meta(max_length=23)] = {}


class NewPost(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A post: what, to whom, when. coupon_template_id: whose claims its report counts."""

    name: Annotated[str, Meta(min_length=1, max_length=40)]
    content: PostContent
    audience: Audience
    schedule: Schedule
    coupon_template_id: Annotated[str, Meta(max_length=40)] = ""


class EditPost(NewPost, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The whole post anew, based on the revision that the editor has seen."""

    revision: Annotated[int, Meta(ge=1)]


class PostLine(msgspec.Struct, frozen=True):
    """A post in a list. next_at: when it is next sent, '' when never or paused."""

    post_id: str
    name: str
    channel: str
    status: PostStatus
    next_at: str
    revision: int
    created_at: str


class Posts(msgspec.Struct, frozen=True):
    """A page of posts, newest first."""

    items: list[PostLine]
    cursor: str


class Occurrence(msgspec.Struct, frozen=True):
    """One time of a post.

    status: claimed, planning, sending, closed; skipped (a later one took its place), failed, cancelling, cancelled.
    late: begun more than 10 minutes after it was due. reason: why it was skipped or failed.
    counts: targets by what became of them, final once it is closed.
    """

    at: str
    status: str
    late: bool
    reason: str
    claimed_at: str
    targeted: int
    excluded: dict[str, int]
    counts: dict[str, int]
    tasks: int


class Post(PostLine, frozen=True, kw_only=True):
    """A post with its 50 latest times, the latest first."""

    content: PostContent
    audience: Audience
    schedule: Schedule
    coupon_template_id: str
    occurrences: list[Occurrence]


class Task(msgspec.Struct, frozen=True):
    """What one member of staff was asked to send.

    state: planned, asking, created, closed. reason: why it was closed without being sent by them.
    counts: targets by what became of them.
    """

    task: str
    sender: str
    targets: int
    state: str
    msgid: str
    reason: str
    reminders: int
    created_at: str
    confirmed_at: str
    closed_at: str
    counts: dict[str, int]


class Tasks(msgspec.Struct, frozen=True):
    """The tasks of an occurrence, in order; '' ends."""

    items: list[Task]
    cursor: str


class Forecast(msgspec.Struct, frozen=True):
    """Who would get the post if it were planned now, and who not and why.

    status: running, done or failed. progress: how much of the audience was looked at, 0 to 1. samples: up to 100
    members (or groups) each.
    """

    forecast_id: str
    status: str
    progress: float
    reason: str
    started_at: str
    targeted: int
    excluded: dict[str, int]
    samples: dict[str, list[str]]


class Report(msgspec.Struct, frozen=True):
    """What became of a post, summed over its facts.

    created: targets that WeCom took a task for; confirmed: those whose member of staff sent it; delivered: those who
    got it. refused: everybody else, by reason. claims, redemptions: coupons taken with `source: post:<id>`, and used.
    """

    post_id: str
    occurrences: int
    closed: int
    targeted: int
    created: int
    confirmed: int
    delivered: int
    refused: dict[str, int]
    claims: int
    redemptions: int
