"""What the door of the calendar takes and gives."""

from __future__ import annotations

from datetime import date

import msgspec

from chalicelib.audience.shapes import Channel
from chalicelib.core.errors import Fault, Misfit
from chalicelib.core.http import given
from chalicelib.core.moments import Moment
from chalicelib.posts.ids import PostId
from chalicelib.posts.states import OccurrenceStatus, PostStatus

# As many weeks as a month touches, and then some: what a page of a calendar shows.
MOST_DAYS = 62


class TimesQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Of which days in Shanghai, both included, 62 at the most."""

    since: given.DayOrNone
    until: given.DayOrNone

    def __post_init__(self) -> None:
        given.read_all(self)
        given.check_days(self.since, self.until)
        if not self.since or not self.until:
            field = "until" if self.since else "since"
            raise Misfit(
                Fault(field, "required", None, "请填写日期，例如 2026-11-21。", "Write a day, such as 2026-11-21.")
            )
        if (date.fromisoformat(self.until) - date.fromisoformat(self.since)).days >= MOST_DAYS:
            zh, en = f"一次最多查 {MOST_DAYS} 天。", f"{MOST_DAYS} days at the most."
            raise Misfit(Fault("until", "max_days", MOST_DAYS, zh, en))


class TimeOfPost(msgspec.Struct, frozen=True, kw_only=True):
    """One time of a post among those of others. became: what has become of it, None while it is still to come.

    status: the post's; what is paused comes only once it is resumed. targeted: whom it was for, 0 while it is to come.
    """

    post_id: PostId
    name: str
    channel: Channel
    status: PostStatus
    at: Moment
    became: OccurrenceStatus | None
    targeted: int


class TimesOfPosts(msgspec.Struct, frozen=True, kw_only=True):
    """When which post went out and goes out, in order. is_whole: nothing was left out because there are too many."""

    times: list[TimeOfPost]
    is_whole: bool
