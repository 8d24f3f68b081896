"""What follows in this room, and from what."""

from __future__ import annotations

from chalicelib.core.events.flows import Line, OnChange, OnErrand
from chalicelib.tasks import changes, create, results
from chalicelib.tasks.errands import CreateTask, PullTask
from chalicelib.tasks.store import TaskRow

FLOWS: tuple[Line, ...] = (
    OnChange(TaskRow, changes.task),
    OnErrand(CreateTask, create.create),
    OnErrand(PullTask, results.pull),
)
