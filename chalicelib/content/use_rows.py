"""Rows of who uses content."""

from __future__ import annotations

from chalicelib.content.ids import ContentId
from chalicelib.content.shapes import ContentUse
from chalicelib.core.context import Ctx
from chalicelib.core.storage.attributes import IdAttribute, IntAttribute, MomentAttribute
from chalicelib.core.storage.lists import between
from chalicelib.core.storage.table import Keys, Refused, Row, key
from chalicelib.core.storage.transaction import Transaction


class UseRow(Row, discriminator="content_use"):
    """Who uses an item: a post, a live code. version: the one they name; left_at: since when they do not any more."""

    keys = Keys(pk="content_uses#<item>", sk="<user>#<id>")

    user = IdAttribute[str]()
    user_id = IdAttribute[str]()
    name = IdAttribute[str]()
    version = IntAttribute()
    left_at = MomentAttribute(null=True)


def _use_of(ctx: Ctx, item_id: ContentId, user: str, user_id: str) -> UseRow:
    return UseRow(key(ctx, "content_uses", item_id), f"{user}#{user_id}")


def use_in(transaction: Transaction, item_id: ContentId, use: ContentUse) -> None:
    """Add: who uses an item, and which version. 2 WU."""
    row = _use_of(transaction.ctx, item_id, use.user, use.user_id)
    row.user, row.user_id, row.name, row.version = use.user, use.user_id, use.name, use.version
    transaction.put(row)


def leave_in(transaction: Transaction, item_id: ContentId, user: str, user_id: str) -> None:
    """Add: they do not use it any more. 2 WU."""
    row = _use_of(transaction.ctx, item_id, user, user_id)
    transaction.change(row, [UseRow.left_at.set(transaction.ctx.at)], UseRow.pk.exists(), Refused)


def uses(ctx: Ctx, item_id: ContentId, after: str, limit: int) -> list[UseRow]:
    """Who uses or has used an item, behind a place, in order, read consistently. 1 RU per 4 KB."""
    pk = key(ctx, "content_uses", item_id)
    return between(UseRow, pk, f"{after}!" if after else "!", "~", limit)
