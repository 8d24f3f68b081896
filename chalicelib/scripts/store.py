"""Rows of the library: what stands in which category, and what staff have marked."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from pynamodb.attributes import UnicodeSetAttribute
from pynamodb.expressions.condition import size

from chalicelib.content.ids import ContentId
from chalicelib.core.audited import Audited
from chalicelib.core.context import Ctx
from chalicelib.core.ids import UserId
from chalicelib.core.storage.attributes import IdAttribute, MomentAttribute
from chalicelib.core.storage.lists import ALWAYS, Page, Within, page_by_parent
from chalicelib.core.storage.table import Keys, Made, Refused, Row, change, get, get_many, key, put_new
from chalicelib.scripts.shapes import SCRIPT

SELF = "-"
# Sorts before whatever a name may hold, so a category's scripts lie together, and those below it with them.
LEVEL, BEHIND = "\t", "\n"


class ScriptRow(Made, discriminator="script"):
    """An item of content in the library. subcategory: '' where there is none. removed_at: since when it is out."""

    keys = Keys(pk="script#<item>", sk=SELF, parent="scripts", place="<category>\t<subcategory>\t<item>")
    audited = Audited(thing=SCRIPT, id="item_id", shows=("category", "subcategory", "removed_at"))

    item_id = IdAttribute[ContentId]()
    category = IdAttribute[str]()
    subcategory = IdAttribute[str]()
    placed_at = MomentAttribute()
    removed_at = MomentAttribute(null=True)


class FavouritesRow(Row, discriminator="script_favourites"):
    """The scripts that a member of staff has marked, all in one row."""

    keys = Keys(pk="script_favourites#<userid>", sk=SELF)

    staff = IdAttribute[UserId]()
    scripts = UnicodeSetAttribute(null=True)


def _named(ctx: Ctx, item_id: ContentId) -> ScriptRow:
    return ScriptRow(key(ctx, "script", item_id), SELF)


def place(ctx: Ctx, item_id: ContentId, category: str, subcategory: str) -> ScriptRow:
    """It stands there, whether it stood elsewhere, was out, or is new. 1 WU +1 listed, +1 more when it moves."""
    row = _named(ctx, item_id)
    row.item_id, row.category, row.subcategory, row.placed_at = item_id, category, subcategory, ctx.at
    row.parent, row.place = key(ctx, "scripts"), LEVEL.join((category, subcategory, item_id))
    try:
        return put_new(ctx, row)
    except Refused:
        there = [ScriptRow.category.set(category), ScriptRow.subcategory.set(subcategory)]
        listed = [Row.parent.set(row.parent), Row.place.set(row.place), ScriptRow.removed_at.remove()]
        return change(ctx, _named(ctx, item_id), [*there, *listed], Row.pk.exists())


def take_out(ctx: Ctx, item_id: ContentId) -> ScriptRow:
    """It stands in the library no more. 1 WU +1 listed. Raises Refused when it is out, or was never in."""
    gone = [ScriptRow.removed_at.set(ctx.at), Row.parent.remove(), Row.place.remove()]
    is_in = Row.pk.exists() & ScriptRow.removed_at.does_not_exist()
    return change(ctx, _named(ctx, item_id), gone, is_in)


def script(ctx: Ctx, item_id: ContentId) -> ScriptRow | None:
    """One that is in the library. 0.5 RU."""
    row = get(ScriptRow, _named(ctx, item_id).pk, SELF)
    return row if row is not None and not row.removed_at else None


def some(ctx: Ctx, item_ids: Sequence[str]) -> list[ScriptRow]:
    """Those of these that are in the library. 0.5 RU each, one call for 100."""
    rows = get_many([(key(ctx, "script", item_id), SELF) for item_id in item_ids])
    return [row for row in rows if isinstance(row, ScriptRow) and not row.removed_at]


def scripts(ctx: Ctx, category: str, subcategory: str, limit: int, cursor: str) -> Page[ScriptRow]:
    """The library in the order of its categories, or a part of it. 0.5 RU per 4 KB, 0.5 RU each."""
    return page_by_parent(ScriptRow, key(ctx, "scripts"), limit, cursor, within=_within(category, subcategory))


def _within(category: str, subcategory: str) -> Within:
    if not category:
        return ALWAYS
    part = LEVEL.join((category, subcategory)) if subcategory else category
    return Within(since=part + LEVEL, until=part + BEHIND)


def favourites(ctx: Ctx, userid: UserId) -> frozenset[str]:
    """What they have marked. 1 RU."""
    row = get(FavouritesRow, key(ctx, "script_favourites", userid), SELF, consistent=True)
    return frozenset(row.scripts or ()) if row else frozenset()


def mark(ctx: Ctx, userid: UserId, item_id: ContentId, most: int) -> None:
    """One more favourite; again, nothing changes. 1 WU, at 100 of them 3. Raises Refused when there are `most`."""
    marked = FavouritesRow.scripts
    has_room = size(marked) < most  # type: ignore[no-untyped-call]  # PynamoDB's
    allowed = marked.does_not_exist() | marked.contains(item_id) | has_room
    new = [FavouritesRow.kind.set(FavouritesRow), FavouritesRow.staff.set(userid), marked.add({item_id})]
    change(ctx, FavouritesRow(key(ctx, "script_favourites", userid), SELF), new, allowed)


def unmark(ctx: Ctx, userid: UserId, item_id: ContentId) -> None:
    """One favourite less; again, nothing changes. 1 WU, at 100 of them 3."""
    less = [FavouritesRow.scripts.delete({item_id})]
    with suppress(Refused):  # they never marked any
        change(ctx, FavouritesRow(key(ctx, "script_favourites", userid), SELF), less, Row.pk.exists())
