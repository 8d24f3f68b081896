"""Finding posts: by name, state, channel, who made them, the day, and whether something is wrong."""

from __future__ import annotations

import unicodedata
from datetime import datetime, timedelta

from chalicelib.core.context import Ctx
from chalicelib.core.moments import SHANGHAI, Day, iso
from chalicelib.core.storage.lists import PAGE_LIMIT, Page, Within
from chalicelib.posts import bounding, store, views
from chalicelib.posts.shapes import PostLine, PostQuery
from chalicelib.posts.store import PostRow

# Of those that are not meant, so many pages are looked through before a page of a list is answered.
MOST_PAGES = 5


def posts(ctx: Ctx, query: PostQuery) -> Page[PostLine]:
    """The posts that a query means, newest first. A page may hold fewer than asked for although more follow.

    0.5 RU a post looked at, 500 at the most, and per 4 KB of the index.
    """
    found: list[PostLine] = []
    cursor, within = query.cursor, _days(query)
    at_once = PAGE_LIMIT if _narrows(query) or not ctx.scope.is_everything else query.limit
    for _ in range(MOST_PAGES):
        page = store.posts(ctx, at_once, cursor, within)
        for row in page.items:
            cursor = row.created_at + row.post_id
            found += [views.line(row)] if _is_meant(query, row) and bounding.allows(ctx, row.bounds) else []
            if len(found) == query.limit:
                return Page(found, cursor if row is not page.items[-1] else page.cursor)
        cursor = page.cursor
        if not cursor:
            break
    return Page(found, cursor)


def _narrows(query: PostQuery) -> bool:
    given = (query.q, query.status, query.channel, query.maker)
    return any(given) or query.has_problem is not None


def _days(query: PostQuery) -> Within:
    until = iso(_day(query.until) + timedelta(days=1)) if query.until else ""
    return Within(iso(_day(query.since)) if query.since else "", until)


def _day(text: Day) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def _is_meant(query: PostQuery, row: PostRow) -> bool:
    if (query.status or row.status) is not row.status or (query.channel or row.channel) is not row.channel:
        return False
    if query.maker and (row.created_by is None or query.maker != row.created_by.userid):
        return False
    if query.has_problem is not None and query.has_problem != (row.problem is not None):
        return False
    return _folded(query.q) in _folded(row.name)


def _folded(name: str) -> str:
    """A name as it is compared: one form of each letter, no case, no spaces."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
