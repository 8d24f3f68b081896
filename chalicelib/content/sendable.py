"""What somebody of the staff may send to a customer by themselves: approved content that is not in the archive."""

from __future__ import annotations

from chalicelib.content import store, views
from chalicelib.content.errors import ContentArchived
from chalicelib.content.ids import ContentId
from chalicelib.content.shapes import Channel, ContentMiniProgram
from chalicelib.content.states import ItemState
from chalicelib.content.store import VersionRow
from chalicelib.core.context import Ctx
from chalicelib.core.storage.lists import Page
from chalicelib.core.text import folded


def page(ctx: Ctx, channel: Channel, q: str, limit: int, cursor: str) -> Page[VersionRow]:
    """The newest items that may be sent through a channel, each in the version that was approved last.

    q: part of the name. `limit` items are looked at, so a page may hold fewer, or none, although more follow. A card of
    a mini-program is left out: it needs a picture with an address, which content has not. 0.5 RU an item, 1 RU each.
    """
    found = store.items(ctx, ItemState.ACTIVE, limit, cursor)
    named = [row for row in found.items if row.approved and folded(q) in folded(row.name)]
    versions = [store.version(ctx, row.item_id, row.approved or 0) for row in named]
    return Page([row for row in versions if row is not None and _is_sendable(row, channel)], found.cursor)


def _is_sendable(row: VersionRow, channel: Channel) -> bool:
    is_card = isinstance(row.body.attachment, ContentMiniProgram)
    return not views.missing(row) and channel in row.body.channels and not is_card


def check_active(ctx: Ctx, item_id: ContentId) -> None:
    """Raises ContentArchived for what is not offered any more. 1 RU."""
    item = store.item(ctx, item_id, consistent=True)
    if item is not None and item.archived_at:
        raise ContentArchived()
