"""The verbs of jobs, as operators and the clock see them. Rooms ask for jobs by core/ops/jobs.py."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.core.context import Ctx
from chalicelib.core.ops import jobs
from chalicelib.core.scope import EVERYTHING
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.lists import Page
from chalicelib.core.storage.table import Refused
from chalicelib.jobs import views
from chalicelib.jobs.errors import JobCannotMove, JobReachesFarther, UnknownJob
from chalicelib.jobs.shapes import Job, JobsQuery, Rejects


def job(ctx: Ctx, job_id: str) -> Job:
    """One job. 1 RU. Raises UnknownJob, also for another's where the asker acts for a part of the corp."""
    found = jobs.status(ctx, job_id)
    if found is None or not _may_see(ctx, found):
        raise UnknownJob()
    return views.job(found)


def _may_see(ctx: Ctx, job: jobs.Status) -> bool:
    """Whoever acts for a part of the corp sees what they asked for: of what a job does no store can be told."""
    return ctx.scope.is_everything or job.asked_by == ctx.actor


def every_job(ctx: Ctx, query: JobsQuery) -> Page[Job]:
    """The corp's jobs, or the asker's own, newest first. A page may hold fewer than asked for although more follow.

    0.5 RU per 4 KB; at most 500 are looked at, then the cursor goes on.
    """
    asked_by = ctx.actor if query.mine or not ctx.scope.is_everything else ""
    return jobs.every(ctx, query.limit, query.cursor, asked_by).map(views.job)


def rejects(ctx: Ctx, job_id: str, cursor: str) -> Rejects:
    """What a job did not take. 1 RU, and 1 RU per 4 KB. Raises UnknownJob."""
    of = job(ctx, job_id)
    return views.rejects(of, jobs.rejects(ctx, job_id, int(cursor or 0)))


def pause(ctx: Ctx, job_id: str) -> Job:
    """Stop before the next step; again is the same. Raises UnknownJob, JobCannotMove."""
    return _moved(ctx, job_id, jobs.pause)


def resume(ctx: Ctx, job_id: str) -> Job:
    """Go on where it stopped; again is the same. Raises UnknownJob, JobCannotMove.

    JobReachesFarther where it would act for more than whoever resumes it does by now.
    """
    found = jobs.status(ctx, job_id)
    if found and _may_see(ctx, found) and not ctx.scope.holds(found.scope or EVERYTHING):
        raise JobReachesFarther()
    return _moved(ctx, job_id, jobs.resume)


def cancel(ctx: Ctx, job_id: str) -> Job:
    """Stop for good before the next step; again is the same. Raises UnknownJob, JobCannotMove."""
    return _moved(ctx, job_id, jobs.cancel)


def _moved(ctx: Ctx, job_id: str, move: Callable[[Ctx, str], None]) -> Job:
    job(ctx, job_id)
    try:
        move(ctx, job_id)
    except Refused as refused:
        raise (JobCannotMove() if refused.old else UnknownJob()) from None
    return job(ctx, job_id)


def nothing_was_heard(ctx: Ctx, waiting: Due) -> None:
    """A job that runs was not heard of for 20 minutes: its message was lost, ask again. Safe to repeat."""
    jobs.look_again(ctx, waiting)
