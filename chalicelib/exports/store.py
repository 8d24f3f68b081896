"""Rows of exports, and of the parts that their files are made of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute
from pynamodb.expressions.update import Action

from chalicelib.core.audited import Audited
from chalicelib.core.context import Ctx
from chalicelib.core.ids import UserId
from chalicelib.core.moments import iso
from chalicelib.core.scope import Scope
from chalicelib.core.shapes import Person
from chalicelib.core.storage import due
from chalicelib.core.storage.attributes import (
    EnumAttribute,
    IdAttribute,
    IntAttribute,
    MomentAttribute,
    PersonAttribute,
    StructAttribute,
)
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.lists import Page, between, page_by_parent, some_of
from chalicelib.core.storage.table import Keys, Row, change, get, key, put_new
from chalicelib.exports.ids import ExportId
from chalicelib.exports.shapes import EXPORT, Filters, NewExport
from chalicelib.exports.states import MOVES, ExportKind, ExportState, Purpose

SELF = "-"
TOPIC = "export_over"
# Of a file from when it is ready; of what never became one, from when it was asked for.
KEPT = timedelta(hours=24)
# Longer than any export takes, so that nothing of it is there when its parts are forgotten.
PARTS_KEPT = timedelta(days=8)
MOST_PARTS = 1_000


class ExportRow(Row, discriminator="export"):
    """An export. what: its kind. scope: of whoever asked, where they acted for less than the whole corp.

    file: its name in the bucket; lines, left_out: of what is ready.
    """

    keys = Keys(pk="export#<export>", sk=SELF, parent="exports", place="<made_at><export>", due=TOPIC)
    audited = Audited(
        thing=EXPORT,
        id="export_id",
        shows=("what", "purpose", "recipient", "which", "is_masked", "state", "lines", "left_out", "downloads"),
    )

    export_id = IdAttribute[ExportId]()
    created_by = PersonAttribute()
    what = EnumAttribute(ExportKind)
    purpose = EnumAttribute(Purpose)
    recipient = UnicodeAttribute(default="")
    which = StructAttribute(Filters)
    is_masked = BooleanAttribute()
    scope = StructAttribute(Scope, null=True)
    state = EnumAttribute(ExportState)
    made_at = MomentAttribute()
    file = UnicodeAttribute(default="")
    lines = IntAttribute(null=True)
    left_out = IntAttribute(default=0)
    expires_at = MomentAttribute(null=True)
    downloads = IntAttribute(default=0)


class PartRow(Row, discriminator="export_part"):
    """A part of an export's file, as one step wrote it. file: its name in the bucket."""

    keys = Keys(pk="export#<export>", sk="part#<number>")

    file = UnicodeAttribute()
    ttl = IntAttribute()


def _row(ctx: Ctx, export_id: ExportId) -> ExportRow:
    return ExportRow(key(ctx, "export", export_id), SELF)


def create(ctx: Ctx, export_id: ExportId, new: NewExport, *, is_masked: bool) -> ExportRow:
    """An export that is to be made. 1 WU +1 listed +1 due. Raises Refused with the row that has the id."""
    row = _row(ctx, export_id)
    row.export_id, row.what, row.purpose, row.recipient = export_id, new.kind, new.purpose, new.recipient
    row.created_by = ctx.person or Person(UserId(""))
    row.which, row.is_masked, row.state, row.made_at = new.which, is_masked, ExportState.MAKING, ctx.at
    row.scope = None if ctx.scope.is_everything else ctx.scope
    row.parent, row.place = key(ctx, "exports"), ctx.at + export_id
    row.due, row.due_at = due.place(ctx, TOPIC, export_id, iso(ctx.now + KEPT))
    return put_new(ctx, row)


def export(ctx: Ctx, export_id: ExportId) -> ExportRow | None:
    """One export. 1 RU."""
    row = _row(ctx, export_id)
    return get(ExportRow, row.pk, row.sk, consistent=True)


def exports(ctx: Ctx, by: UserId | None, limit: int, cursor: str) -> Page[ExportRow]:
    """The corp's exports, newest first; of one person at most 500 are looked at. 0.5 RU each."""
    return some_of(
        lambda most, after: page_by_parent(ExportRow, key(ctx, "exports"), most, after, newest_first=True),
        _made_by(by) if by else None,
        limit,
        cursor,
    )


def _made_by(by: UserId) -> Callable[[ExportRow], bool]:
    return lambda row: row.created_by.userid == by


def _move(ctx: Ctx, export_id: ExportId, to: ExportState, actions: list[Action]) -> ExportRow:
    may = [state for state, others in MOVES.items() if to in others]
    return change(ctx, _row(ctx, export_id), [ExportRow.state.set(to), *actions], ExportRow.state.is_in(*may))


def ready(ctx: Ctx, export_id: ExportId, file: str, lines: int, left_out: int) -> ExportRow:
    """Its file may be downloaded for a day. 1 WU +1 listed +2 due. Raises Refused with the row as it is."""
    until = iso(ctx.now + KEPT)
    actions: list[Action] = [
        ExportRow.file.set(file),
        ExportRow.lines.set(lines),
        ExportRow.left_out.set(left_out),
        ExportRow.expires_at.set(until),
        *due.at(ctx, TOPIC, export_id, until),
    ]
    return _move(ctx, export_id, ExportState.READY, actions)


def cancel(ctx: Ctx, export_id: ExportId) -> ExportRow:
    """It is stopped; what there is of it is deleted soon. 1 WU +1 listed +2 due. Raises Refused with the row."""
    actions: list[Action] = [ExportRow.expires_at.remove(), *due.at(ctx, TOPIC, export_id, ctx.at)]
    return _move(ctx, export_id, ExportState.CANCELLED, actions)


def expire(ctx: Ctx, export_id: ExportId) -> ExportRow:
    """Nobody may download it any more. 1 WU +1 listed. Raises Refused with the row as it is."""
    return _move(ctx, export_id, ExportState.EXPIRED, [])


def rest(ctx: Ctx, export_id: ExportId, waiting: Due) -> None:
    """Nothing of it is there any more. 1 WU +1 due. Raises Refused when it waits for another time."""
    change(ctx, _row(ctx, export_id), due.never(), ExportRow.due_at == waiting.due_at)


def wait(ctx: Ctx, export_id: ExportId, waiting: Due) -> None:
    """Look again a day later. 1 WU +1 listed +2 due. Raises Refused when it waits for another time."""
    later = due.at(ctx, TOPIC, export_id, iso(ctx.now + KEPT))
    change(ctx, _row(ctx, export_id), later, ExportRow.due_at == waiting.due_at)


def note_download(ctx: Ctx, export_id: ExportId) -> ExportRow:
    """Somebody downloads it now. 1 WU +1 listed. Raises Refused when it is not ready, or its time is over."""
    is_there = (ExportRow.state == ExportState.READY) & (ExportRow.expires_at > ctx.at)
    return change(ctx, _row(ctx, export_id), [ExportRow.downloads.add(1)], is_there)


def part(ctx: Ctx, export_id: ExportId, number: int, file: str) -> PartRow:
    """A part, to be written together with the step that made it."""
    row = PartRow(key(ctx, "export", export_id), f"part#{number:06d}")
    row.file, row.ttl = file, int((ctx.now + PARTS_KEPT).timestamp())
    return row


def parts(ctx: Ctx, export_id: ExportId, first: int, most: int = MOST_PARTS) -> list[PartRow]:
    """The parts from a number on, in order. 1 RU per 4 KB."""
    return between(PartRow, key(ctx, "export", export_id), f"part#{first:06d}", "part#~", most)
