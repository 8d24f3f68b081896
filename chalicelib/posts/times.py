"""A calendar of posts: what went out, as its occurrences tell, and what is to come, as its schedule says."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from chalicelib.core.context import Ctx
from chalicelib.core.moments import SHANGHAI, Day, iso, moment
from chalicelib.core.storage.lists import PAGE_LIMIT, Within
from chalicelib.posts import bounding, occurrence_rows, schedule, store
from chalicelib.posts.calendar_shapes import MOST_DAYS, TimeOfPost, TimesOfPosts
from chalicelib.posts.shapes import Once
from chalicelib.posts.states import EDITABLE, PostStatus
from chalicelib.posts.store import PostRow

# So many posts are looked at, the newest first.
MOST_POSTS = 500
# All times of one: no two of a rule are closer than an hour.
MOST_TIMES = MOST_DAYS * 24
# Of a post that went out more often in these days a query costs less than its times one by one.
FEW_TIMES = 10
A_MOMENT = timedelta(microseconds=1)


def between(ctx: Ctx, since: Day, until: Day) -> TimesOfPosts:
    """When which post went out and goes out from one day to another, in order.

    0.5 RU a post looked at, and 1 RU for each time at which one may have gone out by then: a call for 100 of them,
    and a query for each post whose rule does not tell its times.
    """
    begin, end = _day(since), _day(until) + timedelta(days=1)
    rows = list(itertools.islice(_made_before(ctx, end), MOST_POSTS + 1))
    mine = [row for row in rows[:MOST_POSTS] if bounding.allows(ctx, row.bounds)]
    coming = (time for row in mine for time in _coming(ctx, row, begin, end))
    found = [*_gone(ctx, mine, begin, end), *coming]
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


def _gone(ctx: Ctx, rows: Sequence[PostRow], begin: datetime, end: datetime) -> Iterator[TimeOfPost]:
    """Of those whose times the rule tells, in one read for all; of the others a query each."""
    may_have = {row.post_id: _may_have_gone(row, begin, end, ctx.now) for row in rows}
    told = [(post_id, iso(at)) for post_id, times in may_have.items() for at in times or ()]
    asked = [post_id for post_id, times in may_have.items() if times is None]
    found = occurrence_rows.at_times(ctx, told)
    for post_id in asked:
        found += occurrence_rows.within(ctx, post_id, iso(begin), iso(end), MOST_TIMES)
    posts = {row.post_id: row for row in rows}
    for time in found:
        row = posts[time.post_id]
        yield TimeOfPost(
            post_id=row.post_id,
            name=time.snapshot.name if time.snapshot else row.name,
            channel=row.channel,
            status=row.status,
            at=time.at,
            became=time.status,
            targeted=time.targeted,
        )


def _may_have_gone(row: PostRow, begin: datetime, end: datetime, now: datetime) -> list[datetime] | None:
    """The times at which a post may have gone out; None where its rule does not tell them.

    What failed is tried again later, a rule may have been another in those days, and many times of one post cost less
    in a query.
    """
    if begin > now:
        return []
    if row.failed > 0:
        return None
    if row.cancelled_at and moment(row.cancelled_at) < begin:
        return []
    if row.revision > 1 and moment(row.scheduled_at) > begin:
        return None
    until = min(end, now + A_MOMENT)
    if isinstance(row.schedule, Once):
        at = moment(row.schedule.at)
        return [at] if begin <= at < until else []
    after = schedule.after(row.schedule, max(begin, moment(row.created_at)) - A_MOMENT)
    times = list(itertools.islice(itertools.takewhile(lambda at: at < until, after), FEW_TIMES + 1))
    return times if len(times) <= FEW_TIMES else None


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
