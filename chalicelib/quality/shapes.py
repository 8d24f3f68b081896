"""What the door of reply quality takes and gives, and what a day's figures are."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.core.errors import Fault, Misfit
from chalicelib.core.http import given
from chalicelib.core.http.shapes import Cursor
from chalicelib.core.ids import NOBODY, StoreId, UserId
from chalicelib.core.moments import NO_DAY, Day, Moment, days_between
from chalicelib.core.shapes import Person

MOST_ASKED = 31


class By(StrEnum):
    """Whose figures are put together: each member of staff's, those who were of one store, or everybody's of a day."""

    STAFF = "staff"
    STORE = "store"
    DAY = "day"


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """A day of a member of staff, as a list shows it. store: where they were when it was first read, '' for none.

    replied: in hundredths of a per cent; first_reply: in hundredths of a minute; None where WeCom told none.
    """

    userid: UserId
    day: Day
    store: StoreId
    chats: int
    messages: int
    replied: int | None
    first_reply: int | None
    negative: int
    applies: int
    contacts: int


class QualityQuery(given.Timed, frozen=True, forbid_unknown_fields=True):
    """Which days, 31 at most, and by what; staff: of one of them alone. Left out: the last seven days that are over.
    Raises Misfit.
    """

    since: given.DayOrNone = NO_DAY
    until: given.DayOrNone = NO_DAY
    by: By = By.STAFF
    staff: given.StaffOrNone = NOBODY

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.since or not self.until:
            return
        if self.until < self.since:
            zh, en = "截止日期不能早于起始日期。", "The last day is before the first."
            raise Misfit(Fault("until", "range", self.since, zh, en))
        if len(days_between(self.since, self.until)) > MOST_ASKED:
            zh, en = f"一次最多查看 {MOST_ASKED} 天，请缩短日期。", f"At most {MOST_ASKED} days at once: ask for fewer."
            raise Misfit(Fault("until", "max_days", str(MOST_ASKED), zh, en))


class Quality(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of a member of staff, or of a store, over the days that WeCom has told; or of a day.

    staff, store, day: one of the three. store_id: of a store, null by staff and for those of none. store_name: its
    name, '' likewise. days: how many of the asked ones are in the figures. missing_days: those that are not. chats: in
    which staff wrote. messages: that staff sent there. reply_percent: of chats that customers began, those answered
    the same day, weighted by chats; null where WeCom told none. first_reply_minutes: until the first answer, likewise.
    negative_feedback: customers who deleted or blocked. new_applies: requests that staff sent. new_contacts: customers
    who were added.
    """

    staff: Person | None
    store_id: StoreId | None
    store_name: str
    day: Day | None
    days: int
    missing_days: list[Day]
    chats: int
    messages: int
    reply_percent: float | None
    first_reply_minutes: float | None
    negative_feedback: int
    new_applies: int
    new_contacts: int


class LoadsQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which of the staff, by userid, 20 at most; pass the `cursor` of the last answer to go on. staff: one of them."""

    limit: Annotated[int, Meta(ge=1, le=20)] = 10
    cursor: Cursor = ""
    staff: given.StaffOrNone = NOBODY

    def __post_init__(self) -> None:
        given.read_all(self)


class StaffLoad(msgspec.Struct, frozen=True, kw_only=True):
    """What a member of staff has on their hands. customers: in their list at WeCom. follow_ups: open ones; overdue:
    those of them whose time has come. unsent_tasks: posts that they were asked to send an hour ago or before and have
    not; unsent_people: who waits for these. chats, reply_percent, first_reply_minutes: of `reply_day`, null where
    WeCom told nothing.
    """

    staff: Person
    customers: int
    follow_ups: int
    overdue: int
    unsent_tasks: int
    unsent_people: int
    chats: int | None
    reply_percent: float | None
    first_reply_minutes: float | None


class Definition(msgspec.Struct, frozen=True):
    """What a figure is. field: its name beside. zh, en: what it is, in Chinese and English."""

    field: str
    zh: str
    en: str


class ReplyQuality(msgspec.Struct, frozen=True, kw_only=True):
    """Reply quality of some days. since, until: the first and the last. by: what is put together.

    missing_days: those of which WeCom has told nothing yet, of nobody. read_until: the last day that was
    read; null before the first. items: a line each. definitions: what each is.
    """

    since: Day
    until: Day
    by: By
    read_until: Day | None
    missing_days: list[Day]
    items: list[Quality]
    definitions: list[Definition]


class StaffLoads(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the staff with what each has on their hands. as_of: when it was asked for; customers and posts are up
    to a minute older. reply_day: of which day WeCom's figures are, null before the first. has_more_posts: more posts
    are under way than were looked into. definitions: what each figure is.
    """

    items: list[StaffLoad]
    cursor: str
    as_of: Moment
    reply_day: Day | None
    has_more_posts: bool
    definitions: list[Definition]
