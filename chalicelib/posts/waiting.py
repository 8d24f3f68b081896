"""What of posts waits for an operator: those that something is wrong with, and what staff have not sent."""

from __future__ import annotations

from datetime import timedelta

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.ids import UserId
from chalicelib.core.moments import moment
from chalicelib.core.scope import EVERYTHING
from chalicelib.core.storage.lists import PAGE_LIMIT, Page, Within
from chalicelib.posts import bounding, leavers, occurrence_rows, searching, store, views
from chalicelib.posts.occurrence_rows import OccurrenceRow
from chalicelib.posts.shapes import PostLine, PostQuery, Unsent, UnsentByStaff, UnsentOf
from chalicelib.posts.states import OccurrenceStatus
from chalicelib.posts.store import PostRow
from chalicelib.tasks import service as staff_tasks
from chalicelib.tasks.shapes import Plan

# So many posts are looked into, and of each so many times of it.
POSTS, TIMES = 10, 5
# Staff have the day to tap; whoever has not by then may need a word.
A_WHILE = timedelta(hours=1)


def troubled(ctx: Ctx, limit: int) -> Page[PostLine]:
    """The posts of the scope that will not, or did not, go out, newest first. See `searching.posts`."""
    return searching.posts(ctx, PostQuery(limit=limit, has_problem=True))


def unsent(ctx: Ctx) -> Page[Unsent]:
    """Times of posts of the scope that are under way, and which staff were asked for an hour ago or before and have not
    sent: how many people wait for it. The cursor is '' unless more posts are under way.

    Of the newest 100 posts the 10 that changed last are looked into, of each the last 5 times, of each the first 100
    tasks: at most 61 queries, of which a corp that sends a post a day makes about 20.
    """
    rows = _under_way(ctx)
    found = [one for row in rows[:POSTS] for one in _of(ctx, row)]
    return Page(found, "more" if len(rows) > POSTS else "")


def unsent_by_staff(ctx: Ctx) -> UnsentByStaff:
    """The same of the whole corp, by who was asked. As many queries at most."""
    ctx = msgspec.structs.replace(ctx, scope=EVERYTHING)
    found: dict[UserId, UnsentOf] = {}
    rows = _under_way(ctx)
    for row in rows[:POSTS]:
        for time in occurrence_rows.occurrences(ctx, row.post_id, TIMES):
            plan = Plan(views.origin_of(time), time.plan or 0)
            for sender, people in (
                staff_tasks.unconfirmed_by_staff(ctx, plan, PAGE_LIMIT) if _is_meant(ctx, time) else ()
            ):
                before = found.get(sender, UnsentOf(0, 0))
                found[sender] = UnsentOf(before.tasks + 1, before.people + people)
    return UnsentByStaff(found, is_all=len(rows) <= POSTS)


def _under_way(ctx: Ctx) -> list[PostRow]:
    """Of the newest 100 posts those that may be under way, the one that changed last first."""
    page = store.posts(ctx, PAGE_LIMIT, "", Within())
    rows = [row for row in page.items if _may_be_under_way(ctx, row)]
    return sorted(rows, key=lambda row: row.changed_at, reverse=True)


def _may_be_under_way(ctx: Ctx, row: PostRow) -> bool:
    return ctx.now - moment(row.changed_at) <= leavers.OPEN_FOR and bounding.allows(ctx, row.bounds)


def _of(ctx: Ctx, row: PostRow) -> list[Unsent]:
    found = list[Unsent]()
    for time in occurrence_rows.occurrences(ctx, row.post_id, TIMES):
        targets = _waiting(ctx, time) if _is_meant(ctx, time) else 0
        if targets:
            found.append(Unsent(post_id=row.post_id, name=row.name, at=time.at, targets=targets))
    return found


def _is_meant(ctx: Ctx, time: OccurrenceRow) -> bool:
    is_old = ctx.now - moment(time.claimed_at) >= A_WHILE
    is_in_scope = time.snapshot is None or bounding.allows(ctx, time.snapshot.bounds)
    return time.status is OccurrenceStatus.SENDING and not time.dry and is_old and is_in_scope


def _waiting(ctx: Ctx, time: OccurrenceRow) -> int:
    return staff_tasks.unconfirmed(ctx, Plan(views.origin_of(time), time.plan or 0), PAGE_LIMIT)
