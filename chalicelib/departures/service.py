"""The verbs of departures: look what somebody has, hand it over, stop, and see what came of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from chalicelib.access import service as access
from chalicelib.core.context import Ctx, new_ctx
from chalicelib.core.errors import Fault
from chalicelib.core.events.facts import Fact
from chalicelib.core.ids import UserId
from chalicelib.core.ids import userid as canonical
from chalicelib.core.ops import jobs
from chalicelib.core.problems import Problem, Remedy, problem_of
from chalicelib.core.sanity import judge
from chalicelib.core.storage.jobs import JobState
from chalicelib.core.storage.lists import PAGE_LIMIT, Page
from chalicelib.core.storage.table import Refused
from chalicelib.departures import outcomes, rules, store
from chalicelib.departures.errors import BadDeparture, NothingToStop, UnknownDeparture
from chalicelib.departures.facts import CustomerHandedOver, DepartureBegun
from chalicelib.departures.ids import DepartureId
from chalicelib.departures.jobs import HandOver
from chalicelib.departures.shapes import (
    CustomersQuery,
    Departure,
    Handed,
    Holdings,
    Named,
    NamedTaker,
    NewDeparture,
    Parts,
    Role,
    Unsent,
)
from chalicelib.departures.states import DepartureState
from chalicelib.departures.store import DepartureRow, HandedRow
from chalicelib.followups import service as followups
from chalicelib.livecodes import service as livecodes
from chalicelib.livecodes.ids import LiveCode
from chalicelib.members import service as members
from chalicelib.platforms.wecom import mass
from chalicelib.posts import service as posts
from chalicelib.reconcile import service as reconcile
from chalicelib.staff import service as people
from chalicelib.staff.errors import UnknownStaff
from chalicelib.staff.shapes import StaffInList, StaffQuery
from chalicelib.staff.states import StaffState
from chalicelib.stores import service as stores

# Customers of a filtered list that are looked at in one answer.
MOST_LOOKED_AT = 500


def holdings(ctx: Ctx, userid: UserId) -> Holdings:
    """What somebody has in hand, before anything is done. 0.5 RU per 4 KB of the index of their customers, 0.5 a code.

    One call to WeCom for each 1,000 groups. Raises UnknownStaff.
    """
    staff = people.now_called(ctx, canonical(userid))
    has_left = _has_left(ctx, staff)
    if has_left and _has_nothing(ctx, staff):
        raise UnknownStaff()
    held = posts.held_by(ctx, staff, MOST_LOOKED_AT)
    names = stores.names(ctx, stores.places_of(ctx, staff))
    ways = reconcile.adopted_ways_of(ctx, staff)
    role = _role(ctx, staff)
    return Holdings(
        staff=_named(ctx, staff),
        has_left=has_left,
        customers=members.count_friends(ctx, staff),
        groups=sum(1 for _ in mass.groups_of(ctx, staff)),
        live_codes=tuple(livecodes.names_of(ctx, staff)),
        adopted_ways=tuple(livecodes.names(ctx, [LiveCode(code) for code in ways.values()]).values()),
        stores=tuple(names.values()),
        posts=tuple(one.name for one in held.posts),
        tasks=tuple(msgspec.convert(one, Unsent, from_attributes=True) for one in held.unsent),
        follow_ups=len(followups.in_hand(ctx, staff)),
        posts_beyond=not held.is_whole,
        role=Role(role.role, role.name, role.is_over) if role.role else None,
        welcomes=tuple(livecodes.naming(ctx, staff)),
        being_handed_over=store.in_hand(ctx, staff),
        taking_over=tuple(row.departure_id for row in store.taking_over(ctx, staff)),
    )


def begin(ctx: Ctx, new: NewDeparture) -> Departure:
    """Hand over what somebody has; what follows hangs on the row. Under one Idempotency-Key it is one handing over.

    4 WU +1 listed. Raises BadDeparture, NeedsConfirmation, BeingHandedOver.
    """
    has_left = _has_left(ctx, new.staff)
    takers = people.doubts(ctx, {f"takers[{number}].userid": one.userid for number, one in enumerate(new.takers)})
    unmet = [rules.nobody(new.staff)] if has_left and _has_nothing(ctx, new.staff) else []
    role = _role(ctx, new.staff)
    if new.role and role.role and not role.is_over and not access.may_end_role(ctx, role.role):
        unmet.append(rules.role_not_held(role.name))
    unusual = [] if new.confirm else [*takers.unchecked, *_rivals(ctx, new)]
    judge(BadDeparture, [*rules.faults(new), *takers.wrong, *unmet], unusual, confirm=new.confirm)
    departure_id = DepartureId(ctx.new_id())
    try:
        row = store.begin(ctx, departure_id, new, role.role, has_left=has_left)
    except Refused as refused:
        row = refused.own_lost_answer(
            DepartureRow, lambda row: (row.staff, row.takers) == (new.staff, tuple(new.takers))
        )
    return _shown(ctx, row)


def _role(ctx: Ctx, staff: UserId) -> access.HeldRole:
    """The role that is to end, or that ended as they left; that was told once they were handed over. 1.5 RU."""
    role = access.role_in_hand(ctx, staff)
    return access.HeldRole() if role.is_over and store.begun_for(ctx, [staff]) else role


def _rivals(ctx: Ctx, new: NewDeparture) -> Iterator[Fault]:
    """Others' handings over that this one would cross: 1 RU a taker, and the newest 100."""
    others = store.taking_over(ctx, new.staff)
    if others:
        yield rules.taking_over(_called(ctx, [row.staff for row in others]))
    leaving = [
        (number, one.userid)
        for number, one in enumerate(new.takers)
        if one.userid != new.staff and store.in_hand(ctx, one.userid)
    ]
    names = _called(ctx, [userid for _, userid in leaving])
    for (number, _), name in zip(leaving, names, strict=True):
        yield rules.being_handed_over(number, name)


