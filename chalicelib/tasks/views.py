"""Rows of tasks into what other rooms are told."""

from __future__ import annotations

from chalicelib.tasks.shapes import Task
from chalicelib.tasks.store import TaskRow, id_of


def task(row: TaskRow) -> Task:
    """A task as operators see it."""
    return Task(
        task=id_of(row),
        sender=row.sender,
        targets=row.targets,
        state=row.state,
        msgid=row.msgid or "",
        reason=row.reason or "",
        reminders=row.reminders,
        created_at=row.created_at or "",
        confirmed_at=row.confirmed_at or "",
        closed_at=row.closed_at or "",
        counts=row.counts or {},
    )
