"""Making the file of an export, by a job: read part by part, then put together piece by piece.

A part's name follows from what is in it, and is noted together with the step that wrote it: whoever was overtaken has
written a part that nobody puts together. So each line is in the file once, whatever crashes or comes twice.
"""

from __future__ import annotations

import hashlib
import time
from contextlib import suppress

import msgspec

from chalicelib.core import sheets
from chalicelib.core.context import Ctx
from chalicelib.core.ids import base32
from chalicelib.core.ops import jobs
from chalicelib.core.ops.jobs import Step, Work
from chalicelib.core.storage import files
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.files import Area
from chalicelib.core.storage.jobs import JobState
from chalicelib.core.storage.retry import Collided
from chalicelib.core.storage.table import Refused
from chalicelib.core.storage.transaction import Transaction
from chalicelib.exports import store
from chalicelib.exports.columns import Asked, Cell, Kind
from chalicelib.exports.ids import ExportId
from chalicelib.exports.jobs import MakeExport
from chalicelib.exports.kinds import KINDS
from chalicelib.exports.states import ExportState
from chalicelib.exports.store import ExportRow

# What a step reads: pages of 100 lines each, or as many as it comes to in this time; a function has 60 s.
PAGES_A_STEP = 10
SECONDS_A_STEP = 20


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where the job is: reading lines into part `part` from `at` of their list on, then putting parts together from
    `part` on, in an upload of which these pieces are there; at last all of them are.
    """

    part: int = 0
    at: str = ""
    is_read: bool = False
    is_whole: bool = False
    left_out: int = 0
    upload: str = ""
    pieces: tuple[str, ...] = ()

    def said(self) -> str:
        """As a job's cursor."""
        return msgspec.json.encode(self).decode()


def file_of(row: ExportRow) -> str:
    """The name of its file in the bucket."""
    return f"{row.export_id}/{row.what}.csv"


def step(ctx: Ctx, work: Work[MakeExport]) -> Step:
    """Some lines read and put aside; when there are no more, 5 MB or more put together. Safe to repeat.

    In memory is a step's, never the file.
    """
    row = store.export(ctx, work.args.export)
    if row is None or row.state is not ExportState.MAKING:
        return Step(cursor=None)  # it was stopped, or its time is over
    place = msgspec.json.decode(work.cursor, type=Place) if work.cursor else Place()
    ours = work.behalf(ctx)
    if not place.is_read:
        return _read(ours, work, row, place)
    return _end(ours, work, row, place) if place.is_whole else _put_together(ours, row, place)


def _read(ctx: Ctx, work: Work[MakeExport], row: ExportRow, place: Place) -> Step:
    kind = KINDS[row.what]
    rows, at, left_out = _lines(ctx, kind, row, place.at)
    after = Place(part=place.part + 1, at=at, left_out=place.left_out + left_out)
    if not at:
        after = Place(is_read=True, left_out=after.left_out)
    if place.part and not rows:
        return Step(cursor=msgspec.structs.replace(after, part=place.part if at else 0).said())
    body = (b"" if place.part else sheets.head(kind.head)) + sheets.rows(rows)
    name = f"{row.export_id}/part-{place.part:06d}-{base32(hashlib.sha256(body).digest()[:10])}"
    files.put(ctx, Area.EXPORTS, name, body, sheets.MEDIA_TYPE)
    part = store.part(ctx, row.export_id, place.part, name)

    def together(transaction: Transaction) -> None:
        transaction.put_new(part, lambda _: Collided())

    return Step(cursor=after.said(), done=len(rows), total=None if at else work.done + len(rows), together=together)


def _lines(ctx: Ctx, kind: Kind, row: ExportRow, at: str) -> tuple[list[list[Cell]], str, int]:
    """What one step reads: its lines, where the next begin, how many were left out."""
    asked = Asked(which=row.which, at=row.made_at, purpose=row.purpose, is_masked=row.is_masked)
    rows: list[list[Cell]] = []
    left_out, until = 0, time.monotonic() + SECONDS_A_STEP
    for _ in range(PAGES_A_STEP):
        page = kind.page(ctx, asked, at)
        rows += [list(one) for one in page.rows]
        at, left_out = page.cursor, left_out + page.left_out
        if not at or time.monotonic() > until:
            break
    return rows, at, left_out


def _put_together(ctx: Ctx, row: ExportRow, place: Place) -> Step:
    """Parts of 5 MB or more, or what is left, as one piece."""
    name, parts = file_of(row), store.parts(ctx, row.export_id, place.part)
    body, taken = bytearray(), 0
    for part in parts:
        body += files.get(ctx, Area.EXPORTS, part.file)
        taken += 1
        if len(body) >= files.LEAST_PIECE:
            break
    upload = place.upload or files.begin_pieces(ctx, Area.EXPORTS, name, sheets.MEDIA_TYPE)
    piece = files.put_piece(ctx, Area.EXPORTS, name, upload, len(place.pieces) + 1, bytes(body))
    after = msgspec.structs.replace(
        place,
        part=place.part + taken,
        upload=upload,
        pieces=(*place.pieces, piece),
        is_whole=taken == len(parts) < store.MOST_PARTS,
    )
    return Step(cursor=after.said())


def _end(ctx: Ctx, work: Work[MakeExport], row: ExportRow, place: Place) -> Step:
    """A step of its own, since an upload that is ended takes no piece again."""
    name = file_of(row)
    files.end_pieces(ctx, Area.EXPORTS, name, place.upload, place.pieces)
    _tell(ctx, row, name, work.done, place.left_out)
    return Step(cursor=None, total=work.done)


def _tell(ctx: Ctx, row: ExportRow, name: str, lines: int, left_out: int) -> None:
    """It is ready, unless it was stopped meanwhile: then nothing of it stays."""
    try:
        store.ready(ctx, row.export_id, name, lines, left_out)
    except Refused as refused:
        found = refused.row(ExportRow)
        if found is None or found.state is not ExportState.READY:
            files.delete(ctx, Area.EXPORTS, [name])


def over(ctx: Ctx, waiting: Due) -> None:
    """The time of an export is over, or it was stopped: nobody downloads it, and it is deleted. Safe to repeat.

    One whose job runs still is looked at a day later. 1 RU, 2 WU, a request for each 1,000 parts.
    """
    row = store.export(ctx, ExportId(waiting.pk.rpartition("#")[2]))
    if row is None or row.due_at != waiting.due_at:
        return
    with suppress(Refused):  # moved meanwhile: it waits for another time
        if row.state is ExportState.MAKING and _is_running(ctx, row):
            store.wait(ctx, row.export_id, waiting)
            return
        if row.state in (ExportState.MAKING, ExportState.READY):
            store.expire(ctx, row.export_id)
        _delete(ctx, row)
        store.rest(ctx, row.export_id, waiting)


def _is_running(ctx: Ctx, row: ExportRow) -> bool:
    job = jobs.status(ctx, row.export_id)
    return job is not None and job.state is JobState.RUNNING


def _delete(ctx: Ctx, row: ExportRow) -> None:
    first = 0
    while True:
        parts = store.parts(ctx, row.export_id, first)
        files.delete(ctx, Area.EXPORTS, [*([] if first else [file_of(row)]), *(part.file for part in parts)])
        if len(parts) < store.MOST_PARTS:
            return
        first += len(parts)
