"""Rows of tasks into what other rooms are told."""

from __future__ import annotations

from chalicelib.tasks.shapes import Out, Task
from chalicelib.tasks.states import Outcome, TaskState
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
        problem=row.problem,
    )


def out(row: TaskRow) -> Out:
    """How many targets of a task have got it, as far as is known, and how many may still.

    Between the tap of the member of staff and WeCom's word about each target, all whom WeCom took count as out.
    """
    if row.state is TaskState.CLOSED:
        return Out(out=(row.counts or {}).get(Outcome.DELIVERED, 0))
    taken = row.targets - (row.left_out or 0)
    return Out(out=taken) if row.confirmed_at else Out(waiting=taken)
