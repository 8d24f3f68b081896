"""What other rooms ask of the directory, and what operators see of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from chalicelib.core import called
from chalicelib.core.context import Ctx
from chalicelib.core.http import people
from chalicelib.core.ids import UserId
from chalicelib.core.ops import jobs
from chalicelib.core.storage.lists import PAGE_LIMIT, Page
from chalicelib.staff import knowing, naming, rules, store
from chalicelib.staff.errors import UnknownStaff
from chalicelib.staff.ids import DepartmentId
from chalicelib.staff.jobs import ReconcileStaff
from chalicelib.staff.shapes import (
    Department,
    Departments,
    StaffInList,
    StaffLine,
    StaffMember,
    StaffQuery,
)
from chalicelib.staff.states import HELPED, StaffState
from chalicelib.staff.store import DepartmentRow

# Of those who are not meant, so many pages are looked through before a page of a list is answered.
MOST_PAGES = 5

MOST_NAMES = knowing.MOST_NAMES
known = knowing.known
now = knowing.now
some = knowing.some
face_of = knowing.face_of
name_of = knowing.name_of
names = knowing.names
now_called = knowing.now_called
forget = knowing.forget
is_nobody = knowing.is_nobody
doubts = naming.doubts


def reconcile(ctx: Ctx) -> str:
    """Ask for the directory to be compared with WeCom's; the job. Under one Idempotency-Key it is one."""
    return jobs.start(ctx, ReconcileStaff())


def state_of(line: StaffLine) -> StaffState:
    """How somebody in a list stands."""
    return rules.state(line.status, line.there_at, line.gone_at, line.renamed_at)


def member(ctx: Ctx, userid: UserId) -> StaffMember:
    """A member of staff. Raises UnknownStaff."""
    row = store.member(ctx, userid, consistent=True)
    if row is None:
        raise UnknownStaff()
    return StaffMember(
        userid=row.userid,
        name=row.name,
        avatar=row.avatar,
        state=row.state,
        departments=row.departments,
        serves=row.serves,
        since=knowing.since(row) or None,
        read_at=row.read_at or None,
        now_called=row.now_called,
        formerly=row.formerly,
    )


def members(ctx: Ctx, query: StaffQuery) -> Page[StaffInList]:
    """The corp's staff that a query means, by userid. A page may hold fewer than asked for although more follow.

    0.5 RU per 4 KB of the index; of those who are not meant at most five pages are looked through.
    """
    found: list[StaffInList] = []
    cursor = query.cursor
    for _ in range(MOST_PAGES):
        page = store.everybody(ctx, PAGE_LIMIT, cursor)
        for line in page.items:
            cursor = line.userid
            if _is_meant(query, line):
                found.append(_in_list(line))
            if len(found) == query.limit:
                return Page(found, cursor if line is not page.items[-1] else page.cursor)
        cursor = page.cursor
        if not cursor:
            break
    return Page(found, cursor)


def within(ctx: Ctx, departments: Collection[DepartmentId]) -> frozenset[UserId]:
    """Who is in these departments or in one below, leavers too. 0.5 RU per 4 KB of the corp's staff."""
    wanted, rows = set(departments), store.departments(ctx)
    while below := {row.department for row in rows if row.above in wanted} - wanted:
        wanted |= below
    found: set[UserId] = set()
    cursor = ""
    while True:
        page = store.everybody(ctx, PAGE_LIMIT, cursor)
        found.update(line.userid for line in page.items if not wanted.isdisjoint(line.departments))
        cursor = page.cursor
        if not cursor:
            return frozenset(found)


def _is_meant(query: StaffQuery, line: StaffLine) -> bool:
    state = state_of(line)
    if query.state is not state if query.state else state is StaffState.RENAMED:
        return False
    if query.department and query.department not in line.departments:
        return False
    if query.needs_help is not None and query.needs_help != (state in HELPED):
        return False
    sought = query.search.strip().casefold()
    if sought and not any(sought in text.casefold() for text in (line.name, line.userid)):
        return False
    return query.serves is None or query.serves == line.serves


def _in_list(line: StaffLine) -> StaffInList:
    return StaffInList(
        userid=line.userid,
        name=line.name,
        avatar=line.avatar,
        state=state_of(line),
        departments=line.departments,
        serves=line.serves,
    )


def departments(ctx: Ctx) -> Departments:
    """The departments, each after the one that it is part of, of one the larger order first (docs/platform K2)."""
    rows = {row.department: row for row in store.departments(ctx) if not row.is_gone}
    tops = [row for row in rows.values() if row.above not in rows]
    return Departments([one for row in _in_order(tops) for one in _with_parts(rows, row, frozenset())])


def _with_parts(
    rows: dict[DepartmentId, DepartmentRow], row: DepartmentRow, above: frozenset[DepartmentId]
) -> Iterator[Department]:
    if row.department in above:
        return  # WeCom has no circle; what we read while it was changed may
    yield Department(row.department, row.name, row.above, row.order)
    parts = [one for one in rows.values() if one.above == row.department]
    for one in _in_order(parts):
        yield from _with_parts(rows, one, above | {row.department})


def _in_order(rows: list[DepartmentRow]) -> list[DepartmentRow]:
    return sorted(rows, key=lambda row: (-row.order, row.department))


people.look_up_names_with(names)
called.look_up_with("staff", names)
