"""What is done with an item beside its versions: renamed, put into the archive, taken out again."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.content import item_rows, store, views
from chalicelib.content.errors import UnknownContent
from chalicelib.content.ids import ContentId
from chalicelib.content.shapes import ContentItemLine, RenameContent
from chalicelib.content.store import ItemRow
from chalicelib.core.context import Ctx
from chalicelib.core.storage import retry


def rename(ctx: Ctx, item_id: ContentId, new: RenameContent) -> ContentItemLine:
    """Call an item otherwise, with its newest and its approved version; those before keep the name they had.

    Nothing that customers read changes, so no review begins anew. Safe to repeat. 3 RU and what is written. Raises
    UnknownContent.
    """
    return _change(ctx, item_id, lambda item: item.name == new.name, lambda item: item_rows.rename(ctx, item, new.name))


def archive(ctx: Ctx, item_id: ContentId) -> ContentItemLine:
    """Offer an item no more; who uses it goes on. Safe to repeat. 3 RU and what is written. Raises UnknownContent."""
    return _change(ctx, item_id, lambda item: bool(item.archived_at), lambda item: item_rows.archive(ctx, item))


def restore(ctx: Ctx, item_id: ContentId) -> ContentItemLine:
    """Offer an item again. Safe to repeat. 3 RU and what is written. Raises UnknownContent."""
    return _change(ctx, item_id, lambda item: not item.archived_at, lambda item: item_rows.restore(ctx, item))


def _change(
    ctx: Ctx, item_id: ContentId, is_so: Callable[[ItemRow], bool], write: Callable[[ItemRow], None]
) -> ContentItemLine:
    def attempt() -> None:
        item = _known(ctx, item_id)
        if not is_so(item):
            write(item)

    retry.on_collision(attempt, item_rows.ChangedMeanwhile)
    item = _known(ctx, item_id)
    return views.item_line(item, store.latest_of(ctx, [item]).get(item_id))


def _known(ctx: Ctx, item_id: ContentId) -> ItemRow:
    item = store.item(ctx, item_id, consistent=True)
    if item is None:
        raise UnknownContent()
    return item
