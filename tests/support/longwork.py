"""The first users of jobs and files, in one file: what a room would have, for tests that open none.

A job imports a CSV of points, `name,points` a line, and rejects lines; a job exports what was imported; a job counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any

import msgspec
import pytest
from pynamodb.attributes import UnicodeAttribute

from chalicelib import functions
from chalicelib.core import sheets
from chalicelib.core.context import Ctx
from chalicelib.core.events.flows import OnJob
from chalicelib.core.ops.jobs import Job, Reject, Step, Why, Work, job
from chalicelib.core.storage import files
from chalicelib.core.storage.attributes import IntAttribute
from chalicelib.core.storage.files import Area, Line
from chalicelib.core.storage.lists import between
from chalicelib.core.storage.table import Keys, Row, get, key
from chalicelib.core.storage.transaction import Transaction
from chalicelib.rooms import flow_table

LINES_A_STEP = 3
NOT_TWO_CELLS = Why("应为两列：名称,积分", "There must be two cells: name and points")
NOT_A_NUMBER = Why("积分不是数字", "The points are no number")
NO_TEXT = Why("不是 UTF-8 文本", "This is no UTF-8 text")


@job("import_points", zh="导入积分", en="Import points")
class ImportPoints(Job, frozen=True, kw_only=True):
    """Add the points of a file of `imports`."""

    file: str


@job("export_points", zh="导出积分", en="Export points")
class ExportPoints(Job, frozen=True, kw_only=True):
    """Write all points into a file of `exports`."""


@job("count_up", zh="计数", en="Count up")
class CountUp(Job, frozen=True, kw_only=True):
    """Add 1 to the tally, in so many steps."""

    steps: int
    rejects: int = 0


class PointsRow(Row, discriminator="test_points"):
    """A line of the file: one row for each."""

    keys = Keys(pk="points", sk="<job><line>")

    name = UnicodeAttribute()
    points = IntAttribute()


class TallyRow(Row, discriminator="test_tally"):
    """A sum that no name protects: to add twice is to be wrong."""

    keys = Keys(pk="tally", sk="-")

    sum = IntAttribute(default=0)


class Place(msgspec.Struct, frozen=True):
    """Where in a file a step begins; the line is that of its first."""

    begin: int
    line: int
    version: str


def _add(ctx: Ctx, transaction: Transaction, points: int) -> None:
    row = TallyRow(key(ctx, "tally"), "-")
    actions = [TallyRow.kind.set(TallyRow), TallyRow.sum.set((TallyRow.sum | 0) + points)]
    transaction.change(row, actions, None, AssertionError)


def tally(ctx: Ctx) -> int:
    """The sum."""
    row = get(TallyRow, key(ctx, "tally"), "-", consistent=True)
    return row.sum if row else 0


def points(ctx: Ctx) -> list[tuple[str, int]]:
    """What was imported, in order."""
    rows = between(PointsRow, key(ctx, "points"), "0", "~", 1000)
    return [(row.name, row.points) for row in rows]


def import_points(ctx: Ctx, work: Work[ImportPoints]) -> Step:
    """Some lines: each good one a row and its points in the tally, together with the step."""
    at = _place(ctx, work)
    lines = list(islice(files.lines(ctx, Area.IMPORTS, work.args.file, at.begin, at.version), LINES_A_STEP))
    read = [_read(line, at.line + number) for number, line in enumerate(lines)]
    good = [(at.line + number, one) for number, one in enumerate(read) if isinstance(one, tuple)]
    rejects = [one for one in read if isinstance(one, Reject)]

    def together(transaction: Transaction) -> None:
        for number, (name, many) in good:
            row = PointsRow(key(ctx, "points"), f"{work.job}{number:06d}")
            row.name, row.points = name, many
            transaction.put_new(row, lambda _: AssertionError("a line twice"))
        if good:
            _add(ctx, transaction, sum(many for _, (_, many) in good))

    is_last = len(lines) < LINES_A_STEP
    after = Place(lines[-1].end, at.line + len(lines), at.version) if lines else at
    cursor = None if is_last else msgspec.json.encode(after).decode()
    return Step(cursor=cursor, done=len(good), rejects=rejects, together=together)


def _place(ctx: Ctx, work: Work[ImportPoints]) -> Place:
    if work.cursor:
        return msgspec.json.decode(work.cursor, type=Place)
    return Place(0, 1, files.look(ctx, Area.IMPORTS, work.args.file).version)


def _read(line: Line, number: int) -> tuple[str, int] | Reject:
    try:
        name, many = sheets.cells(line.text)
    except UnicodeDecodeError:
        return Reject(number, NO_TEXT)
    except ValueError:
        return Reject(number, NOT_TWO_CELLS)
    return (name, int(many)) if many.isdecimal() else Reject(number, NOT_A_NUMBER)


def export_points(ctx: Ctx, work: Work[ExportPoints]) -> Step:
    """A part of the file a step; the last step joins them."""
    part = int(work.cursor or 0)
    name = f"{work.job}/points.csv"
    lines = points(ctx)[part * LINES_A_STEP : (part + 1) * LINES_A_STEP]
    if lines or part == 0:
        head = b"" if part else sheets.head(("名称", "积分"))
        files.put(ctx, Area.EXPORTS, f"{name}.{part}", head + sheets.rows(lines), sheets.MEDIA_TYPE)
        return Step(cursor=str(part + 1), done=len(lines))
    whole = b"".join(files.get(ctx, Area.EXPORTS, f"{name}.{number}") for number in range(part))
    files.put(ctx, Area.EXPORTS, name, whole, sheets.MEDIA_TYPE)
    return Step(cursor=None, result=name)


def count_up(ctx: Ctx, work: Work[CountUp]) -> Step:
    """One more; the first step rejects as many as it is told to."""
    step = int(work.cursor or 0) + 1
    rejects = [Reject(number + 1, NOT_A_NUMBER) for number in range(0 if work.cursor else work.args.rejects)]
    return Step(
        cursor=str(step) if step < work.args.steps else None,
        done=1,
        total=work.args.steps,
        rejects=rejects,
        together=lambda transaction: _add(ctx, transaction, 1),
    )


LINES = (OnJob(ImportPoints, import_points), OnJob(ExportPoints, export_points), OnJob(CountUp, count_up))


def known(patch: pytest.MonkeyPatch, lines: Sequence[OnJob[Any]] = LINES) -> None:
    """Of all jobs these kinds have verbs, for the time of a test, in each new instance too."""
    verbs = {line.job.name: line for line in lines}
    patch.setattr(functions, "flow_table", lambda: msgspec.structs.replace(flow_table(), on_job=verbs))
