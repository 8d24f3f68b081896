"""The verbs of jobs, as operators and the clock see them. Rooms ask for jobs by core/ops/jobs.py."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.core.context import Ctx
from chalicelib.core.ops import jobs
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.lists import Page
from chalicelib.core.storage.table import Refused
from chalicelib.jobs import views
from chalicelib.jobs.errors import JobCannotMove, UnknownJob
from chalicelib.jobs.shapes import Job, Rejects


def job(ctx: Ctx, job_id: str) -> Job:
    """One job. 1 RU. Raises UnknownJob."""
    found = jobs.status(ctx, job_id)
    if found is None:
        raise UnknownJob()
    return views.job(found)


def every_job(ctx: Ctx, limit: int, cursor: str) -> Page[Job]:
    """The corp's jobs, newest first."""
    return jobs.every(ctx, limit, cursor).map(views.job)


def rejects(ctx: Ctx, job_id: str, cursor: str) -> Rejects:
    """What a job did not take. 1 RU, and 1 RU per 4 KB. Raises UnknownJob."""
    of = job(ctx, job_id)
    return views.rejects(of, jobs.rejects(ctx, job_id, int(cursor or 0)))


def pause(ctx: Ctx, job_id: str) -> Job:
    """Stop before the next step; again is the same. Raises UnknownJob, JobCannotMove."""
    return _moved(ctx, job_id, jobs.pause)


def resume(ctx: Ctx, job_id: str) -> Job:
    """Go on where it stopped; again is the same. Raises UnknownJob, JobCannotMove."""
    return _moved(ctx, job_id, jobs.resume)


def cancel(ctx: Ctx, job_id: str) -> Job:
    """Stop for good before the next step; again is the same. Raises UnknownJob, JobCannotMove."""
    return _moved(ctx, job_id, jobs.cancel)


def _moved(ctx: Ctx, job_id: str, move: Callable[[Ctx, str], None]) -> Job:
    try:
        move(ctx, job_id)
    except Refused as refused:
        raise (JobCannotMove() if refused.old else UnknownJob()) from None
    return job(ctx, job_id)


def nothing_was_heard(ctx: Ctx, waiting: Due) -> None:
    """A job that runs was not heard of for 20 minutes: its message was lost, ask again. Safe to repeat."""
    jobs.look_again(ctx, waiting)
