"""Plan an occurrence, slice by slice: one planner at a time, resumable, in bounded memory (docs/adr/0017).

A planner takes the occurrence under a new fence, walks the audience through the ledger of touches, and drafts tasks
under its own fence. Which drafts count is what planners have noted, and the one write that makes the plan holds only
for the planner who still has the fence. So one who was taken for dead and wakes up writes rows that nobody ever reads.
"""

from __future__ import annotations

import contextlib
import time
from datetime import timedelta

from chalicelib.audience import service as audiences
from chalicelib.audience.shapes import Customers, Meant
from chalicelib.content import service as contents
from chalicelib.content.errors import VersionRecalled
from chalicelib.core.context import Ctx
from chalicelib.core.errors import AppError, Outlook, outlook
from chalicelib.core.events import errands
from chalicelib.core.events.facts import Fact
from chalicelib.core.ids import UserId
from chalicelib.core.moments import iso, moment
from chalicelib.core.ops import log, refusals
from chalicelib.core.problems import Problem, Remedy, problem_of
from chalicelib.core.storage.table import Refused
from chalicelib.platforms.wecom.errors import WeComRefused
from chalicelib.posts import bounding, occurrence_rows, recalls, rules, troubles, views
from chalicelib.posts.errands import PlanPost
from chalicelib.posts.errors import NobodyOfItsStores, Overtaken, TooLate
from chalicelib.posts.facts import PostClaimed, PostForecastAsked
from chalicelib.posts.ids import OccurrenceName
from chalicelib.posts.occurrence_rows import OccurrenceRow
from chalicelib.posts.shapes import TARGETED, End, Progress, Snapshot
from chalicelib.posts.states import OccurrenceStatus
from chalicelib.tasks import service as tasks
from chalicelib.tasks.shapes import Brief
from chalicelib.touches import service as touches
from chalicelib.touches.service import Sheet
from chalicelib.touches.states import LeftOut

# Longer than the function may run (60 s), so that who holds a lease is at work or dead.
LEASE = timedelta(seconds=90)
SLICE_SECONDS = 25.0
FINISH_WITHIN = 10.0
SAMPLES = 100


def plan_later(ctx: Ctx, fact: Fact[PostClaimed]) -> None:
    """After an occurrence was claimed: plan it."""
    errands.send(ctx, PlanPost(post=fact.data.post, occurrence=OccurrenceName(fact.data.at)))


def forecast_later(ctx: Ctx, fact: Fact[PostForecastAsked]) -> None:
    """After a forecast was asked for: plan it, without writing a plan."""
    errands.send(ctx, PlanPost(post=fact.data.post, occurrence=OccurrenceName(fact.data.forecast)))


def plan(ctx: Ctx, errand: PlanPost) -> None:
    """A slice of planning, and the next one queued, until the plan stands. Safe to repeat and to race."""
    try:
        row = occurrence_rows.take(ctx, errand.post, errand.occurrence, LEASE)
    except Refused:
        return  # another planner has it, or it is planned, cancelled or over
    try:
        _slice(ctx, row)
    except VersionRecalled as error:
        if row.dry:
            _fail(ctx, row, error)
        else:
            recalls.stop(ctx, row)
    except Refused:
        log.info("planning given up", corp=ctx.corp, reason="taken over or cancelled", cause=ctx.cause)
    except Exception as error:
        if outlook(error) is not Outlook.NEVER:
            _let_go(ctx, row)
            raise
        # Content that is not approved any more, an owner whom WeCom does not know: an operator has to look.
        _fail(ctx, row, error)


def _let_go(ctx: Ctx, row: OccurrenceRow) -> None:
    with contextlib.suppress(Refused):
        occurrence_rows.let_go(ctx, row)


def _fail(ctx: Ctx, row: OccurrenceRow, error: Exception) -> None:
    reason = error.code if isinstance(error, AppError) else type(error).__name__
    with contextlib.suppress(Refused, Overtaken):
        occurrence_rows.fail(ctx, row, _failed(ctx, row, reason, error))
        log.warning("post failed", corp=ctx.corp, reason=reason, cause=ctx.cause)


def _failed(ctx: Ctx, row: OccurrenceRow, reason: str, error: Exception) -> End:
    if row.dry:
        return End(status=OccurrenceStatus.FAILED, reason=reason)
    problem = troubles.problem_of_error(ctx, error)
    return End(status=OccurrenceStatus.FAILED, reason=reason, problem=problem, forgiven=views.origin_of(row))


