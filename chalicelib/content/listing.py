"""Finding content: items by name, state, kind, how far they are and who made them; versions that wait for a review."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from chalicelib.content import store, views
from chalicelib.content.shapes import ContentItemLine, ContentVersionLine, ItemQuery, StatusQuery, VersionLine
from chalicelib.content.states import ItemState
from chalicelib.content.store import ItemRow
from chalicelib.core.context import Ctx
from chalicelib.core.storage.lists import PAGE_LIMIT, Page
from chalicelib.core.text import folded

# Of those that are not meant, so many pages are looked through before a page of a list is answered: 500 rows at most.
MOST_PAGES = 5
Listed = TypeVar("Listed")


def items(ctx: Ctx, query: ItemQuery) -> Page[ContentItemLine]:
    """The items that a query means, newest first. A page may hold fewer than asked for although more follow.

    0.5 RU for every 4 KB of the index, 0.5 RU an item and its newest version; at most 500 are looked at.
    """
    state = query.state or ItemState.ACTIVE

    def read(cursor: str) -> Page[ContentItemLine]:
        page = store.items(ctx, state, PAGE_LIMIT, cursor)
        meant = [row for row in page.items if _is_meant(ctx, query, row)]
        latest = store.latest_of(ctx, meant)
        lines = [views.item_line(row, latest.get(row.item_id)) for row in meant]
        return Page([line for line in lines if query.status in (None, line.status)], page.cursor)

    return _page(query.limit, query.cursor, read, lambda line: line.created_at + line.item_id)


def _is_meant(ctx: Ctx, query: ItemQuery, row: ItemRow) -> bool:
    makers = {ctx.operator if query.mine else "", query.maker} - {""}
    if makers and (row.created_by is None or makers != {row.created_by.userid}):
        return False
    return query.kind in (None, row.form) and folded(query.q) in folded(row.name)


def versions(ctx: Ctx, query: StatusQuery) -> Page[ContentVersionLine]:
    """The latest versions in a status, of items that are not in the archive, the longest in it first.

    0.5 RU for every 4 KB of the index; at most 500 are looked at.
    """

    def read(cursor: str) -> Page[VersionLine]:
        page = store.in_status(ctx, query.status, PAGE_LIMIT, cursor)
        return Page([line for line in page.items if _is_asked_for(ctx, query, line)], page.cursor)

    page = _page(query.limit, query.cursor, read, lambda line: line.changed_at + line.item_id)
    return page.map(views.version_line)


def _is_asked_for(ctx: Ctx, query: StatusQuery, line: VersionLine) -> bool:
    if line.is_archived or (query.mine and line.author != ctx.operator):
        return False
    return folded(query.q) in folded(line.name)


def _page(limit: int, cursor: str, read: Callable[[str], Page[Listed]], place: Callable[[Listed], str]) -> Page[Listed]:
    """What is meant of the next pages, and the cursor behind the last that is answered."""
    found: list[Listed] = []
    for _ in range(MOST_PAGES):
        page = read(cursor)
        for line in page.items:
            found.append(line)
            if len(found) == limit:
                return Page(found, page.cursor if line is page.items[-1] else place(line))
        cursor = page.cursor
        if not cursor:
            break
    return Page(found, cursor)
