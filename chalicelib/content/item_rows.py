"""What is written of an item beside its versions: its name, and whether it is offered.

Both stand on the versions that may still move too, so that one row says what lists show of it. All are one transaction,
which a new version, and one that is approved, refuse by the item's row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chalicelib.content import store
from chalicelib.content.ids import ContentId
from chalicelib.content.states import ItemState
from chalicelib.content.store import ItemRow, VersionRow
from chalicelib.core import called
from chalicelib.core.context import Ctx
from chalicelib.core.storage.table import get_many
from chalicelib.core.storage.transaction import Transaction


class ChangedMeanwhile(Exception):
    """The item was changed, or got another version, since it was read; nothing was written. Read it again."""


def rename(ctx: Ctx, item: ItemRow, name: str) -> None:
    """An item under another name. 4 WU +2 listed, 2 +1 for a second version. Raises ChangedMeanwhile."""
    _change(ctx, item, {"name": name}, {"name": name})


def archive(ctx: Ctx, item: ItemRow) -> None:
    """Offered no more. 4 WU +3 listed, 2 +1 for a second version. Raises ChangedMeanwhile."""
    away = {"archived_at": ctx.at, "parent": store.shelf(ctx, ItemState.ARCHIVED)}
    _change(ctx, item, away, {"is_archived": True})


def restore(ctx: Ctx, item: ItemRow) -> None:
    """Offered again. 4 WU +3 listed, 2 +1 for a second version. Raises ChangedMeanwhile."""
    back = {"archived_at": None, "parent": store.shelf(ctx, ItemState.ACTIVE)}
    _change(ctx, item, back, {"is_archived": False})


def _change(ctx: Ctx, item: ItemRow, new: Mapping[str, str | None], of_versions: Mapping[str, str | bool]) -> None:
    """new, of_versions: what is set, by attribute; None for what is taken away."""
    approved = ItemRow.approved == item.approved if item.approved else ItemRow.approved.does_not_exist()
    is_same = store.says_the_same(item) & (ItemRow.latest == item.latest) & approved
    attributes = [(getattr(ItemRow, name), value) for name, value in new.items()]
    actions = [one.remove() if value is None else one.set(value) for one, value in attributes]
    on_versions = [getattr(VersionRow, name).set(value) for name, value in of_versions.items()]
    transaction = Transaction(ctx)
    transaction.change(ItemRow(item.pk, item.sk), actions, is_same, lambda _: ChangedMeanwhile())
    for number in sorted({item.latest, item.approved or item.latest}):
        row = VersionRow(*store.version_key(ctx, item.item_id, number))
        transaction.change(row, on_versions, VersionRow.pk.exists(), lambda _: ChangedMeanwhile())
    transaction.commit()


def names(ctx: Ctx, item_ids: Sequence[ContentId]) -> dict[ContentId, str]:
    """What these items are called, of those that there are. 0.5 RU each, one call for 100."""
    rows = get_many([(store.item_key(ctx, item_id), store.SELF) for item_id in item_ids])
    return {row.item_id: row.name for row in rows if isinstance(row, ItemRow)}


# Not as facts call it: a member's timeline has too many of them to look each up.
called.look_up_with("content_item", names)


def approved_of(ctx: Ctx, item_ids: Sequence[ContentId]) -> list[tuple[ItemRow, VersionRow | None, VersionRow | None]]:
    """These items with the version that was approved last, whatever became of it since, and their newest. Unknown
    ones are left out.

    0.5 RU each, and 0.5 RU for every 4 KB of each version, two of them while one is edited; two calls for 50.
    """
    rows = get_many([(store.item_key(ctx, item_id), store.SELF) for item_id in item_ids])
    items = [row for row in rows if isinstance(row, ItemRow)]
    numbers = {(item.item_id, number) for item in items for number in (item.approved, item.latest) if number}
    wanted = [store.version_key(ctx, *of) for of in sorted(numbers)]
    versions = {(row.item_id, row.version): row for row in get_many(wanted) if isinstance(row, VersionRow)}
    return [
        (item, versions.get((item.item_id, item.approved or 0)), versions.get((item.item_id, item.latest)))
        for item in items
    ]