def _called(ctx: Ctx, staff: Sequence[UserId]) -> list[str]:
    """What some of the staff are called. 0.5 RU each, one call for 100."""
    known = people.some(ctx, staff) if staff else {}
    return [known[one].name or one for one in staff]


def _has_left(ctx: Ctx, staff: UserId) -> bool:
    """By the directory; of whom it never met WeCom is asked. 1 RU."""
    person = people.now(ctx, staff)
    return person.is_gone or (not person.is_met and people.is_nobody(ctx, staff))


def _has_nothing(ctx: Ctx, staff: UserId) -> bool:
    """Nobody whom anybody has met: a userid that is written wrongly."""
    return not people.known(ctx, staff).is_met and members.count_friends(ctx, staff) == 0


def begin_job(ctx: Ctx, fact: Fact[DepartureBegun]) -> None:
    """After a handing over was asked for: a job, since somebody may have 20,000 customers. Safe to repeat."""
    ours = new_ctx(ctx.corp, fact.actor, ctx.request_id, ctx.cause, seed=f"departure {fact.id}", now=ctx.now)
    jobs.start(ours, HandOver(departure=fact.data.departure))


def departure(ctx: Ctx, departure_id: DepartureId) -> Departure:
    """One handing over. 1 RU. Raises UnknownDeparture."""
    return _shown(ctx, _known(ctx, departure_id))


def departures(ctx: Ctx, limit: int, cursor: str) -> Page[Departure]:
    """The corp's, the newest first. 0.5 RU per 4 KB, 0.5 RU each."""
    return store.departures(ctx, limit, cursor).map(lambda row: _shown(ctx, row))


def not_begun(ctx: Ctx, limit: int) -> Page[StaffInList]:
    """Staff who had customers, have left, and for whom no handing over was begun. The cursor is '' unless more follow.

    0.5 RU per 4 KB of the index of staff, five pages of 100 at most, and 0.5 RU for each of the first 100 who left.
    """
    page = people.members(ctx, StaffQuery(limit=PAGE_LIMIT, state=StaffState.LEFT))
    begun = store.begun_for(ctx, [one.userid for one in page.items])
    left = [one for one in page.items if one.serves and one.userid not in begun]
    return Page(left[:limit], page.cursor or ("more" if len(left) > limit else ""))


