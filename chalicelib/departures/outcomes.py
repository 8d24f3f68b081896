"""Looking whom customers went to: WeCom is asked when a day is over, and again while somebody is waited for."""

from __future__ import annotations

import time
from collections.abc import Sequence

import msgspec

from chalicelib.core.context import Ctx, new_ctx
from chalicelib.core.errors import Outlook
from chalicelib.core.ids import UserId
from chalicelib.core.moments import NEVER, epoch_iso, iso
from chalicelib.core.ops import jobs, refusals
from chalicelib.core.ops.jobs import Step, Work
from chalicelib.core.problems import Problem, Remedy, problem_of
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.transaction import Transaction
from chalicelib.departures import rules, store
from chalicelib.departures.errors import GivenUp, TakerGone
from chalicelib.departures.handing import plus
from chalicelib.departures.jobs import LookAtResults
from chalicelib.departures.shapes import Counts
from chalicelib.departures.states import CustomerState, DepartureState
from chalicelib.departures.store import DepartureRow
from chalicelib.members import service as members
from chalicelib.platforms.wecom import transfers
from chalicelib.platforms.wecom.errors import WeComRefused
from chalicelib.platforms.wecom.transfers import Between, Result
from chalicelib.staff import service as people

# Well below the 60 s of the function. Customers of one page of WeCom's are looked at in parts.
STEP_SECONDS = 15.0
A_PART = 100


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """How far a look has come: which taker, which page of theirs, how many of it; and what was counted."""

    taker: int = 0
    page: str = ""
    item: int = 0
    counts: Counts = Counts()
    problem: Problem | None = None


def on_time(ctx: Ctx, waiting: Due) -> None:
    """A handing over's time has come: begin a look. Safe to repeat. 1 RU; 1 WU +2 due and a job."""
    row = store.of_due(ctx, waiting)
    if row is not None and row.state is DepartureState.WAITING:
        begin(ctx, row, waiting.due_at)


def begin(ctx: Ctx, row: DepartureRow, at: str) -> None:
    """Look now; the next look is later. Of two who begin at once one does."""
    look = store.look(ctx, row, at, iso(rules.next_look(ctx.now, 1)))
    if look is not None:
        ours = new_ctx(
            ctx.corp, ctx.actor, ctx.request_id, ctx.cause, seed=f"look {row.departure_id} {look}", now=ctx.now
        )  # fmt: skip
        jobs.start(ours, LookAtResults(departure=row.departure_id, look=look))


def step(ctx: Ctx, work: Work[LookAtResults]) -> Step:
    """Some pages of what WeCom tells of one taker after the other. Raises what may pass: it is tried again."""
    row = store.departure(ctx, work.args.departure)
    if row is None or row.state is DepartureState.DONE:
        return Step(cursor=None)
    at = msgspec.json.decode(work.cursor, type=Place) if work.cursor else Place()
    began, until = at, time.monotonic() + STEP_SECONDS
    while at.taker < len(row.takers) and (at == began or time.monotonic() < until):
        at = _look(ctx, row, at)
    if at.taker < len(row.takers):
        return Step(cursor=msgspec.json.encode(at).decode())
    return _end(ctx, row, at)


def _look(ctx: Ctx, row: DepartureRow, at: Place) -> Place:
    """Go on by a part of a page. What WeCom will not tell of one taker is shown, and the others are looked at."""
    try:
        page = transfers.results(ctx, Between(row.staff, row.takers[at.taker].userid, row.has_left), at.page)
    except WeComRefused as refused:
        if refused.outlook is not Outlook.NEVER:
            raise
        problem = refusals.note(ctx, refused, Remedy.RETRY, row.takers[at.taker].userid)
        return Place(taker=at.taker + 1, counts=at.counts, problem=problem)
    part = page.customer[at.item : at.item + A_PART]
    counts = _kept(ctx, row, row.takers[at.taker].userid, part, at.counts)
    if at.item + A_PART < len(page.customer):
        return msgspec.structs.replace(at, item=at.item + A_PART, counts=counts)
    if page.next_cursor:
        return msgspec.structs.replace(at, page=page.next_cursor, item=0, counts=counts)
    return Place(taker=at.taker + 1, counts=counts, problem=at.problem)


def _kept(ctx: Ctx, row: DepartureRow, taker: UserId, results: Sequence[Result], counts: Counts) -> Counts:
    """Keep what became of each customer of this handing over; others between the two are not its own."""
    by_member = {members.member_id_of(ctx, one.external_userid): one for one in results}
    known = store.handed(ctx, row.departure_id, list(by_member))
    for member, handed in known.items():
        told, state = by_member[member], handed.state
        if state is CustomerState.WAITING and (became := rules.state_of(told.status)):
            at = epoch_iso(told.takeover_time) if told.takeover_time else NEVER
            # Who takes over is whom WeCom was asked for first, by a try that broke off before it was kept perhaps.
            store.end(ctx, handed, taker, became, at)
            state = became
        elif handed.taker != taker:
            continue
        counts = plus(counts, state)
    return counts


def _end(ctx: Ctx, row: DepartureRow, at: Place) -> Step:
    """All takers were looked at. Whom WeCom did not tell of is waited for; not for ever."""
    known = at.counts.done + at.counts.refused + at.counts.full
    asked = row.counts.customers - row.counts.failed
    counts = msgspec.structs.replace(
        row.counts, done=at.counts.done, refused=at.counts.refused, full=at.counts.full, waiting=asked - known
    )
    is_over = counts.waiting <= 0 or row.looks >= rules.MOST_LOOKS
    problem = at.problem or (_given_up(ctx, counts.waiting) if is_over and counts.waiting else _gone(ctx, row, counts))
    looks_at = None if is_over else iso(rules.next_look(ctx.now, row.looks))

    def end(transaction: Transaction) -> None:
        store.looked_in(transaction, row, counts, looks_at, problem)

    return Step(cursor=None, done=known, together=end)


def _gone(ctx: Ctx, row: DepartureRow, counts: Counts) -> Problem | None:
    """Whoever took over and has left since has again what somebody has to take over."""
    gone = [one.userid for one in row.takers if counts.customers and people.now(ctx, one.userid).is_gone]
    return problem_of(ctx, TakerGone("、".join(gone)), Remedy.NOTHING) if gone else row.problem


def _given_up(ctx: Ctx, count: int) -> Problem:
    return refusals.note(ctx, GivenUp(count), Remedy.NOTHING)
