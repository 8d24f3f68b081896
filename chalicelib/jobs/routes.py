"""Doors of the jobs room."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.http.routes import Routes
from chalicelib.core.scope import Scoped
from chalicelib.core.storage.lists import Page
from chalicelib.jobs import service
from chalicelib.jobs.errors import JobCannotMove, JobReachesFarther, UnknownJob
from chalicelib.jobs.room import CONTROL, ROOM, SEE
from chalicelib.jobs.shapes import Job, JobsQuery, Rejects, RejectsQuery

routes = Routes(ROOM)
REFUSALS = (UnknownJob, JobCannotMove)


@routes.get(
    "/admin/v1/jobs",
    allow=SEE,
    scoped=Scoped.ANY,
    summary=("后台任务列表", "List jobs"),
    query=JobsQuery,
    answer=Page[Job],
)
def list_jobs(ctx: Ctx, query: JobsQuery) -> Page[Job]:
    return service.every_job(ctx, query)


@routes.get(
    "/admin/v1/jobs/{job_id}",
    allow=SEE,
    scoped=Scoped.ANY,
    summary=("查看后台任务", "See a job"),
    answer=Job,
    errors=(UnknownJob,),
)
def get_job(ctx: Ctx, job_id: str) -> Job:
    return service.job(ctx, job_id)


@routes.get(
    "/admin/v1/jobs/{job_id}/rejects",
    allow=SEE,
    scoped=Scoped.ANY,
    summary=("任务的问题行", "List what a job rejected"),
    query=RejectsQuery,
    answer=Rejects,
    errors=(UnknownJob,),
)
def list_rejects(ctx: Ctx, job_id: str, query: RejectsQuery) -> Rejects:
    return service.rejects(ctx, job_id, query.cursor)


@routes.post(
    "/admin/v1/jobs/{job_id}/pause",
    allow=CONTROL,
    scoped=Scoped.ANY,
    summary=("暂停后台任务", "Pause a job"),
    answer=Job,
    errors=REFUSALS,
)
def pause_job(ctx: Ctx, job_id: str) -> Job:
    return service.pause(ctx, job_id)


@routes.post(
    "/admin/v1/jobs/{job_id}/resume",
    allow=CONTROL,
    scoped=Scoped.ANY,
    summary=("继续后台任务", "Resume a job"),
    answer=Job,
    errors=(*REFUSALS, JobReachesFarther),
)
def resume_job(ctx: Ctx, job_id: str) -> Job:
    return service.resume(ctx, job_id)


@routes.post(
    "/admin/v1/jobs/{job_id}/cancel",
    allow=CONTROL,
    scoped=Scoped.ANY,
    summary=("取消后台任务", "Cancel a job"),
    answer=Job,
    errors=REFUSALS,
)
def cancel_job(ctx: Ctx, job_id: str) -> Job:
    return service.cancel(ctx, job_id)
