"""Rows of posts into answers, and into what other rooms call an occurrence."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import datetime

import msgspec

from chalicelib.audience import service as audiences
from chalicelib.core.moments import NEVER, iso
from chalicelib.posts import schedule
from chalicelib.posts.ids import OccurrenceName
from chalicelib.posts.occurrence_rows import OccurrenceRow
from chalicelib.posts.shapes import TARGETED, Forecast, Occurrence, Post, PostLine, Progress
from chalicelib.posts.states import EDITABLE, ForecastStatus, OccurrenceStatus
from chalicelib.posts.store import PostRow
from chalicelib.touches.shapes import Origin

# So many of its next times are told.
COMING = 5
FORECASTS = {OccurrenceStatus.SENDING: ForecastStatus.DONE, OccurrenceStatus.FAILED: ForecastStatus.FAILED}


def origin_of(row: OccurrenceRow) -> Origin:
    """What an occurrence is called where people are touched and staff are asked for it."""
    return Origin("post", row.post_id, row.at)


def name_of(row: OccurrenceRow) -> OccurrenceName:
    """How messages name an occurrence (its time) or a forecast (its id)."""
    return OccurrenceName(row.forecast_id if row.dry else row.at)


def line(row: PostRow) -> PostLine:
    """A post in a list."""
    return msgspec.convert(row, PostLine, from_attributes=True)


def post(row: PostRow, occurrences: Sequence[OccurrenceRow], now: datetime, *, must_be_approved: bool) -> Post:
    """A post with its latest occurrences, and its next times."""
    coming = itertools.islice(schedule.after(row.schedule, now), COMING) if row.status in EDITABLE else ()
    return Post(
        post_id=row.post_id,
        name=row.name,
        channel=row.channel,
        status=row.status,
        next_at=row.next_at,
        revision=row.revision,
        created_at=row.created_at,
        created_by=row.created_by,
        edited_by=row.edited_by,
        edited_at=row.edited_at,
        failed=row.failed,
        problem=row.problem,
        is_approved=row.is_approved,
        needs_approval=must_be_approved and not row.is_approved,
        approved_by=row.approved_by,
        approved_at=row.approved_at,
        content=row.content,
        audience=row.audience,
        schedule=row.schedule,
        coming=[iso(at) for at in coming],
        coupon_template_id=row.coupon_template_id,
        stores=list(row.bounds.stores),
        ends_after_hours=row.ends_after_hours,
        per_minute=row.per_minute,
        occurrences=[_occurrence(occurrence) for occurrence in occurrences],
    )


def _occurrence(row: OccurrenceRow) -> Occurrence:
    return Occurrence(
        at=row.at,
        status=row.status,
        late=row.late,
        reason=row.reason,
        claimed_at=row.claimed_at,
        targeted=row.targeted,
        excluded=row.excluded or {},
        counts=row.counts or {},
        tasks=row.tasks,
        version=row.snapshot.content.version if row.snapshot else 0,
        again_at=row.again_at or NEVER,
        problem=row.problem,
        ends_at=row.ends_at,
        per_minute=row.per_minute,
    )


def forecast(row: OccurrenceRow) -> Forecast:
    """How far a dry run is, and what it has counted."""
    progress = row.progress or Progress()
    counts = dict(progress.counts)
    targeted = counts.pop(TARGETED, 0)
    parts = audiences.parts(row.snapshot.audience) if row.snapshot else 1
    return Forecast(
        forecast_id=row.forecast_id,
        status=FORECASTS.get(row.status, ForecastStatus.RUNNING),
        progress=round(progress.part / parts, 3),
        reason=row.reason,
        started_at=row.claimed_at,
        targeted=targeted,
        excluded=counts,
        samples=progress.samples,
        problem=row.problem,
    )
