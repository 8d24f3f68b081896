"""What other rooms ask of the directory, and what operators see of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chalicelib.core.context import Ctx
from chalicelib.core.errors import UpstreamFailed
from chalicelib.core.ids import UserId
from chalicelib.core.instance import Cache
from chalicelib.core.moments import NEVER, Moment
from chalicelib.core.ops import jobs
from chalicelib.core.storage.lists import PAGE_LIMIT, Page
from chalicelib.platforms.wecom import contacts
from chalicelib.platforms.wecom.errors import NoSuchStaff, WeComRefused
from chalicelib.staff import rules, store
from chalicelib.staff.errors import UnknownStaff
from chalicelib.staff.ids import DepartmentId
from chalicelib.staff.jobs import ReconcileStaff
from chalicelib.staff.shapes import (
    Department,
    Departments,
    Known,
    StaffInList,
    StaffLine,
    StaffMember,
    StaffQuery,
)
from chalicelib.staff.states import StaffState
from chalicelib.staff.store import DepartmentRow, StaffRow

# Of a renamed one the next name is looked up; an id may be changed once (docs/platform K3), so two steps are many.
MOST_NAMES = 3
# Of those who are not meant, so many pages are looked through before a page of a list is answered.
MOST_PAGES = 5

_known: Cache[Known] = Cache()


def known(ctx: Ctx, userid: UserId) -> Known:
    """What is known of a member of staff, at most 5 s old; of whom nothing is known, nothing bad is. 0.5 RU cold."""
    return _known.get(f"{ctx.corp}#{userid}", lambda: _shown(store.member(ctx, userid), userid))


def now(ctx: Ctx, userid: UserId) -> Known:
    """The same as it is at this moment, for whoever follows a fact: what is kept may be older than the fact. 1 RU."""
    forget(ctx, userid)
    return _known.get(f"{ctx.corp}#{userid}", lambda: _shown(store.member(ctx, userid, consistent=True), userid))


def is_nobody(ctx: Ctx, userid: UserId) -> bool:
    """True when WeCom says that there is nobody of this userid (docs/platform K1). One call.

    When it says something else, or nothing, there may be.
    """
    try:
        contacts.member(ctx, userid)
    except NoSuchStaff:
        return True
    except (WeComRefused, UpstreamFailed):
        return False
    return False


def some(ctx: Ctx, userids: Iterable[UserId]) -> dict[UserId, Known]:
    """The same of several, by userid. 0 reads warm; 0.5 RU for each that is not, one call for 100."""
    wanted = list(dict.fromkeys(userids))
    missing = [userid for userid in wanted if not _known.has(f"{ctx.corp}#{userid}")]
    found = {row.userid: row for row in store.some(ctx, missing)} if missing else {}
    read = {userid: _shown(found.get(userid), userid) for userid in missing}
    for userid, one in read.items():
        _known.put(f"{ctx.corp}#{userid}", one)
    return {userid: read[userid] if userid in read else known(ctx, userid) for userid in wanted}


def name_of(ctx: Ctx, userid: UserId) -> str:
    """What people call a member of staff; '' while that is not known, never the userid. 0.5 RU cold."""
    return known(ctx, now_called(ctx, userid)).name


def now_called(ctx: Ctx, userid: UserId) -> UserId:
    """The userid that somebody has now: the same, unless it was changed. 0.5 RU cold."""
    for _ in range(MOST_NAMES):
        one = known(ctx, userid)
        if one.state is not StaffState.RENAMED:
            return userid
        userid = one.now_called
    return userid


def forget(ctx: Ctx, userid: UserId) -> None:
    """Look again: something about them was written in this instance."""
    _known.drop(f"{ctx.corp}#{userid}")


def reconcile(ctx: Ctx) -> str:
    """Ask for the directory to be compared with WeCom's; the job. Under one Idempotency-Key it is one."""
    return jobs.start(ctx, ReconcileStaff())


def _shown(row: StaffRow | None, userid: UserId) -> Known:
    if row is None:
        return Known(userid=userid)
    state = row.state
    return Known(
        userid=userid,
        name=row.name,
        state=state,
        serves=row.serves,
        since=_since(row),
        now_called=row.now_called,
        formerly=row.formerly,
        ended_at=max(row.gone_at, row.renamed_at),
    )


def _since(row: StaffRow) -> Moment:
    """When they left or were renamed."""
    return {StaffState.LEFT: row.gone_at, StaffState.RENAMED: row.renamed_at}.get(row.state, NEVER)


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
        since=_since(row) or None,
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


def _is_meant(query: StaffQuery, line: StaffLine) -> bool:
    state = state_of(line)
    if query.state is not state if query.state else state is StaffState.RENAMED:
        return False
    if query.department and query.department not in line.departments:
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
