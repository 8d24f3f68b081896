"""Somebody goes: the posts that name them go on with who takes over, and what they have not sent is closed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

import msgspec

from chalicelib.audience.shapes import MOST_FRIENDS_OF, MOST_OWNERS, MOST_STAFF, Audience, Customers, Groups
from chalicelib.core.context import Ctx
from chalicelib.core.ids import UserId
from chalicelib.core.moments import Moment, moment
from chalicelib.core.storage import retry
from chalicelib.core.storage.lists import PAGE_LIMIT, Within
from chalicelib.core.storage.table import Refused
from chalicelib.posts import approvals, occurrence_rows, rules, store, views
from chalicelib.posts.ids import OccurrenceName, PostId
from chalicelib.posts.occurrence_rows import OccurrenceRow
from chalicelib.posts.shapes import Bounds, Held, PostLine, Terms, Unsent
from chalicelib.posts.states import EDITABLE, OccurrenceStatus
from chalicelib.posts.store import PostRow
from chalicelib.tasks import service as tasks
from chalicelib.tasks.shapes import Plan

# A time of a post is over by then, and each that is begun changes the post; a day to spare.
OPEN_FOR = rules.EXPIRES + tasks.CONFIRM_WITHIN + timedelta(days=1)
LATEST = 50


def held_by(ctx: Ctx, staff: UserId, most: int = 0) -> Held:
    """The posts that name somebody and go on, and what they have not sent of any. 0.5 RU for each post of the corp, of
    those of the last days 1 RU per 4 KB of their times and tasks.

    most: so many posts are looked at, 0 for all.
    """
    posts, unsent = list[PostLine](), list[Unsent]()
    for looked_at, row in enumerate(_every(ctx)):
        if most and looked_at == most:
            return Held(posts=tuple(posts), unsent=tuple(unsent), is_whole=False)
        if row.status in EDITABLE and staff in (*named_in(row.audience), *row.bounds.staff):
            posts.append(views.line(row))
        if ctx.now - moment(row.changed_at) <= OPEN_FOR:
            unsent += _unsent(ctx, row, staff)
    return Held(posts=tuple(posts), unsent=tuple(unsent))


def _every(ctx: Ctx) -> Iterator[PostRow]:
    cursor = ""
    while True:
        page = store.posts(ctx, PAGE_LIMIT, cursor, Within())
        yield from page.items
        cursor = page.cursor
        if not cursor:
            return


def _unsent(ctx: Ctx, row: PostRow, staff: UserId) -> Iterable[Unsent]:
    for occurrence in occurrence_rows.occurrences(ctx, row.post_id, LATEST):
        if occurrence.status is OccurrenceStatus.SENDING and not occurrence.dry:
            targets = tasks.unsent_of(ctx, _plan(occurrence), staff)
            if targets:
                yield Unsent(post_id=row.post_id, name=row.name, at=occurrence.at, targets=targets)


def _plan(row: OccurrenceRow) -> Plan:
    return Plan(views.origin_of(row), row.plan or 0)


def named_in(audience: Audience) -> Sequence[UserId]:
    """The staff whom an audience names: owners of groups, friends of customers, or themselves."""
    return audience.owners if isinstance(audience, Groups) else audience.staff


def with_others(audience: Audience, former: UserId, takers: Sequence[UserId], *, stays: bool) -> Audience:
    """An audience with others in somebody's place; of more than there is room for the first, before whoever goes.

    stays: they are of the corp still, and so may some customers be theirs, who have not gone or would not; groups have
    another owner at once.
    """
    if isinstance(audience, Groups):
        owners = _instead(audience.owners, former, takers, stays=False, most=MOST_OWNERS)
        return msgspec.structs.replace(audience, owners=owners)
    most = MOST_FRIENDS_OF if isinstance(audience, Customers) else MOST_STAFF
    return msgspec.structs.replace(audience, staff=_instead(audience.staff, former, takers, stays=stays, most=most))


def _instead(
    named: Sequence[UserId], former: UserId, takers: Sequence[UserId], *, stays: bool, most: int
) -> list[UserId]:
    room = most - len(set(named) - {former, *takers})
    stays = stays and room > 1
    # Those who are named already first, so that it is the same when it is done again.
    some = set(sorted(takers, key=lambda one: one not in named)[: room - stays])
    takers = [one for one in takers if one in some]
    found: list[UserId] = []
    for one in named:
        found += [*([former] if stays else []), *takers] if one == former else [one]
    return list(dict.fromkeys(found))


def _bounds(bounds: Bounds, former: UserId, takers: Sequence[UserId], *, stays: bool) -> Bounds:
    """A post of theirs alone is the takers'; one of stores is of who works there."""
    return msgspec.structs.replace(
        bounds, staff=tuple(_instead(bounds.staff, former, takers, stays=stays, most=MOST_STAFF))
    )


def hand_over(ctx: Ctx, post_id: PostId, former: UserId, takers: Sequence[UserId], *, stays: bool) -> bool:
    """A post goes to who took over from its next time on; True where that has to be approved anew.

    Safe to repeat and to race with an editor or the clock: it is decided anew on what they wrote. 1 RU, 4 WU +1 +2 due.
    """

    def once() -> bool:
        row = store.post(ctx, post_id)
        if row is None or row.status not in EDITABLE:
            return False
        audience = with_others(row.audience, former, takers, stays=stays)
        bounds = _bounds(row.bounds, former, takers, stays=stays)
        if (audience, bounds) == (row.audience, row.bounds):
            return approvals.is_needed(ctx) and not row.is_approved
        terms = msgspec.convert(row, Terms, from_attributes=True)
        store.edit(ctx, row, msgspec.structs.replace(terms, audience=audience, bounds=bounds))
        return approvals.is_needed(ctx)

    return retry.on_collision(once, Refused)


def end_unsent(ctx: Ctx, post_id: PostId, at: Moment, staff: UserId) -> int:
    """Close what somebody has not sent of a time of a post: how many tasks. Safe to repeat."""
    row = occurrence_rows.occurrence(ctx, post_id, OccurrenceName(at))
    return tasks.end_unsent(ctx, _plan(row), staff) if row is not None and row.plan else 0
