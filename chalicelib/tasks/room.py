"""What this room declares."""

from __future__ import annotations

from chalicelib.core.room import Personal, Room
from chalicelib.tasks import facts
from chalicelib.tasks.errands import CreateTask, PullTask

ROOM = Room(
    name="tasks",
    zh="群发任务",
    en="What staff are asked to send at WeCom",
    tag="tasks",
    routes=False,
    facts=(facts.TaskCreated, facts.TaskConfirmed, facts.TaskClosed),
    errands=(CreateTask, PullTask),
    personal=(
        Personal(
            row="task_targets",
            fields=("targets",),
            why_zh="请员工发送给谁，以及谁未被发送、为什么",
            why_en="Whom staff are asked to send to, and who is left out and why",
            erased_zh="从名单中移除该编号",
            erased_en="The id is taken out of the list",
        ),
        Personal(
            row="task_outcome",
            fields=("marks",),
            why_zh="每个对象的发送结果，与名单逐位对应",
            why_en="What became of each target, in the order of the list",
            erased_zh="移除对应的一位",
            erased_en="Their place in it is taken out",
        ),
    ),
)
