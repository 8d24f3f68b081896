"""Visits of live codes as lines of a file."""

from __future__ import annotations

from datetime import date, timedelta

from chalicelib.core import called
from chalicelib.core.context import Ctx
from chalicelib.core.ids import StoreId
from chalicelib.core.moments import Day, moment, shanghai_day
from chalicelib.exports.columns import Asked, Column, Kind, Lines, at, cells
from chalicelib.exports.states import ExportKind
from chalicelib.livecodes import service as livecodes
from chalicelib.livecodes.shapes import VisitInFile, VisitsAsked

# Without a first day, so many days before the last; each day of each code is read.
USUAL_DAYS = 31

Named = tuple[VisitInFile, dict[str, str], dict[str, str]]
"""A visit, what stores are called, and what staff are."""

COLUMNS: tuple[Column[Named], ...] = (
    Column("首次打开时间", lambda one: at(one[0].at)),
    Column("日期", lambda one: one[0].day),
    Column("活码", lambda one: one[0].name),
    Column("活码编号", lambda one: one[0].code),
    Column("展示员工", lambda one: one[2].get(one[0].staff, "")),
    Column("员工账号", lambda one: one[0].staff),
    Column("门店", lambda one: one[1].get(one[0].store_id, "")),
)


def page(ctx: Ctx, asked: Asked, cursor: str) -> Lines:
    """About 100: a line for each visitor, day and code, who are not named."""
    which = asked.which
    today = shanghai_day(moment(asked.at))
    until = min(which.until or today, today)
    usual = Day((date.fromisoformat(until) - timedelta(days=USUAL_DAYS - 1)).isoformat())
    wanted = VisitsAsked(
        since=which.since or usual,
        until=until,
        code=which.code,
        store_id=StoreId(which.store),
        staff=which.staff,
    )
    found = livecodes.visits_for_file(ctx, wanted, cursor)
    ids = {"store": [str(one.store_id) for one in found.items], "staff": [str(one.staff) for one in found.items]}
    named = called.of(ctx, ids)
    stores, staff = dict(named.get("store", {})), dict(named.get("staff", {}))
    return Lines(cells(COLUMNS, [(one, stores, staff) for one in found.items]), found.cursor)


KIND = Kind(
    kind=ExportKind.VISITS,
    zh="活码访问",
    takes=frozenset({"since", "until", "store", "staff", "code"}),
    head=tuple(column.zh for column in COLUMNS),
    page=page,
)
