"""Who uses content: whoever names an item has a row under it, written with its own, so that nobody has to be searched.

A user is a post or a live code; this room knows no more of them than what they are called.
"""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.content import use_rows
from chalicelib.content.ids import ContentId
from chalicelib.content.shapes import ContentUse
from chalicelib.content.use_rows import UseRow
from chalicelib.core.context import Ctx
from chalicelib.core.storage.lists import Page
from chalicelib.core.storage.transaction import Transaction

SHOWN = 100


def use_in(transaction: Transaction, item_id: ContentId, use: ContentUse) -> None:
    """Add: somebody uses a version of an item from now on, or goes on under another version or name. 2 WU."""
    use_rows.use_in(transaction, item_id, use)


def leave_in(transaction: Transaction, item_id: ContentId, user: str, user_id: str) -> None:
    """Add: somebody who uses an item does not any more. 2 WU."""
    use_rows.leave_in(transaction, item_id, user, user_id)


def uses(ctx: Ctx, item_id: ContentId, limit: int, cursor: str) -> Page[ContentUse]:
    """Who uses an item now, by their kind and id. 1 RU per 4 KB of all who ever did."""
    rows = use_rows.uses(ctx, item_id, cursor, limit)
    return Page([_shown(row) for row in rows if not row.left_at], rows[-1].sk if len(rows) == limit else "")


def used_by(ctx: Ctx, item_id: ContentId) -> list[ContentUse]:
    """The first hundred who use an item now."""
    return uses(ctx, item_id, SHOWN, "").items


def ever_used_by(
    ctx: Ctx, item_id: ContentId, after: str = "", *, only_now: bool = False
) -> Iterator[tuple[str, ContentUse]]:
    """Everybody who uses an item, or did unless `only_now`, behind a place, each with their own. 1 RU per 4 KB."""
    while True:
        rows = use_rows.uses(ctx, item_id, after, SHOWN)
        yield from ((row.sk, _shown(row)) for row in rows if not (only_now and row.left_at))
        if len(rows) < SHOWN:
            return
        after = rows[-1].sk


def _shown(row: UseRow) -> ContentUse:
    return ContentUse(user=row.user, user_id=row.user_id, name=row.name, version=row.version)
