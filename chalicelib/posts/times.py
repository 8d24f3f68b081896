"""A calendar of posts: what went out, as its occurrences tell, and what is to come, as its schedule says."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import datetime, timedelta

from chalicelib.core.context import Ctx
from chalicelib.core.moments import SHANGHAI, Day, iso, moment
from chalicelib.core.storage.lists import PAGE_LIMIT, Within
from chalicelib.posts import bounding, occurrence_rows, schedule, store
from chalicelib.posts.calendar_shapes import TimeOfPost, TimesOfPosts
from chalicelib.posts.shapes import Once
from chalicelib.posts.states import EDITABLE, PostStatus
from chalicelib.posts.store import PostRow

# So many posts are looked at, the newest first, and so many times of one are shown.
MOST_POSTS, MOST_TIMES = 500, 100
A_MOMENT = timedelta(microseconds=1)


def between(ctx: Ctx, since: Day, until: Day) -> TimesOfPosts:
    """When which post went out and goes out from one day to another, in order.

    0.5 RU a post looked at, and 1 RU for each that may have gone out by then: a query each.
    """
    begin, end = _day(since), _day(until) + timedelta(days=1)
    rows = list(itertools.islice(_made_before(ctx, end), MOST_POSTS + 1))
    mine = [row for row in rows[:MOST_POSTS] if bounding.allows(ctx, row.bounds)]
    found = [time for row in mine for time in (*_gone(ctx, row, begin, end), *_coming(ctx, row, begin, end))]
    return TimesOfPosts(times=sorted(found, key=lambda time: (time.at, time.post_id)), is_whole=len(rows) <= MOST_POSTS)


def _day(text: Day) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def _made_before(ctx: Ctx, end: datetime) -> Iterator[PostRow]:
    cursor, within = "", Within("", iso(end))
    while True:
        page = store.posts(ctx, PAGE_LIMIT, cursor, within)
        yield from page.items
        cursor = page.cursor
        if not cursor:
            return


def _gone(ctx: Ctx, row: PostRow, begin: datetime, end: datetime) -> Iterator[TimeOfPost]:
    if not _may_have_gone(row, begin, end, ctx.now):
        return
    for time in occurrence_rows.within(ctx, row.post_id, iso(begin), iso(end), MOST_TIMES):
        yield TimeOfPost(
            post_id=row.post_id,
            name=time.snapshot.name if time.snapshot else row.name,
            channel=row.channel,
            status=row.status,
            at=time.at,
            became=time.status,
            targeted=time.targeted,
        )


def _may_have_gone(row: PostRow, begin: datetime, end: datetime, now: datetime) -> bool:
    """Also one that was to go out before: what failed is tried again later. A rule is asked for its times, which costs
    no query; one that was another in those days may have had others.
    """
    if begin > now:
        return False
    if row.failed > 0:
        return True
    if isinstance(row.schedule, Once):
        return begin <= moment(row.schedule.at) < end
    if row.cancelled_at and moment(row.cancelled_at) < begin:
        return False
    if row.revision > 1 and moment(row.scheduled_at) > begin:
        return True
    times = schedule.after(row.schedule, max(begin, moment(row.created_at)) - A_MOMENT)
    first = next(times, None)
    return first is not None and first < min(end, now + A_MOMENT)


def _coming(ctx: Ctx, row: PostRow, begin: datetime, end: datetime) -> Iterator[TimeOfPost]:
    if row.status not in EDITABLE:
        return
    # What is due and waits, for quiet hours or its turn, is still to come.
    is_due = row.status is PostStatus.SCHEDULED and row.next_at and moment(row.next_at) <= ctx.now
    after = moment(row.next_at) - A_MOMENT if is_due else ctx.now
    for at in itertools.takewhile(lambda at: at < end, schedule.after(row.schedule, max(after, begin - A_MOMENT))):
        yield TimeOfPost(
            post_id=row.post_id,
            name=row.name,
            channel=row.channel,
            status=row.status,
            at=iso(at),
            became=None,
            targeted=0,
        )
