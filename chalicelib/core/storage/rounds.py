"""What a corp does each hour, morning or night: one row of the corp, due again and again, which says what was begun."""

from __future__ import annotations

from contextlib import suppress
from typing import TypeVar

from pynamodb.attributes import UnicodeAttribute

from chalicelib.core.context import Ctx
from chalicelib.core.moments import Moment
from chalicelib.core.storage import due
from chalicelib.core.storage.attributes import MomentAttribute
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.table import Refused, Row, change, get, key, put_new


class Round(Row):
    """A corp's rounds. begun_at: since when there are any; job: the one that was begun last."""

    begun_at = MomentAttribute()
    job = UnicodeAttribute(default="")


Kind = TypeVar("Kind", bound=Round)


def empty(ctx: Ctx, kind: type[Kind]) -> Kind:
    """The corp's row of a kind, whose keys name no more than the corp, as it is before the first round."""
    return kind(key(ctx, kind.keys.pk), kind.keys.sk)


def row(ctx: Ctx, kind: type[Kind]) -> Kind | None:
    """The corp's row of a kind. 1 RU."""
    there = empty(ctx, kind)
    return get(kind, there.pk, there.sk, consistent=True)


def begin(ctx: Ctx, kind: type[Kind], first_at: Moment) -> None:
    """There are rounds from then on. 1 WU +1 due, once."""
    new = empty(ctx, kind)
    new.begun_at = ctx.at
    new.due, new.due_at = due.place(ctx, new.keys.due, new.sk, first_at)
    with suppress(Refused):
        put_new(ctx, new)


def awaited(ctx: Ctx, kind: type[Kind], waiting: Due) -> Kind | None:
    """The corp's row while it waits for this very round; None when that was begun. 1 RU."""
    there = row(ctx, kind)
    return there if there is not None and there.due_at == waiting.due_at else None


def wait(ctx: Ctx, kind: type[Kind], waiting: Due, until: Moment, job: str) -> None:
    """A round is begun, with a job; wait for the next. 1 WU +2 due; refused 1 WU, when it waits already."""
    actions = [*due.at(ctx, kind.keys.due, kind.keys.sk, until), kind.job.set(job)]
    with suppress(Refused):
        change(ctx, kind(waiting.pk, waiting.sk), actions, Row.due_at == waiting.due_at)
