"""Rows into answers."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.core.storage.jobs import JobRow, RejectsRow
from chalicelib.jobs.shapes import Job, Rejected, Rejects


def job(row: JobRow) -> Job:
    """A job as operators see it."""
    return Job(
        job_id=row.job,
        kind=row.what,
        name_zh=row.zh,
        name_en=row.en,
        state=row.state,
        done=row.done,
        failed=row.failed,
        total=row.total,
        listed=row.listed,
        asked_by=row.asked_by,
        created_at=row.created_at,
        changed_at=row.changed_at,
        problem=row.problem,
        result=row.result,
    )


def rejects(job: Job, rows: Sequence[RejectsRow]) -> Rejects:
    """A page of what the job did not take."""
    items = [Rejected(one.line, one.reference, one.zh, one.en) for row in rows for one in row.items]
    end = rows[-1].first + len(rows[-1].items) if rows else job.listed
    return Rejects(items, str(end) if end < job.listed else "", job.failed - job.listed)
