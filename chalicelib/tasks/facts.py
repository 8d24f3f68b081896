"""What happens to a task. Its origin is told with it, so that whoever asked for it can follow."""

from __future__ import annotations

from chalicelib.content.ids import ContentId
from chalicelib.core.events.facts import FactData, fact
from chalicelib.core.ids import UserId
from chalicelib.tasks.ids import TaskId
from chalicelib.tasks.states import Outcome
from chalicelib.touches.shapes import Origin

SAMPLE = {
    "origin": {"kind": "post", "id": "01KAJ8T0003V0Q8N2B7M4T6Y9R", "at": "2026-11-21T02:00:00.000Z"},
    "task": "0001#00000",
    "staff": "liming",
    "content": "01KAJ8S0003V0Q8N2B7M4T6Y9Q",
    "targets": 320,
}


class AboutTask(FactData, frozen=True, kw_only=True):
    """Which task, for what, by whom. staff: '' where the app sends."""

    origin: Origin
    task: TaskId
    staff: UserId
    content: ContentId
    targets: int


@fact(
    "task.created",
    zh="企业微信已为员工 {staff} 建群发任务，{targets} 个对象，{left_out} 个未被接受",
    en="WeCom made a task for {staff}: {targets} targets, {left_out} of them not taken",
    sample={**SAMPLE, "msgid": "msgGCAAAXtWyujaWJHDDGi0mAAAA", "left_out": 2},
)
class TaskCreated(AboutTask, frozen=True, kw_only=True):
    """WeCom has it under a msgid. left_out: targets that it did not take."""

    msgid: str
    left_out: int


@fact("task.confirmed", zh="员工 {staff} 已确认发送", en="{staff} confirmed the sending", sample=SAMPLE)
class TaskConfirmed(AboutTask, frozen=True, kw_only=True):
    """The member of staff has sent it."""


@fact(
    "task.taken_back",
    zh="员工 {staff} 未发送的部分已撤回（{why}）",
    en="What {staff} had not sent was taken back ({why})",
    sample={**SAMPLE, "why": "recalled"},
)
class TaskTakenBack(AboutTask, frozen=True, kw_only=True):
    """WeCom has taken back what is unsent. why: cancelled, recalled, unconfirmed, too late."""

    why: Outcome


@fact(
    "task.closed",
    zh="员工 {staff} 的群发任务结束",
    en="The task of {staff} is closed",
    sample={**SAMPLE, "reason": "", "counts": {"delivered": 318, "invalid": 2}},
)
class TaskClosed(AboutTask, frozen=True, kw_only=True):
    """Every target has its end. reason: why, where it was not sent. counts: targets by what became of them."""

    reason: str
    counts: dict[str, int]
