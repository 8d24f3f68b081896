"""What follows in this room, and from what."""

from __future__ import annotations

from chalicelib.core.events.flows import Line, OnChange, OnErrand, OnFact
from chalicelib.core.events.lanes import Lane
from chalicelib.tasks import changes, create, reminding, results, telling
from chalicelib.tasks.errands import CreateTask, PullTask, RemindSenders, TellSender
from chalicelib.tasks.facts import TaskTakenBack
from chalicelib.tasks.store import TaskRow

FLOWS: tuple[Line, ...] = (
    OnChange(TaskRow, changes.task),
    OnFact(TaskTakenBack, telling.tell_later, Lane.PEOPLE),
    OnErrand(TellSender, telling.tell),
    OnErrand(CreateTask, create.create),
    OnErrand(PullTask, results.pull),
    OnErrand(RemindSenders, reminding.remind),
)
