"""What core knows of a job, as operators see it."""

from __future__ import annotations

from chalicelib.core.ops import jobs
from chalicelib.jobs.shapes import Job, Rejected, Rejects


def job(status: jobs.Status) -> Job:
    """A job."""
    return Job(
        job_id=status.job,
        kind=status.what,
        name_zh=status.zh,
        name_en=status.en,
        state=status.state,
        done=status.done,
        failed=status.failed,
        total=status.total,
        listed=status.listed,
        asked_by=status.asked_by,
        created_at=status.created_at,
        changed_at=status.changed_at,
        problem=status.problem,
        result=status.result,
    )


def rejects(of: Job, page: jobs.Rejects) -> Rejects:
    """A page of what the job did not take."""
    items = [Rejected(one.line, one.reference, one.zh, one.en, one.field, one.is_there) for one in page.items]
    return Rejects(items, str(page.after) if page.after < of.listed else "", max(0, of.failed - of.listed))
