"""Rows of tasks into what other rooms are told."""

from __future__ import annotations

from chalicelib.tasks.shapes import Done, Out, Task
from chalicelib.tasks.states import UNASKED, Doing, Outcome, TaskState
from chalicelib.tasks.store import TaskRow, id_of


def task(row: TaskRow, name: str = "") -> Task:
    """A task as operators see it. name: its sender's."""
    return Task(
        task=id_of(row),
        sender=row.sender,
        targets=row.targets,
        state=row.state,
        doing=doing(row),
        msgid=row.msgid or "",
        reason=row.reason or "",
        reminders=row.reminders,
        created_at=row.created_at or "",
        confirmed_at=row.confirmed_at or "",
        closed_at=row.closed_at or "",
        counts=row.counts or {},
        problem=row.problem,
        sender_name=name,
    )


def doing(row: TaskRow) -> Doing:
    """What its sender has done about a task."""
    if row.confirmed_at:
        return Doing.SENT
    if row.state is TaskState.CLOSED:
        return Doing.ENDED
    return Doing.UNASKED if row.state in UNASKED else Doing.WAITING


def done(row: TaskRow) -> Done:
    """The same, with what became of its targets."""
    if row.state is TaskState.CLOSED:
        return Done(row.sender, doing(row), row.counts or {}, reminders=row.reminders)
    taken = row.targets - (row.left_out or 0)
    is_sent = row.confirmed_at is not None
    on_the_way, waiting = (taken, 0) if is_sent else (0, taken)
    return Done(row.sender, doing(row), {}, on_the_way=on_the_way, waiting=waiting, reminders=row.reminders)


def out(row: TaskRow) -> Out:
    """How many targets of a task have got it, as far as is known, and how many may still.

    Between the tap of the member of staff and WeCom's word about each target, all whom WeCom took count as out.
    """
    if row.state is TaskState.CLOSED:
        return Out(out=(row.counts or {}).get(Outcome.DELIVERED, 0))
    taken = row.targets - (row.left_out or 0)
    return Out(out=taken) if row.confirmed_at else Out(waiting=taken)
