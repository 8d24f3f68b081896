"""Rows of members' cards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from chalicelib.audience.shapes import Card
from chalicelib.core.context import Ctx
from chalicelib.core.ids import digest
from chalicelib.core.storage.attributes import IntAttribute, StructAttribute
from chalicelib.core.storage.lists import values
from chalicelib.core.storage.table import Keys, Row, change, get, key
from chalicelib.members.ids import MemberId

SHARDS = 64


class CardRow(Row, discriminator="audience_card"):
    """A member's card as one attribute of text, since reading 100,000 of them is a matter of attributes.

    version: grows with each write, which the next writer must have seen.
    """

    keys = Keys(pk="audience#<shard>", sk="<member>")

    card = StructAttribute(Card)
    version = IntAttribute()


def shard_of(member_id: MemberId) -> int:
    """The part of the audience that a member is in."""
    return digest(member_id)[0] % SHARDS


def _row(ctx: Ctx, member_id: MemberId) -> CardRow:
    return CardRow(_shard_key(ctx, shard_of(member_id)), member_id)


def _shard_key(ctx: Ctx, shard: int) -> str:
    return key(ctx, "audience", str(shard))


def card(ctx: Ctx, member_id: MemberId) -> CardRow | None:
    """A member's card, read consistently. 1 RU."""
    row = _row(ctx, member_id)
    return get(CardRow, row.pk, row.sk, consistent=True)


def keep_card(ctx: Ctx, card: Card, version: int) -> None:
    """Write a member's card, made after `version` of it (0: there was none) was read. 1 WU.

    Raises Refused when somebody wrote meanwhile: what they had read may be newer.
    """
    actions = [CardRow.kind.set(CardRow), CardRow.card.set(card), CardRow.version.set(version + 1)]
    is_unchanged = CardRow.version == version if version else CardRow.pk.does_not_exist()
    change(ctx, _row(ctx, card.member_id), actions, is_unchanged)


def cards(ctx: Ctx, shard: int) -> Iterator[str]:
    """The cards of one part of the audience as text, page by page: about 0.06 RU and a few microseconds each."""
    return (cast(str, card) for (card,) in values(_shard_key(ctx, shard), ["card"]))
