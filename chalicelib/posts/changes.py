"""What the rows of posts say, and with it what a change of them says."""

from __future__ import annotations

from typing import Any

from chalicelib.core.events.facts import Told, old_told


def post(row: Any) -> list[Told]:
    """A post was scheduled, again with each edit, and perhaps cancelled."""
    subject = f"post#{row.post_id}"
    data = {"post_id": row.post_id, "name": row.name, "channel": row.channel, "revision": int(row.revision)}
    revision = str(int(row.revision))
    told = [
        old_told(kind="post.scheduled", subject=subject, data=data, at=row.scheduled_at, mark=revision, lasting=False),
    ]
    if row.cancelled_at:
        told.append(
            old_told(kind="post.cancelled", subject=subject, data={"post_id": row.post_id}, at=row.cancelled_at)
        )
    return told


def occurrence(row: Any) -> list[Told]:
    """An occurrence was claimed or skipped, planned, failed or closed; a forecast only asks to be made."""
    data = {"post_id": row.post_id, "at": row.at}
    if row.dry:
        data["forecast_id"] = row.forecast_id
        return [_told(row, "post.forecast_asked", data, row.claimed_at)]
    begun = {**data, "late": row.late} if row.brief else {**data, "reason": row.reason}
    told = [_told(row, "post.claimed" if row.brief else "post.skipped", begun, row.claimed_at)]
    if row.planned_at:
        planned = {"targeted": int(row.targeted), "excluded": row.excluded, "tasks": int(row.tasks)}
        told.append(_told(row, "post.planned", {**data, **planned}, row.planned_at))
    if row.closed_at:
        kind = "post.failed" if row.status == "failed" else "post.closed"
        sums = row.sums or {"created": 0, "confirmed": 0}
        closed = {"status": row.status, "reason": row.reason, "counts": row.counts or {}, **sums}
        told.append(_told(row, kind, {**data, **closed}, row.closed_at))
    return told


def _told(row: Any, kind: str, data: dict[str, Any], at: str) -> Told:
    return old_told(kind=kind, subject=f"post#{row.post_id}", data=data, at=at)


def task(row: Any) -> list[Told]:
    """WeCom made a task, its member of staff confirmed it, it was closed with what became of its targets."""
    subject = f"post#{row.post_id}#{row.at}"
    data = {"task": row.sk, "sender": row.sender, "targets": int(row.targets)}
    told = []
    if row.created_at:
        made = {**data, "msgid": row.msgid, "left_out": int(row.left_out or 0)}
        told.append(old_told(kind="post.task_created", subject=subject, data=made, at=row.created_at))
    if row.confirmed_at:
        told.append(old_told(kind="post.task_confirmed", subject=subject, data=data, at=row.confirmed_at))
    if row.closed_at:
        closed = {**data, "reason": row.reason or "", "counts": row.counts}
        told.append(old_told(kind="post.task_closed", subject=subject, data=closed, at=row.closed_at))
    return told
