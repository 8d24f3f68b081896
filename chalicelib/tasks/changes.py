"""What a task's row says, and with it what a change of it says."""

from __future__ import annotations

from chalicelib.core.events.facts import FactData, Told
from chalicelib.core.moments import Moment
from chalicelib.tasks.facts import TaskClosed, TaskConfirmed, TaskCreated, TaskTakenBack
from chalicelib.tasks.states import Outcome
from chalicelib.tasks.store import TaskRow, id_of


def task(row: TaskRow) -> list[Told]:
    """WeCom made a task, its sender confirmed it, it was taken back, it was closed with what became of its targets."""
    facts = []
    if row.created_at:
        facts.append(_told(row, _created(row), row.created_at))
    if row.confirmed_at:
        facts.append(_told(row, _confirmed(row), row.confirmed_at))
    if row.taken_back_at and row.ending:
        facts.append(_told(row, _taken_back(row, row.ending), row.taken_back_at))
    if row.closed_at:
        facts.append(_told(row, _closed(row), row.closed_at))
    return facts


def _told(row: TaskRow, data: FactData, at: Moment) -> Told:
    """In the timeline of what the task is for."""
    origin = row.brief.origin
    return Told(data=data, subject=f"{origin.kind}#{origin.id}#{origin.at}", at=at)


def _created(row: TaskRow) -> TaskCreated:
    return TaskCreated(
        origin=row.brief.origin,
        task=id_of(row),
        staff=row.sender,
        content=row.brief.item_id,
        targets=row.targets,
        msgid=row.msgid or "",
        left_out=row.left_out or 0,
    )


def _confirmed(row: TaskRow) -> TaskConfirmed:
    return TaskConfirmed(
        origin=row.brief.origin,
        task=id_of(row),
        staff=row.sender,
        content=row.brief.item_id,
        targets=row.targets,
    )


def _taken_back(row: TaskRow, why: Outcome) -> TaskTakenBack:
    return TaskTakenBack(
        origin=row.brief.origin,
        task=id_of(row),
        staff=row.sender,
        content=row.brief.item_id,
        targets=row.targets,
        why=why,
    )


def _closed(row: TaskRow) -> TaskClosed:
    return TaskClosed(
        origin=row.brief.origin,
        task=id_of(row),
        staff=row.sender,
        content=row.brief.item_id,
        targets=row.targets,
        reason=row.reason or "",
        counts=row.counts or {},
    )
