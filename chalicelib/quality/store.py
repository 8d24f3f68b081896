"""Rows of reply quality: a day of a member of staff, and when the corp's are read."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import msgspec
from pynamodb.attributes import UnicodeAttribute

from chalicelib.core.context import Ctx
from chalicelib.core.ids import StoreId, UserId
from chalicelib.core.moments import Day, Moment
from chalicelib.core.storage import due
from chalicelib.core.storage.attributes import IdAttribute, IntAttribute, MomentAttribute
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.lists import PAGE_LIMIT, page_of_lines
from chalicelib.core.storage.table import Keys, Refused, Row, change, get, get_many, key, put_new
from chalicelib.core.storage.transaction import Transaction
from chalicelib.quality.shapes import Figures

SELF = "-"
TOPIC = "reply_quality"


class ReadingRow(Row, discriminator="reply_reading"):
    """A corp's readings. It is due each morning. job: the one that was begun last; read_until: the last day read."""

    keys = Keys(pk="reply_reading", sk=SELF, due=TOPIC)

    begun_at = MomentAttribute()
    job = UnicodeAttribute(default="")
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


def _row(ctx: Ctx) -> ReadingRow:
    return ReadingRow(key(ctx, "reply_reading"), SELF)


def reading(ctx: Ctx) -> ReadingRow | None:
    """The corp's row. 1 RU."""
    return get(ReadingRow, _row(ctx).pk, SELF, consistent=True)


def begin(ctx: Ctx, first_at: Moment) -> None:
    """The corp's figures are read from then on. 1 WU +1 due, once."""
    row = _row(ctx)
    row.begun_at = ctx.at
    row.due, row.due_at = due.place(ctx, TOPIC, SELF, first_at)
    with suppress(Refused):
        put_new(ctx, row)


def wait(ctx: Ctx, waiting: Due, until: Moment, job: str) -> None:
    """The morning's reading is begun; wait for the next. 1 WU +2 due; refused 1 WU, when it waits already."""
    actions = [*due.at(ctx, TOPIC, SELF, until), ReadingRow.job.set(job)]
    with suppress(Refused):
        change(ctx, ReadingRow(waiting.pk, waiting.sk), actions, Row.due_at == waiting.due_at)


def read_in(transaction: Transaction, until: Day) -> None:
    """All days to this one are read, with the last step. 2 WU."""
    actions = [ReadingRow.read_until.set(until)]
    transaction.change(_row(transaction.ctx), actions, Row.pk.exists(), lambda _: RowGone())


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
