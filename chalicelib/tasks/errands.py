"""Calls to WeCom that this room asks for."""

from __future__ import annotations

from chalicelib.core.events.errands import Errand, errand
from chalicelib.core.events.lanes import SendLane
from chalicelib.core.moments import NEVER, Moment
from chalicelib.tasks.ids import TaskId
from chalicelib.touches.shapes import Origin


@errand("create_task", SendLane.MASS)
class CreateTask(Errand, frozen=True, kw_only=True):
    """Ask WeCom for one task, one of so many in a minute, unless it is too late."""

    origin: Origin
    task: TaskId
    per_minute: int | None = None
    until: Moment = NEVER


@errand("tell_sender", SendLane.MASS)
class TellSender(Errand, frozen=True, kw_only=True):
    """Tell the member of staff who holds a task that its content was recalled."""

    origin: Origin
    task: TaskId


@errand("pull_task", SendLane.MASS)
class PullTask(Errand, frozen=True, kw_only=True):
    """Look what became of one task at WeCom. last_call: when its sender is reminded once more before the end."""

    origin: Origin
    task: TaskId
    last_call: Moment = NEVER


@errand("remind_senders", SendLane.MASS)
class RemindSenders(Errand, frozen=True, kw_only=True):
    """Remind those of a plan who have not sent yet. asked_at: when somebody wanted that; after: the task before."""

    origin: Origin
    fence: int
    asked_at: Moment
    after: str = ""
