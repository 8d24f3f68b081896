"""The verbs of reconciliation: begin with a corp, compare when its hour has come or somebody asks, and tell."""

from __future__ import annotations

from chalicelib.core.context import Ctx, new_ctx
from chalicelib.core.errors import IdempotencyMismatch
from chalicelib.core.events.facts import Fact
from chalicelib.core.moments import NEVER, iso, moment
from chalicelib.core.ops import jobs
from chalicelib.core.storage import rounds
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.jobs import JobState
from chalicelib.livecodes.facts import LiveCodeCreated
from chalicelib.reconcile import leavers, rules, store
from chalicelib.reconcile.jobs import Reconcile
from chalicelib.reconcile.shapes import NewReconciliation, Outcome, Reconciliation
from chalicelib.reconcile.states import Depth
from chalicelib.reconcile.store import ReconciliationRow
from chalicelib.staff import service as staff

adopted_ways_of = leavers.ways_of
hand_over_way = leavers.hand_over

UNDER_WAY = (JobState.RUNNING, JobState.PAUSED)


def begin(ctx: Ctx) -> None:
    """Compare this corp each hour from now on, the first time in whole. Safe to repeat. 1 WU +1 due."""
    rounds.begin(ctx, store.ReconciliationRow, iso(rules.next_at(ctx.corp, ctx.now)))


def begin_with_a_live_code(ctx: Ctx, fact: Fact[LiveCodeCreated]) -> None:
    """Who has a live code has joins to lose: a corp that was provisioned before this room begins here."""
    begin(ctx)


def on_time(ctx: Ctx, waiting: Due) -> None:
    """The corp's hour has come: begin a comparison unless one is under way. Safe to repeat and to race.

    2 RU; 2 WU +3 due and a message.
    """
    row = rounds.awaited(ctx, store.ReconciliationRow, waiting)
    if row is None:
        return
    last = moment(row.last_whole.began_at) if row.last_whole else None
    job = row.job if _is_under_way(ctx, row.job) else _start(ctx, row, rules.depth(ctx.corp, ctx.now, last))
    rounds.wait(ctx, store.ReconciliationRow, waiting, iso(rules.next_at(ctx.corp, ctx.now)), job)


def ask(ctx: Ctx, new: NewReconciliation) -> Reconciliation:
    """Compare now; while a comparison is under way that one is answered. 3 RU; 2 WU +1 listed +1 due and a message."""
    begin(ctx)
    row = rounds.row(ctx, store.ReconciliationRow)
    if row and not _is_under_way(ctx, row.job):
        store.note_job(ctx, _start(ctx, row, new.depth))
    return state(ctx)


def _is_under_way(ctx: Ctx, job: str) -> bool:
    status = jobs.status(ctx, job) if job else None
    return status is not None and status.state in UNDER_WAY


def _start(ctx: Ctx, row: ReconciliationRow, depth: Depth) -> str:
    """Begin a comparison; where it is whole, with the directory's. Of two who begin at once there is one comparison.

    The one before it names the job, so that no other follows on the same.
    """
    if depth is Depth.WHOLE:
        staff.reconcile(_after(ctx, row, "directory"))
    try:
        return jobs.start(_after(ctx, row, "reconcile"), Reconcile(depth=depth, is_import=not row.imported_at))
    except IdempotencyMismatch:  # somebody has begun one of another depth
        return _after(ctx, row, "reconcile").new_id()


def _after(ctx: Ctx, row: ReconciliationRow, what: str) -> Ctx:
    """Circumstances whose ids follow from the comparison before."""
    return new_ctx(
        ctx.corp, ctx.actor, ctx.request_id, ctx.cause, act=ctx.act, seed=f"{what} after {row.job}", now=ctx.now
    )


def last_late(ctx: Ctx) -> Outcome | None:
    """The last comparison that found joins or losses of which nobody had told. 1 RU."""
    row = rounds.row(ctx, store.ReconciliationRow)
    return row.last_late if row else None


def state(ctx: Ctx) -> Reconciliation:
    """When this corp is compared, and what came of it. 1 RU."""
    row = rounds.row(ctx, store.ReconciliationRow)
    if row is None:
        return Reconciliation(job_id="", next_at=NEVER, imported_at=None, last_ids=None, last_whole=None)
    return Reconciliation(
        job_id=row.job,
        next_at=row.waits_until or NEVER,
        imported_at=row.imported_at or None,
        last_ids=row.last_ids,
        last_whole=row.last_whole,
    )
