"""Finding live codes: by name, state, who stands behind them, tag, who made them, and whether something is wrong."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.storage.lists import PAGE_LIMIT, Page
from chalicelib.core.text import folded
from chalicelib.livecodes import store, views
from chalicelib.livecodes.shapes import LiveCodeLine, LiveCodeQuery
from chalicelib.livecodes.states import Standing
from chalicelib.livecodes.store import Listed

# Of those that are not meant, so many pages are looked through before a page of a list is answered.
MOST_PAGES = 5


def live_codes(ctx: Ctx, query: LiveCodeQuery) -> Page[LiveCodeLine]:
    """The live codes that a query means, newest first. A page may hold fewer than asked for although more follow.

    0.5 RU per 4 KB of the index; at most 500 lines are looked at.
    """
    found: list[Listed] = []
    cursor = query.cursor
    for _ in range(MOST_PAGES):
        page = store.listed(ctx, PAGE_LIMIT, cursor)
        for line in page.items:
            cursor = line.created_at + line.code
            found += [line] if _is_meant(ctx, query, line) else []
            if len(found) == query.limit:
                return Page(views.lines(ctx, found), cursor if line is not page.items[-1] else page.cursor)
        cursor = page.cursor
        if not cursor:
            break
    return Page(views.lines(ctx, found), cursor)


def _is_meant(ctx: Ctx, query: LiveCodeQuery, line: Listed) -> bool:
    if query.state is not line.state if query.state else line.state is Standing.ARCHIVED:
        return False
    if query.staff and query.staff not in {share.userid for share in line.staff}:
        return False
    if query.maker and (line.created_by is None or query.maker != line.created_by.userid):
        return False
    if not ctx.scope.allows_store(line.store_id or None) or (query.store and query.store != line.store_id):
        return False
    if query.batch and query.batch != line.batch:
        return False
    if query.tag and query.tag not in line.tag_ids:
        return False
    if query.has_problem is not None and query.has_problem != bool(line.problem or line.welcome_problem):
        return False
    return folded(query.q) in folded(line.name)
