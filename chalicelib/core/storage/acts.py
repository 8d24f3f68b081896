"""Lines of the audit: who did what to which thing, when, and what it was before and after.

A line is written once and never changed but by more of the same act: its key follows from the act and the thing, so
what comes twice is the same line, and what one request changed of one thing in several rows is one line.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import cast

import msgspec
from pynamodb.attributes import UnicodeAttribute

from chalicelib.core.audited import Part, Thing
from chalicelib.core.context import Ctx
from chalicelib.core.ids import UserId, base32, digest
from chalicelib.core.moments import Moment, moment
from chalicelib.core.storage.attributes import IdAttribute, IntAttribute, MomentAttribute, NamedAttribute
from chalicelib.core.storage.lists import PAGE_LIMIT, Page, Where, Within, page_by_parent, page_of, parent_of
from chalicelib.core.storage.table import Keys, Refused, Row, change, get_many, key, put_new

# Records of a promotion are kept two years at least (rules of the SAMR of 2020, 16), logs of a network six months
# (Cybersecurity Law 21).
KEPT = timedelta(days=2 * 366)
BY_PLACE = Where("", "pk", "sk")
# Whoever filters is answered after so many lines, with a cursor, also for a page with nothing on it.
MOST_LOOKED_AT = 500


class Held(msgspec.Struct, frozen=True):
    """A part of a line as it is stored: JSON text."""

    said: str


class ActRow(Row, discriminator="act"):
    """A line of the audit. act: the door, or `job:` and its kind. outcome: '' for done, else why it was refused.

    parts: what changed, by the row that it changed in. ttl: when it goes, in unix seconds.
    """

    keys = Keys(pk="acts_on#<thing>#<id>", sk="<at><line>", parent="acts#<shard>", place="<at><line>")

    at = MomentAttribute()
    by = IdAttribute[UserId]()
    thing = UnicodeAttribute()
    thing_id = UnicodeAttribute()
    name = UnicodeAttribute(default="")
    outcome = UnicodeAttribute(default="")
    parts = NamedAttribute[str, Held](Held)
    ttl = IntAttribute()


class ActByRow(Row, discriminator="act_by"):
    """Where a line of somebody's is: `of` is its partition."""

    keys = Keys(pk="acts_by#<userid>", sk="<at><line>")

    of = UnicodeAttribute()
    ttl = IntAttribute()


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the audit, or a part of one. row: what tells its parts apart; '' for an act that changes no row."""

    at: Moment
    by: UserId
    act: str
    cause: str
    thing: str
    thing_id: str
    name: str = ""
    outcome: str = ""
    row: str = ""
    part: Part | None = None


def act(ctx: Ctx, thing: Thing, thing_id: str, by: UserId | None = None) -> Act:
    """What is being done, for a line of its own. by: who, where a context does not say it yet."""
    return Act(at=ctx.at, by=by or ctx.operator, act=ctx.act, cause=ctx.cause, thing=thing.kind, thing_id=thing_id)


def write(ctx: Ctx, act: Act) -> None:
    """Write a line, or the part of it that is not there. Safe to repeat. 2 WU +1 listed, 1 WU more for a further part.

    Its place among somebody's lines comes last, so a line that is found there is always there.
    """
    row = _row(ctx, act)
    part = Held(msgspec.json.encode(act.part).decode()) if act.part else None
    row.parts = {act.row: part} if part else {}
    try:
        put_new(ctx, row)
    except Refused as refused:
        known = refused.row(ActRow)
        if part and known is not None and act.row not in known.parts:
            actions = [ActRow.parts.put(act.row, part)]
            change(ctx, ActRow(row.pk, row.sk), [*actions, ActRow.name.set(act.name or known.name)], None)
    pointer = ActByRow(key(ctx, "acts_by", act.by), row.sk, of=row.pk, ttl=row.ttl)
    with suppress(Refused):
        put_new(ctx, pointer)


def refuse(ctx: Ctx, act: Act, outcome: str) -> None:
    """An act that was told was refused. 1 WU +1 listed."""
    row = _row(ctx, act)
    change(ctx, ActRow(row.pk, row.sk), [ActRow.outcome.set(outcome)], None)


def _row(ctx: Ctx, act: Act) -> ActRow:
    place = act.at + base32(digest(act.act, act.cause, act.by, act.thing, act.thing_id)[:6])
    row = ActRow(key(ctx, "acts_on", act.thing, act.thing_id), place)
    row.at, row.by, row.act, row.outcome, row.name = act.at, act.by, act.act, act.outcome, act.name
    row.thing, row.thing_id = act.thing, act.thing_id
    row.parent, row.place = parent_of(ActRow, key(ctx, "acts"), place), place
    row.ttl = int((moment(act.at) + KEPT).timestamp())
    return row


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line as it is read; fields as the row's. place: where its list goes on behind it."""

    at: Moment
    by: UserId
    act: str
    cause: str
    thing: str
    thing_id: str
    name: str
    outcome: str
    parts: tuple[Part, ...]
    place: str


Meant = Callable[[Line], bool]


def _line(row: ActRow) -> Line:
    parts = [msgspec.json.decode(one.said, type=Part) for one in row.parts.values()]
    return Line(
        at=row.at,
        by=row.by,
        act=row.act or "",
        cause=row.cause,
        thing=row.thing,
        thing_id=row.thing_id,
        name=row.name,
        outcome=row.outcome,
        parts=tuple(sorted(parts, key=lambda one: one.part)),
        place=row.sk,
    )


def on_thing(ctx: Ctx, thing: str, thing_id: str, limit: int, cursor: str, within: Within) -> Page[Line]:
    """What was done to a thing, newest first. 0.5 RU per 4 KB."""
    partition = key(ctx, "acts_on", thing, thing_id)
    page = page_of(BY_PLACE, [partition], limit, cursor, within=within)
    return page.map(lambda item: _line(cast(ActRow, Row.from_raw_data(item))))


def of_person(ctx: Ctx, userid: UserId, limit: int, cursor: str, within: Within) -> Page[Line]:
    """What somebody did, newest first. 0.5 RU per 4 KB, 0.5 RU a line."""
    page = page_of(BY_PLACE, [key(ctx, "acts_by", userid)], limit, cursor, within=within)
    rows = get_many([(item["of"]["S"], item["sk"]["S"]) for item in page.items])
    return Page([_line(cast(ActRow, row)) for row in rows], page.cursor)


def of_all(ctx: Ctx, limit: int, cursor: str, within: Within) -> Page[Line]:
    """What everybody did, newest first. 0.5 RU per 4 KB and shard, 0.5 RU a line."""
    return page_by_parent(ActRow, key(ctx, "acts"), limit, cursor, newest_first=True, within=within).map(_line)


def filtered(read: Callable[[int, str], Page[Line]], is_meant: Meant, limit: int, cursor: str) -> Page[Line]:
    """The lines of a list that are meant; of at most 500 that are looked at, so a page may be empty and go on."""
    found: list[Line] = []
    looked_at = 0
    while True:
        page = read(PAGE_LIMIT, cursor)
        for line in page.items:
            looked_at += 1
            if is_meant(line):
                found.append(line)
            if len(found) == limit:
                return Page(found, page.cursor if line is page.items[-1] else line.place)
        cursor = page.cursor
        if not cursor or looked_at >= MOST_LOOKED_AT:
            return Page(found, cursor)
