"""Sessions that were ended before their time: of a whole corp, of one person, or one alone.

A token is not kept anywhere, so ending it is a number that grows: a session carries the numbers under which it began,
and is over when one of them has grown since. No clock is asked, so whoever signs in after an ending, in the same
millisecond or on an instance that does not know of it yet, has a session that counts (docs/adr/0053).
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.storage import records
from chalicelib.core.storage.attributes import IntAttribute
from chalicelib.core.storage.driver import Item
from chalicelib.core.storage.table import Keys, Refused, Row, change, get_many, key

# '#' is in no userid.
EVERYBODY = "#everybody"


class EndingsRow(Row, discriminator="endings"):
    """How often somebody's sessions were ended, or everybody's."""

    keys = Keys(pk="endings", sk="<userid>")

    times = IntAttribute()


class Endings(msgspec.Struct, frozen=True):
    """How often everybody's sessions of a corp were ended, and one person's. is_over: this very session was."""

    of_all: int = 0
    of_one: int = 0
    is_over: bool = False


def known(ctx: Ctx, who: str, session_id: str = "") -> Endings:
    """What has been ended, read consistently. 2 RU in one call, with a session's id 3 in two."""
    rows = get_many([(_partition(ctx), EVERYBODY), (_partition(ctx), who)], consistent=True)
    times = {row.sk: row.times for row in rows if isinstance(row, EndingsRow)}
    is_over = bool(session_id) and is_signed_out(ctx, session_id)
    return Endings(times.get(EVERYBODY, 0), times.get(who, 0), is_over)


def is_signed_out(ctx: Ctx, session_id: str) -> bool:
    """Whether this very session was ended, read consistently. 1 RU."""
    return records.get(**_signed_out(ctx, session_id)) is not None


def end_everybodys(ctx: Ctx) -> None:
    """Every session of the corp's staff that began before is over. 1 WU, and under one cause it is done once."""
    _count(ctx, EVERYBODY)


def end_of(ctx: Ctx, who: str) -> None:
    """Every session of a person that began before is over. 1 WU, and under one cause it is done once."""
    _count(ctx, who)


def _count(ctx: Ctx, whose: str) -> None:
    more = [EndingsRow.kind.set(EndingsRow), EndingsRow.times.set((EndingsRow.times | 0) + 1)]
    with suppress(Refused):
        not_yet = EndingsRow.pk.does_not_exist() | (EndingsRow.cause != ctx.cause)
        change(ctx, EndingsRow(_partition(ctx), whose), more, not_yet)


def _partition(ctx: Ctx) -> str:
    return key(ctx, "endings")


def end_one(ctx: Ctx, session_id: str, until: datetime) -> None:
    """One session is over; until: when it would have been anyway, and nobody has to know it any more. 1 WU."""
    place = _signed_out(ctx, session_id)
    item: Item = {"pk": {"S": place["pk"]}, "sk": {"S": place["sk"]}, "ttl": records.ttl(until)}
    records.put_if_absent(item)


def _signed_out(ctx: Ctx, session_id: str) -> dict[str, str]:
    return {"pk": key(ctx, "signed-out"), "sk": session_id}
