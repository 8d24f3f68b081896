"""Rows of reply quality: a day of a member of staff, and when the corp's are read."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.ids import StoreId, UserId
from chalicelib.core.moments import Day
from chalicelib.core.storage import rounds
from chalicelib.core.storage.attributes import IdAttribute, IntAttribute, MomentAttribute
from chalicelib.core.storage.lists import PAGE_LIMIT, page_of_lines
from chalicelib.core.storage.rounds import Round
from chalicelib.core.storage.table import Keys, Refused, Row, change, get_many, key, put_new
from chalicelib.core.storage.transaction import Transaction
from chalicelib.quality.shapes import Figures


class ReadingRow(Round, discriminator="reply_reading"):
    """A corp's readings, each morning. read_until: the last day read."""

    keys = Keys(pk="reply_reading", sk="-", due="reply_quality")

    read_until = IdAttribute[Day](null=True)


class DayRow(Row, discriminator="reply_day"):
    """A day of a member of staff, as WeCom told it last (`read_at`)."""

    keys = Keys(pk="reply_day#<userid>", sk="<day>", parent="reply_days#<day>", place="<userid>", line=Figures)

    userid = IdAttribute[UserId]()
    day = IdAttribute[Day]()
    store = IdAttribute[StoreId]()
    chats = IntAttribute()
    messages = IntAttribute()
    replied = IntAttribute(null=True)
    first_reply = IntAttribute(null=True)
    negative = IntAttribute()
    applies = IntAttribute()
    contacts = IntAttribute()
    read_at = MomentAttribute()


class RowGone(Exception):
    """The corp's row is not there: nothing of the room deletes it."""


def read_in(transaction: Transaction, until: Day) -> None:
    """All days to this one are read, with the last step. 2 WU."""
    actions = [ReadingRow.read_until.set(until)]
    transaction.change(rounds.empty(transaction.ctx, ReadingRow), actions, Row.pk.exists(), lambda _: RowGone())


def known(ctx: Ctx, userid: UserId, days: Sequence[Day]) -> dict[Day, Figures]:
    """What is known of these days. 0.5 RU each, one call."""
    rows = get_many([(key(ctx, "reply_day", userid), day) for day in days])
    return {row.day: msgspec.convert(row, Figures, from_attributes=True) for row in rows if isinstance(row, DayRow)}


def keep(ctx: Ctx, figures: Figures) -> None:
    """A day's figures, unless something newer is known. 1 WU +1 listed, 1 WU more where there were others before."""
    values = msgspec.structs.asdict(figures)
    row = DayRow(key(ctx, "reply_day", figures.userid), figures.day, **values, read_at=ctx.at)
    row.parent, row.place = key(ctx, "reply_days", figures.day), figures.userid
    told = [getattr(DayRow, name).set(value) for name, value in values.items() if value is not None]
    untold = [getattr(DayRow, name).remove() for name, value in values.items() if value is None]
    try:
        put_new(ctx, row)
    except Refused:
        with suppress(Refused):
            change(ctx, row, [*told, *untold, DayRow.read_at.set(ctx.at)], DayRow.read_at <= ctx.at)


def of_day(ctx: Ctx, day: Day) -> list[Figures]:
    """Everybody's figures of a day. A query for 100, 0.5 RU for every 4 KB."""
    found: list[Figures] = []
    cursor = ""
    while True:
        page = page_of_lines(DayRow, Figures, key(ctx, "reply_days", day), PAGE_LIMIT, cursor, newest_first=False)
        found += page.items
        cursor = page.cursor
        if not cursor:
            return found
