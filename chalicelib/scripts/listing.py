"""The library as operators and staff read it: rows of the library beside what content offers of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from chalicelib.content import service as content
from chalicelib.content.ids import ContentId
from chalicelib.content.shapes import ContentBody
from chalicelib.content.states import ItemState
from chalicelib.core.context import Ctx
from chalicelib.core.storage.lists import PAGE_LIMIT, Page
from chalicelib.core.text import folded
from chalicelib.scripts import store
from chalicelib.scripts.shapes import LibraryQuery, Script, ScriptQuery, StaffScript, StaffScriptQuery
from chalicelib.scripts.store import ScriptRow

# Of scripts that are not meant, so many pages are looked through before a page is answered: 300 at most.
MOST_PAGES = 3
# What a list shows of a text.
BEGINNING = 120
Offers = Mapping[ContentId, content.Offered]
Shown = TypeVar("Shown")


def scripts(ctx: Ctx, query: LibraryQuery) -> Page[Script]:
    """The library for operators, by category, drafts and archived content too.

    For each that is looked at 1.5 RU, 0.5 RU more for every 4 KB of its approved version and of one that is newer; 300
    at most.
    """

    def shown(row: ScriptRow, item: content.Offered) -> Script | None:
        one = script(row, item)
        return one if query.offered in (None, one.is_offered) else None

    return _some(ctx, query, [query.item_id], shown) if query.item_id else _page(ctx, query, shown)


def for_staff(ctx: Ctx, query: StaffScriptQuery) -> Page[StaffScript]:
    """What staff may say, by category; their favourites alone in one page. The same cost, and 1 RU."""
    marked = store.favourites(ctx, ctx.operator)

    def shown(row: ScriptRow, item: content.Offered) -> StaffScript | None:
        return _staff_script(row, item, is_favourite=row.item_id in marked)

    if not query.favourites:
        return _page(ctx, query, shown)
    return _some(ctx, query, sorted(marked), shown)


def _some(
    ctx: Ctx,
    query: ScriptQuery,
    item_ids: Sequence[str],
    show: Callable[[ScriptRow, content.Offered], Shown | None],
) -> Page[Shown]:
    """Those of these that are meant, in one page."""
    rows = sorted(store.some(ctx, item_ids), key=lambda row: row.place or "")
    meant = [row for row in rows if _stands(row, query)]
    return Page(list(_matching(query, meant, content.offered(ctx, [row.item_id for row in meant]), show).values()))


def _stands(row: ScriptRow, query: ScriptQuery) -> bool:
    return query.category in ("", row.category) and query.subcategory in ("", row.subcategory)


def _page(ctx: Ctx, query: ScriptQuery, show: Callable[[ScriptRow, content.Offered], Shown | None]) -> Page[Shown]:
    """What is meant of the next pages, and the place of the last that is answered."""
    found: list[Shown] = []
    cursor = query.cursor
    for _ in range(MOST_PAGES):
        page = store.scripts(ctx, query.category, query.subcategory, PAGE_LIMIT, cursor)
        offers = content.offered(ctx, [row.item_id for row in page.items])
        for place, one in _matching(query, page.items, offers, show).items():
            found.append(one)
            if len(found) == query.limit:
                is_last = bool(page.items) and place == page.items[-1].place
                return Page(found, page.cursor if is_last else place)
        cursor = page.cursor
        if not cursor:
            break
    return Page(found, cursor)


def _matching(
    query: ScriptQuery,
    rows: list[ScriptRow],
    offers: Offers,
    show: Callable[[ScriptRow, content.Offered], Shown | None],
) -> dict[str, Shown]:
    """What is shown of those with the words, by their places."""
    words = folded(query.q)
    found = {}
    for row in rows:
        item = offers.get(row.item_id)
        if item is None or not _says(item, words):
            continue
        shown = show(row, item)
        if shown is not None:
            found[row.place or ""] = shown
    return found


def _says(item: content.Offered, words: str) -> bool:
    return words in folded(item.name) or words in folded((item.body or item.newest).text)


def script(row: ScriptRow, item: content.Offered) -> Script:
    """A script as operators see it."""
    return Script(
        item_id=row.item_id,
        name=item.name,
        category=row.category,
        subcategory=row.subcategory or None,
        kind=item.kind,
        state=item.state,
        version=item.version,
        is_offered=_offered(item) is not None and not row.removed_at,
        latest=item.latest,
        status=item.status,
        beginning=(item.body or item.newest).text[:BEGINNING],
        placed_at=row.placed_at,
        removed_at=row.removed_at,
        created_by=row.created_by,
        edited_by=row.edited_by,
        edited_at=row.edited_at,
    )


def _offered(item: content.Offered) -> tuple[int, ContentBody] | None:
    """What staff see of it: not in the archive, with a version that may be sent to customers."""
    if item.state is not ItemState.ACTIVE or item.version is None or item.body is None:
        return None
    return (item.version, item.body) if "customers" in item.body.channels else None


def _staff_script(row: ScriptRow, item: content.Offered, *, is_favourite: bool) -> StaffScript | None:
    offered = _offered(item)
    if offered is None:
        return None
    version, body = offered
    return StaffScript(
        item_id=row.item_id,
        name=item.name,
        category=row.category,
        subcategory=row.subcategory or None,
        version=version,
        kind=item.kind,
        text=body.text,
        attachment=body.attachment,
        variables=body.variables,
        is_favourite=is_favourite,
    )
