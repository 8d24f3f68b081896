"""Which group of tags is being changed, and by which job."""

from __future__ import annotations

from collections.abc import Sequence

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute

from chalicelib.core.context import Ctx
from chalicelib.core.storage.retry import Collided
from chalicelib.core.storage.table import Keys, Row, get, key
from chalicelib.core.storage.transaction import Transaction
from chalicelib.tags.ids import GroupId

SELF = "-"


class TagHandRow(Row, discriminator="tag_hand"):
    """A group of tags is changed by one job at a time: by this one, unless that is over."""

    keys = Keys(pk="tag_hand#<group>", sk=SELF)

    job = UnicodeAttribute()
    is_over = BooleanAttribute()


def hand(ctx: Ctx, group: GroupId) -> TagHandRow | None:
    """Which job changed a group last. 1 RU."""
    return get(TagHandRow, key(ctx, "tag_hand", group), SELF, consistent=True)


def take_in(transaction: Transaction, group: GroupId, job: str, was: TagHandRow | None) -> None:
    """Add: this job changes the group now, as long as no other took it since `was` was read. 2 WU."""
    if was is None:
        same = TagHandRow.pk.does_not_exist()
    else:
        same = (TagHandRow.job == was.job) & (TagHandRow.is_over == was.is_over)
    taken = [TagHandRow.kind.set(TagHandRow), TagHandRow.job.set(job), TagHandRow.is_over.set(False)]
    row = TagHandRow(key(transaction.ctx, "tag_hand", group), SELF)
    transaction.change(row, taken, same, lambda _: Collided())


def give_back_in(transaction: Transaction, groups: Sequence[GroupId], job: str) -> None:
    """Add: this job is over. 2 WU each."""
    for group in groups:
        row = TagHandRow(key(transaction.ctx, "tag_hand", group), SELF)
        transaction.change(row, [TagHandRow.is_over.set(True)], TagHandRow.job == job, lambda _: Collided())
