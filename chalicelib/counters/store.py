"""The row that says when a corp's days are counted again."""

from __future__ import annotations

from contextlib import suppress

from pynamodb.attributes import UnicodeAttribute

from chalicelib.core.context import Ctx
from chalicelib.core.moments import Moment
from chalicelib.core.storage import due
from chalicelib.core.storage.attributes import MomentAttribute
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.table import Keys, Refused, Row, change, get, key, put_new

SELF = "-"
TOPIC = "recount"


class RecountRow(Row, discriminator="recount"):
    """A corp's nightly count. It is due each night. job: the one that was begun last."""

    keys = Keys(pk="recount", sk=SELF, due=TOPIC)

    begun_at = MomentAttribute()
    job = UnicodeAttribute(default="")


def row(ctx: Ctx) -> RecountRow | None:
    """The corp's row. 1 RU."""
    return get(RecountRow, key(ctx, "recount"), SELF, consistent=True)


def begin(ctx: Ctx, first_at: Moment) -> None:
    """The corp's days are counted again from then on. 1 WU +1 due, once."""
    new = RecountRow(key(ctx, "recount"), SELF)
    new.begun_at = ctx.at
    new.due, new.due_at = due.place(ctx, TOPIC, SELF, first_at)
    with suppress(Refused):
        put_new(ctx, new)


def wait(ctx: Ctx, waiting: Due, until: Moment, job: str) -> None:
    """The night's count is begun; wait for the next. 1 WU +2 due; refused 1 WU, when it waits already."""
    actions = [*due.at(ctx, TOPIC, SELF, until), RecountRow.job.set(job)]
    with suppress(Refused):
        change(ctx, RecountRow(waiting.pk, waiting.sk), actions, Row.due_at == waiting.due_at)