def _slice(ctx: Ctx, row: OccurrenceRow) -> None:
    began = time.monotonic()
    if rules.is_too_late(moment(row.claimed_at), row.ends_at, ctx.now) and not row.dry:
        raise TooLate()
    if row.snapshot is None:
        return  # skipped: there is nothing to plan
    content = row.snapshot.content
    contents.begun(ctx, content.item_id, content.version)
    planner = Planner(ctx, row, row.snapshot)
    while not planner.is_done:
        planner.walk_a_part()
        if time.monotonic() - began > SLICE_SECONDS:
            break
    planner.note()
    if planner.is_done and time.monotonic() - began < FINISH_WITHIN:
        planner.finish()
    else:
        errands.send(ctx, PlanPost(post=row.post_id, occurrence=views.name_of(row)))


class Planner:
    """One planner's slice of work on one occurrence."""

    def __init__(self, ctx: Ctx, row: OccurrenceRow, snapshot: Snapshot) -> None:
        self._ctx = ctx
        self._row = row
        self._snapshot = snapshot
        self._audience = snapshot.audience
        self._only = bounding.reached(ctx, snapshot.bounds)
        self._origin = views.origin_of(row)
        self._ledger = touches.Ledger(ctx, self._origin)
        self._draft = tasks.Draft(ctx, self._origin, snapshot.channel, row.fence)
        self._progress = row.progress or Progress()

    @property
    def is_done(self) -> bool:
        """True when every part was walked."""
        return self._progress.part >= audiences.parts(self._audience)

    def walk_a_part(self) -> None:
        """Decide about everybody of the next part."""
        part = self._progress.part
        name = audiences.part_name(self._audience, part)
        sheet = self._ledger.sheet(name, is_capped=isinstance(self._audience, Customers))
        try:
            for meant in audiences.meant(self._ctx, self._audience, part, self._only):
                self._decide(sheet, meant, sheet.why_not(meant))
        except WeComRefused as refused:
            if refused.outlook is not Outlook.NEVER or self._is_the_last_of_none(part):
                raise
            self._leave_out(sheet, part, refused)
        sheet.keep(self._row.fence)
        self._progress.part = part + 1

    def _is_the_last_of_none(self, part: int) -> bool:
        """True when nobody before it was told of either: then it is no gap but a failure."""
        refused = self._progress.counts.get(LeftOut.OWNER_REFUSED, 0)
        return refused == part and part + 1 == audiences.parts(self._audience)

    def _leave_out(self, sheet: Sheet, part: int, refused: WeComRefused) -> None:
        """WeCom will not tell of one owner's groups: the others get the post, and the occurrence says whose do not."""
        owner = audiences.owner(self._audience, part)
        self._decide(sheet, Meant(owner, owner, UserId("")), LeftOut.OWNER_REFUSED)
        self._progress.problem = refusals.note(self._ctx, refused, about=owner)

    def _count(self, meant: Meant, reason: LeftOut | None) -> None:
        name = reason.value if reason else TARGETED
        counts = self._progress.counts
        counts[name] = counts.get(name, 0) + 1
        if self._row.dry and not self._row.is_of_draft and counts[name] <= SAMPLES:
            self._progress.samples.setdefault(name, []).append(meant.who)

    def _decide(self, sheet: Sheet, meant: Meant, reason: LeftOut | None) -> None:
        self._count(meant, reason)
        if self._row.dry:
            return
        if reason:
            self._draft.leave_out(reason, meant.target)
        else:
            self._draft.add(meant.sender, meant.target)
            sheet.touch(meant.target)

    def note(self) -> None:
        """Everything decided so far counts from now on, whoever goes on. Raises Refused when somebody took over."""
        segments = self._draft.flush()
        if segments:
            self._progress.noted[self._row.fence] = segments
        occurrence_rows.note(self._ctx, self._row, self._progress)

    def _problem(self) -> Problem | None:
        """Why some whom it means, or all of them, could not be planned for."""
        if bounding.is_nobodys(self._audience, self._only):
            return problem_of(self._ctx, NobodyOfItsStores(), Remedy.EDIT)
        return self._progress.problem

    def finish(self) -> None:
        """Make the tasks, then the plan. Raises Refused when somebody took over."""
        counts = dict(sorted(self._progress.counts.items()))
        targeted = counts.pop(TARGETED, 0)
        count = 0 if self._row.dry else tasks.plan(self._ctx, self._brief(), self._row.fence, self._progress.noted)
        occurrence_rows.planned(self._ctx, self._row, targeted, counts, count, self._problem())
        log.info("post planned", corp=self._ctx.corp, count=count, cause=self._ctx.cause)

    def _brief(self) -> Brief:
        """All that the tasks need, so that nobody has to look here again."""
        content, claimed_at = self._snapshot.content, self._row.claimed_at
        return Brief(
            origin=self._origin,
            channel=self._snapshot.channel,
            item_id=content.item_id,
            version=content.version,
            values=content.values,
            planned_at=claimed_at,
            ask_until=iso(moment(claimed_at) + rules.EXPIRES),
        )
