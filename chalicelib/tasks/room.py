"""What this room declares."""

from __future__ import annotations

from chalicelib.core.ops.catalogue import NORMAL, Level, LogEvent
from chalicelib.core.room import Personal, Room
from chalicelib.core.words import Word
from chalicelib.tasks import facts
from chalicelib.tasks.errands import CreateTask, PullTask, RemindSenders, TellSender
from chalicelib.tasks.numbers import NUMBERS

ROOM = Room(
    name="tasks",
    zh="群发任务",
    en="What staff are asked to send at WeCom",
    tag="tasks",
    routes=False,
    facts=(facts.TaskCreated, facts.TaskConfirmed, facts.TaskTakenBack, facts.TaskClosed),
    numbers=NUMBERS,
    errands=(CreateTask, PullTask, RemindSenders, TellSender),
    logged=(
        LogEvent(
            name="task closed",
            zh="任务未发出即关闭",
            en="A task was closed without being sent",
            fields=frozenset({"corp", "reason", "count", "cause"}),
            no_page=NORMAL,
        ),
        LogEvent(
            name="task was stored by another",
            level=Level.WARNING,
            zh="任务已由另一次尝试保存",
            en="Another try had stored the task",
            fields=frozenset({"corp", "cause"}),
            no_page="one of the two is kept, and which does not matter",
        ),
        LogEvent(
            name="staff not told",
            level=Level.WARNING,
            zh="未能通知员工其任务已撤回",
            en="A member of staff could not be told that their task was taken back",
            fields=frozenset({"corp", "errcode", "cause"}),
            no_page="the task is taken back all the same; only the message to them is missing",
        ),
        LogEvent(
            name="reminder refused",
            zh="企业微信不再提醒员工",
            en="WeCom does not remind staff of a task any more",
            fields=frozenset({"corp", "errcode", "cause"}),
            no_page=NORMAL,
        ),
    ),
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
    words={
        "Task.task": Word("任务编号", "id of the task"),
        "Task.sender": Word("发送员工的账号", "the member of staff who is asked to send it"),
        "Task.targets": Word("目标数", "how many it is meant for"),
        "Task.msgid": Word("企业微信群发编号", "WeCom's id of the mass message"),
        "Task.reminders": Word("已提醒次数", "how often they were reminded"),
        "sender_name": Word("发送员工姓名", "sender's name"),
        "doing": Word("员工执行情况", "what the sender has done"),
        "reminded": Word("已提醒的任务数", "tasks whose senders are reminded"),
        "left_alone": Word("不再提醒的任务数", "tasks whose senders are left alone"),
    },
)
