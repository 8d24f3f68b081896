"""Exports as operators see them."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.ops import jobs
from chalicelib.exports import rules
from chalicelib.exports.shapes import Export
from chalicelib.exports.states import ExportState
from chalicelib.exports.store import ExportRow


def export(ctx: Ctx, row: ExportRow) -> Export:
    """An export. 1 RU while it is made."""
    job = jobs.status(ctx, row.export_id) if row.state is ExportState.MAKING else None
    return Export(
        export_id=row.export_id,
        kind=row.what,
        purpose=row.purpose,
        recipient=row.recipient,
        which=row.which,
        is_masked=row.is_masked,
        state=rules.shown(row.state, job.state if job else None),
        done=job.done if job else row.lines or 0,
        lines=row.lines,
        left_out=row.left_out,
        problem=job.problem if job else None,
        downloads=row.downloads,
        created_by=row.created_by,
        made_at=row.made_at,
        expires_at=row.expires_at,
    )
