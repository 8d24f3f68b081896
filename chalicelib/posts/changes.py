"""What the rows of posts say, and with it what a change of them says."""

from __future__ import annotations

from chalicelib.core.events.facts import FactData, Told
from chalicelib.core.moments import Moment
from chalicelib.posts.facts import (
    PostCancelled,
    PostClaimed,
    PostClosed,
    PostFailed,
    PostForecastAsked,
    PostPlanned,
    PostScheduled,
    PostSkipped,
)
from chalicelib.posts.ids import PostId
from chalicelib.posts.occurrence_rows import OccurrenceRow
from chalicelib.posts.shapes import Snapshot
from chalicelib.posts.states import OccurrenceStatus
from chalicelib.posts.store import PostRow


def post(row: PostRow) -> list[Told]:
    """A post was scheduled, again with each edit, and perhaps cancelled."""
    scheduled = PostScheduled(
        post=row.post_id,
        name=row.name,
        audience=row.channel,
        revision=row.revision,
        content=row.content.item_id,
        coupon_template=row.coupon_template_id,
    )
    subject = f"post#{row.post_id}"
    facts = [Told(data=scheduled, subject=subject, at=row.scheduled_at, mark=str(row.revision), lasting=False)]
    if row.cancelled_at:
        facts.append(_told(row.post_id, PostCancelled(post=row.post_id), row.cancelled_at))
    return facts


def occurrence(row: OccurrenceRow) -> list[Told]:
    """An occurrence was claimed or skipped, planned, failed or closed; a forecast only asks to be made."""
    if row.dry:
        asked = PostForecastAsked(post=row.post_id, at=row.at, forecast=row.forecast_id)
        return [_told(row.post_id, asked, row.claimed_at)]
    if row.snapshot is None:
        skipped = PostSkipped(post=row.post_id, at=row.at, reason=row.reason)
        return [_told(row.post_id, skipped, row.claimed_at)]
    facts = [_told(row.post_id, _claimed(row, row.snapshot), row.claimed_at)]
    if row.planned_at:
        facts.append(_told(row.post_id, _planned(row, row.snapshot), row.planned_at))
    if row.closed_at:
        facts.append(_told(row.post_id, _ended(row, row.snapshot), row.closed_at))
    return facts


def _told(post_id: PostId, data: FactData, at: Moment) -> Told:
    return Told(data=data, subject=f"post#{post_id}", at=at)


def _claimed(row: OccurrenceRow, snapshot: Snapshot) -> PostClaimed:
    return PostClaimed(
        post=row.post_id,
        at=row.at,
        content=snapshot.content.item_id,
        coupon_template=snapshot.coupon_template_id,
        late=row.late,
    )


def _planned(row: OccurrenceRow, snapshot: Snapshot) -> PostPlanned:
    return PostPlanned(
        post=row.post_id,
        at=row.at,
        content=snapshot.content.item_id,
        coupon_template=snapshot.coupon_template_id,
        targeted=row.targeted,
        excluded=row.excluded or {},
        tasks=row.tasks,
    )


def _ended(row: OccurrenceRow, snapshot: Snapshot) -> PostClosed | PostFailed:
    has_failed = row.status is OccurrenceStatus.FAILED
    return (PostFailed if has_failed else PostClosed)(
        post=row.post_id,
        at=row.at,
        content=snapshot.content.item_id,
        coupon_template=snapshot.coupon_template_id,
        status=row.status,
        reason=row.reason,
        counts=row.counts or {},
        created=row.created,
        confirmed=row.confirmed,
    )
