"""Who is meant by a bulk act, written down before it begins: what it changes cannot change who is meant.

The ids lie in rows of 100, which expire by themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.ops.jobs import Step
from chalicelib.core.storage.attributes import IntAttribute, StructAttribute
from chalicelib.core.storage.lists import PAGE_LIMIT
from chalicelib.core.storage.retry import Collided
from chalicelib.core.storage.table import Keys, Refused, Row, get, key, put_new
from chalicelib.core.storage.transaction import Transaction
from chalicelib.members import finding
from chalicelib.members.ids import MemberId
from chalicelib.members.shapes import Filter, MemberQuery

SELF = "-"
# Longer than anybody leaves a job paused.
KEPT = timedelta(days=30)


class PickRow(Row, discriminator="member_pick"):
    """What was asked for: a filter, or so many ids, which lie beside it. ttl: when it expires, in unix seconds."""

    keys = Keys(pk="member_pick#<pick>", sk=SELF)

    which: StructAttribute[Filter] = StructAttribute(Filter, null=True)
    many = IntAttribute()
    ttl = IntAttribute()


class PickedRow(Row, discriminator="picked_members"):
    """100 members of a pick, or as many as are left; `first` is the number of the first, from 0."""

    keys = Keys(pk="member_pick#<pick>", sk="ids#<first>")

    first = IntAttribute()
    members: StructAttribute[tuple[MemberId, ...]] = StructAttribute(tuple[MemberId, ...])
    ttl = IntAttribute()


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a job is: picking, after `many`, with the list's cursor; then at the member of this number.

    row: the number of the first in the row that they lie in.
    """

    number: int = 0
    row: int = 0
    many: int = 0
    is_picking: bool = True
    cursor: str = ""

    def said(self) -> str:
        """As a job's cursor."""
        return msgspec.json.encode(self).decode()


def _key(ctx: Ctx, pick: str) -> str:
    return key(ctx, "member_pick", pick)


def _ttl(ctx: Ctx) -> int:
    return int((ctx.now + KEPT).timestamp())


def _ids(ctx: Ctx, pick: str, first: int, members: Sequence[MemberId]) -> PickedRow:
    return PickedRow(_key(ctx, pick), f"ids#{first:08d}", first=first, members=tuple(members), ttl=_ttl(ctx))


def make(ctx: Ctx, members: Sequence[MemberId], which: Filter | None) -> str:
    """Who is meant: its id, which follows from the Idempotency-Key. 3 WU for 100 ids."""
    pick, every = ctx.new_id(), list(dict.fromkeys(members))
    for first in range(0, len(every), PAGE_LIMIT):
        with suppress(Refused):  # our own earlier attempt wrote the same
            put_new(ctx, _ids(ctx, pick, first, every[first : first + PAGE_LIMIT]))
    with suppress(Refused):
        put_new(ctx, PickRow(_key(ctx, pick), SELF, which=which, many=len(every), ttl=_ttl(ctx)))
    return pick


def _row(ctx: Ctx, pick: str) -> PickRow:
    row = get(PickRow, _key(ctx, pick), SELF, consistent=True)
    if row is None:
        raise LookupError(pick)
    return row


def begin(ctx: Ctx, pick: str) -> Place:
    """Where a job begins: by picking whom a filter means, or at the first of the ids. 1 RU."""
    row = _row(ctx, pick)
    return Place(many=row.many, is_picking=row.which is not None)


def query_of(which: Filter | None, limit: int, cursor: str) -> MemberQuery:
    """The list of whom a filter means."""
    asked = {name: getattr(which, name) for name in Filter.__struct_fields__} if which else {}
    return MemberQuery(limit=limit, cursor=cursor, **asked)


def step(ctx: Ctx, pick: str, at: Place, *, is_last: bool) -> Step:
    """Write down up to 100 more of those who are meant. 1 RU, what the page costs, 3 WU.

    is_last: nothing follows but their number.
    """
    page = finding.rows_of(ctx, query_of(_row(ctx, pick).which, PAGE_LIMIT, at.cursor))
    many = at.many + len(page.items)
    after = Place(many=many, is_picking=bool(page.cursor), cursor=page.cursor)
    row = _ids(ctx, pick, at.many, [one.member_id for one in page.items])

    def together(transaction: Transaction) -> None:
        transaction.put_new(row, lambda _: Collided())

    return Step(
        cursor=None if (is_last or not many) and not page.cursor else after.said(),
        done=len(page.items) if is_last else 0,
        total=many,
        together=together if page.items else None,
    )


def some(ctx: Ctx, pick: str, at: Place, most: int) -> list[MemberId]:
    """Some of those who are meant, from a place on, of one row. 1 RU."""
    row = get(PickedRow, _key(ctx, pick), f"ids#{at.row:08d}", consistent=True)
    if row is None:
        raise LookupError(pick)
    return list(row.members[at.number - at.row :][:most])


def behind(at: Place, done: int, read: int) -> Place | None:
    """The place after so many more of a row of which `read` were left, None at the end."""
    number = at.number + done
    if number >= at.many:
        return None
    return Place(number=number, row=number if done == read else at.row, many=at.many, is_picking=False)
