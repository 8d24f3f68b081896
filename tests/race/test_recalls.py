"""A recall crosses tasks that are being asked for: whoever was first, in the end nobody can send any of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from chalicelib.audience import store as audience_store
from chalicelib.core.storage import due
from chalicelib.platforms.wecom import mass
from chalicelib.posts import recalls
from chalicelib.posts.errands import FollowContent
from chalicelib.tasks import create
from chalicelib.tasks.errands import CreateTask
from tests.support import flows
from tests.support.desk import CORP, Desk, only_ours
from tests.support.race.crowd import crowd
from tests.support.stack import running_stack

ROUNDS, TASKS = 3, 8


@pytest.fixture(scope="module")
def desk(endpoint: str) -> Iterator[Desk]:
    """On DynamoDB Local, which keeps conditions under threads; every customer is a task of their own."""
    with running_stack(endpoint) as stack, pytest.MonkeyPatch.context() as patch:
        patch.setattr(audience_store, "SHARDS", 2)
        patch.setattr(due, "SHARDS", 1)
        patch.setattr(mass, "MOST_CUSTOMERS", 1)
        only_ours(patch)
        desk = Desk(stack)
        desk.friends(TASKS)
        yield desk


def _planned(desk: Desk) -> tuple[str, list[CreateTask]]:
    """A post of a content of its own, whose tasks are planned and wait in the queue."""
    desk.stack.clock.advance(86400)  # another day of everybody's quota
    desk.sign_in()
    desk.content = desk.approved()
    post = desk.post()
    with pytest.MonkeyPatch.context() as patch:
        flows.on_errand(patch, "create_task", lambda ctx, errand: None)
        desk.after(hours=1)
    origin = desk.origin(post)
    return post, [CreateTask(origin=origin, task=task["task"]) for task in desk.tasks(post)]


def _follow(desk: Desk) -> None:
    """The recall, and what follows from it, as soon as it may."""
    desk.recall()
    recalls.follow(desk.ctx(), FollowContent(content=desk.content, content_version=1, recalled=True))


def _can_be_sent(desk: Desk) -> int:
    """How many tasks wait for a tap at WeCom, when everything has come to rest."""
    for _ in range(3):
        desk.after(minutes=6)
    waiting: list[Any] = desk.stack.platform.call("GET", f"corps/{CORP}/staff/liming/mass")["tasks"]
    return len(waiting)


def test_a_recall_and_many_sends_leave_nothing_to_send(desk: Desk) -> None:
    """Some are asked for before it, some never: every one is told as recalled, and none waits for a tap."""
    for _ in range(ROUNDS):
        post, errands = _planned(desk)
        assert len(errands) == TASKS
        acts = [partial(create.create, desk.ctx(), errand) for errand in errands]
        outcomes = crowd([*acts[: TASKS // 2], partial(_follow, desk), *acts[TASKS // 2 :]], TASKS + 1)
        assert [outcome.name for outcome in outcomes if outcome.error] == []
        assert _can_be_sent(desk) == 0
        seen = desk.occurrence(post)
        assert (seen["status"], seen["counts"]) == ("cancelled", {"recalled": TASKS})


def test_what_is_not_followed_can_be_sent(desk: Desk) -> None:
    """Negative control: without what follows from a recall, what WeCom was asked for before it waits for its tap."""
    _, errands = _planned(desk)
    with pytest.MonkeyPatch.context() as patch:
        flows.only_facts(patch, lambda kind: kind != "content.recalled")
        create.create(desk.ctx(), errands[0])
        desk.recall()
        for errand in errands[1:]:
            create.create(desk.ctx(), errand)
        assert _can_be_sent(desk) == 1
