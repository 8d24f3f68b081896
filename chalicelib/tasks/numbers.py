"""What is counted of tasks, for the posts that they are for."""

from __future__ import annotations

from chalicelib.core.events.numbers import By, Derived, Number, Unit
from chalicelib.tasks.facts import AboutTask, TaskClosed, TaskConfirmed
from chalicelib.tasks.states import Outcome

POST = "post"


def _is_of_a_post(task: AboutTask) -> bool:
    return task.origin.kind == POST


def _post(task: AboutTask) -> str:
    return task.origin.id


NUMBERS: tuple[Number | Derived, ...] = (
    Number(
        name="posts_confirmed",
        zh="群发确认人数",
        en="Confirmed of posts",
        means_zh="员工已确认发送的群发任务所含对象数之和",
        means_en="Targets of posts whose task staff have confirmed",
        fact=TaskConfirmed,
        counts=_is_of_a_post,
        amount=lambda fact: fact.data.targets,
        unit=Unit.PEOPLE,
        by=(By.POST, By.STAFF),
        of={By.POST: _post},
    ),
    Number(
        name="posts_delivered",
        zh="群发送达人数",
        en="Delivered by posts",
        means_zh="任务结束时企业微信确认送达的对象数之和，按任务结束的时间计",
        means_en="Targets that have it by WeCom's word, counted when their task was closed",
        fact=TaskClosed,
        counts=_is_of_a_post,
        amount=lambda fact: fact.data.counts.get(Outcome.DELIVERED, 0),
        unit=Unit.PEOPLE,
        by=(By.POST, By.STAFF),
        of={By.POST: _post},
    ),
)