def stop(ctx: Ctx, departure_id: DepartureId) -> Departure:
    """Ask WeCom for nobody more; what it was asked for takes its way. 1 WU. Raises UnknownDeparture, NothingToStop.

    Where its job runs no more, because somebody cancelled or paused it or it failed, another one brings it to its end:
    else nobody could hand over what this member of staff has again.
    """
    row = _known(ctx, departure_id)
    try:
        now = store.stop(ctx, departure_id)
    except Refused as refused:
        now = refused.row(DepartureRow) or row
        if now.state is not DepartureState.STOPPING:
            raise NothingToStop() from None
    status = jobs.status(ctx, now.job) if now.job else None
    if status is not None and status.state is not JobState.RUNNING:
        # Another one each time: somebody may have cancelled the last one too. To what is over it does nothing.
        jobs.start(ctx, HandOver(departure=departure_id))
    return _shown(ctx, now)


def look_now(ctx: Ctx, departure_id: DepartureId) -> Departure:
    """Ask WeCom now how it stands with each customer. 1 WU +2 due and a job; nothing when none is waited for.

    Raises UnknownDeparture.
    """
    row = _known(ctx, departure_id)
    if row.state is DepartureState.WAITING and row.due_at:
        outcomes.begin(ctx, row, row.due_at)
    return departure(ctx, departure_id)


def customers(ctx: Ctx, departure_id: DepartureId, query: CustomersQuery) -> Page[Handed]:
    """The customers of a handing over, of one state or all; at most 500 are looked at, then the cursor goes on.

    0.5 RU per 4 KB of 8 parts, 1 RU each. Raises UnknownDeparture.
    """
    _known(ctx, departure_id)
    found: list[HandedRow] = []
    cursor, looked_at = query.cursor, 0
    while True:
        page = store.customers(ctx, departure_id, query.limit - len(found), cursor)
        found += [row for row in page.items if query.state in (None, row.state)]
        cursor, looked_at = page.cursor, looked_at + len(page.items)
        if not cursor or len(found) >= query.limit or looked_at >= MOST_LOOKED_AT:
            return Page(_with_names(ctx, found), cursor)


def follow(ctx: Ctx, fact: Fact[CustomerHandedOver]) -> None:
    """After a customer went to somebody else: tags go along, and what was to be done about them. Safe to repeat."""
    data = fact.data
    followups.with_customer(ctx, data.member, data.staff, data.taker)
    members.hand_over(ctx, data.member, data.staff, data.taker, fact.at, is_told=not data.has_left)


def _known(ctx: Ctx, departure_id: DepartureId) -> DepartureRow:
    row = store.departure(ctx, departure_id)
    if row is None:
        raise UnknownDeparture()
    return row


def _named(ctx: Ctx, userid: UserId) -> Named:
    return Named(userid, people.known(ctx, userid).name)


def _with_names(ctx: Ctx, rows: Sequence[HandedRow]) -> list[Handed]:
    names = members.names(ctx, [row.member_id for row in rows])
    return [
        Handed(
            member_id=row.member_id,
            name=names.get(row.member_id, ""),
            taker=_named(ctx, row.taker),
            state=row.state,
            asked_at=row.asked_at,
            takes_over_at=row.takes_over_at or None,
            problem=row.problem,
        )
        for row in rows
    ]


def _problem(ctx: Ctx, row: DepartureRow) -> Problem | None:
    """What stands in its way; while it is under way 1 RU more, for its job."""
    status = jobs.status(ctx, row.job) if row.job and row.state is DepartureState.ASKING else None
    if status is None:
        return row.problem
    zh, en = (status.problem.zh, status.problem.en) if status.problem else ("", "")
    halted = rules.not_going_on(status.state, zh, en)
    return problem_of(ctx, halted, Remedy.RETRY) if halted else row.problem


def _shown(ctx: Ctx, row: DepartureRow) -> Departure:
    wanted = msgspec.convert(row, Parts, from_attributes=True)
    return Departure(
        departure_id=row.departure_id,
        staff=_named(ctx, row.staff),
        has_left=row.has_left,
        takers=tuple(NamedTaker(one.userid, people.known(ctx, one.userid).name, one.weight) for one in row.takers),
        **msgspec.structs.asdict(wanted),
        message=row.message,
        state=row.state,
        counts=row.counts,
        progress=tuple(rules.progress(wanted, row.counts, row.state, row.part)),
        job_id=row.job,
        made_by=row.made_by,
        made_at=row.made_at,
        looked_at=row.looked_at or None,
        looks_at=row.waits_until,
        problem=_problem(ctx, row),
    )
