"""A post under way is met by its end, by a retry and by two workers at once: nobody is asked or written to twice."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from chalicelib.audience import store as audience_store
from chalicelib.core.ops import limits
from chalicelib.core.storage import due
from chalicelib.core.storage.table import change
from chalicelib.platforms.wecom import mass
from chalicelib.posts import drive, running
from chalicelib.posts.errands import DrivePost
from chalicelib.posts.errors import HasNotFailed
from chalicelib.posts.ids import PostId
from chalicelib.tasks import create, results, retrying
from chalicelib.tasks import store as task_store
from chalicelib.tasks.errands import CreateTask, PullTask
from chalicelib.tasks.states import TaskState
from chalicelib.tasks.store import TaskRow
from tests.support import flows
from tests.support.desk import CORP, Desk, only_ours
from tests.support.race.crowd import crowd
from tests.support.stack import running_stack

ROUNDS, TASKS = 2, 6
ADD = "externalcontact/add_msg_template"
REFUSED = 41048


class _NoMemory:
    """Permits of a worker who has just begun: each asks the table."""

    def use(self, window: str, grant: Any, many: int = 1) -> bool:
        return bool(grant(1))


@pytest.fixture(scope="module")
def desk(endpoint: str) -> Iterator[Desk]:
    """On DynamoDB Local, which keeps conditions under threads; every customer is a task of their own."""
    with running_stack(endpoint) as stack, pytest.MonkeyPatch.context() as patch:
        patch.setattr(audience_store, "SHARDS", 2)
        patch.setattr(due, "SHARDS", 1)
        patch.setattr(mass, "MOST_CUSTOMERS", 1)
        patch.setattr(limits, "_permits", _NoMemory())
        only_ours(patch)
        desk = Desk(stack)
        desk.friends(TASKS)
        yield desk


def _planned(desk: Desk, **changes: Any) -> tuple[PostId, list[CreateTask]]:
    """A post whose tasks are planned and wait in the queue, on another day of everybody's quota."""
    desk.stack.clock.advance(2 * 86400)
    desk.sign_in()
    post = desk.post(confirm=True, **changes)
    with pytest.MonkeyPatch.context() as patch:
        flows.on_errand(patch, "create_task", lambda ctx, errand: None)
        desk.after(hours=1)
    origin, pace = desk.origin(post), changes.get("per_minute")
    return PostId(post), [CreateTask(origin=origin, task=task["task"], per_minute=pace) for task in desk.tasks(post)]


def _asked(desk: Desk, before: int) -> int:
    return len(desk.ledger()) - before


def _race(acts: list[Any]) -> list[str]:
    return [outcome.name for outcome in crowd(acts, len(acts)) if outcome.error]


def test_two_workers_keep_one_pace(desk: Desk) -> None:
    """Of all tasks that come to their turn at once as many are asked for as the minute has room."""
    for _ in range(ROUNDS):
        before = len(desk.ledger())
        _, errands = _planned(desk, per_minute=2)
        assert _race([partial(create.create, desk.ctx(), errand) for errand in errands]) == []
        assert _asked(desk, before) == 2
        desk.stack.clock.advance(60)
        assert _race([partial(create.create, desk.ctx(), errand) for errand in errands]) == []
        assert _asked(desk, before) == 4


def test_without_the_minute_all_are_asked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: where the table is not asked, workers ask for every task at once."""
    before = len(desk.ledger())
    _, errands = _planned(desk, per_minute=2)
    monkeypatch.setattr(limits, "permit", lambda *_, **__: True)
    _race([partial(create.create, desk.ctx(), errand) for errand in errands])
    assert _asked(desk, before) == TASKS


def _tap(desk: Desk, msgid: str) -> None:
    """The member of staff taps "send" unless it is gone."""
    with contextlib.suppress(Exception):
        desk.stack.platform.call("POST", f"corps/{CORP}/staff/liming/mass/confirm", {"msgid": msgid})


def _ended(desk: Desk) -> tuple[int, int, dict[str, int]]:
    """Taps cross the end: how many customers got it, how many of those that were told, and what is told."""
    heard = sum(len(desk.received(f"wmc{number}")) for number in range(TASKS))
    post, errands = _planned(desk, ends_after_hours=1)
    for errand in errands:
        create.create(desk.ctx(), errand)
    desk.stack.clock.advance(3600)
    origin, at = errands[0].origin, desk.occurrence(post)["at"]
    msgids = [task["msgid"] for task in desk.tasks(post)]
    pulls = [partial(results.pull, desk.ctx(), PullTask(origin=origin, task=errand.task)) for errand in errands]
    taps = [partial(_tap, desk, msgid) for msgid in msgids]
    end = partial(drive.drive, desk.ctx(), DrivePost(post=post, at=at))
    _race([*taps[: TASKS // 2], end, *pulls, *taps[TASKS // 2 :]])
    for _ in range(3):
        desk.after(minutes=6)
    for msgid in msgids:
        _tap(desk, msgid)
    counts = desk.occurrence(post)["counts"]
    return (
        sum(len(desk.received(f"wmc{number}")) for number in range(TASKS)) - heard,
        counts.get("delivered", 0),
        counts,
    )


def test_of_an_end_and_a_tap_one_is_first(desk: Desk) -> None:
    """Who tapped before it was taken back has sent it, and is told so; nobody can send it after."""
    for _ in range(ROUNDS):
        got, told, counts = _ended(desk)
        assert got == told
        assert sum(counts.values()) == TASKS and set(counts) <= {"delivered", "unconfirmed"}


def test_an_end_that_takes_nothing_back_tells_what_is_not_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: staff who hold a task still send it after the end."""
    monkeypatch.setattr(mass, "cancel", lambda *_: None)
    monkeypatch.setattr("tests.race.test_running_posts.crowd", lambda acts, _: [act() for act in acts[3:-3]] and [])
    got, told, _ = _ended(desk)
    assert got > told


def _retried(desk: Desk) -> tuple[PostId, list[int]]:
    """Some were refused, the others come to their turn while operators press retry: how many hold a task for each."""
    before = len(desk.ledger())
    post, errands = _planned(desk)
    desk.stack.platform.fault(kind="error", api=ADD, errcode=REFUSED, times=2)
    for errand in errands[:2]:
        create.create(desk.ctx(), errand)
    at = desk.occurrence(post)["at"]
    press = partial(running.try_again, desk.ctx("operator:zhangwei"), post, at)
    first = [partial(create.create, desk.ctx(), errand) for errand in errands]
    outcomes = crowd([press, *first[:3], press, *first[3:], press], TASKS + 3)
    assert {type(outcome.error) for outcome in outcomes if outcome.error} <= {HasNotFailed}
    for _ in range(2):
        desk.after(minutes=6)
    created = desk.ledger()[before:]
    return post, sorted(sum(target in entry["targets"] for entry in created) for target in _everybody(created))


def _everybody(created: list[dict[str, Any]]) -> set[str]:
    return {target for entry in created for target in entry["targets"]}


def test_a_retry_and_the_first_send_ask_once_for_everybody(desk: Desk) -> None:
    """However many press it, and whatever is being asked for meanwhile."""
    for _ in range(ROUNDS):
        post, held = _retried(desk)
        assert held == [1] * TASKS
        assert {task["state"] for task in desk.tasks(post)} == {"created"}
        desk.confirm()
        for _ in range(2):
            desk.after(minutes=6)
        assert desk.occurrence(post)["counts"] == {"delivered": TASKS}


def test_a_retry_that_does_not_look_asks_twice(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: reopened whatever became of it, a task that staff hold is asked for once more."""

    def reopen(ctx: Any, row: TaskRow, *_: Any) -> bool:
        change(ctx, TaskRow(row.pk, row.sk), [TaskRow.state.set(TaskState.PLANNED)], None)
        return True

    monkeypatch.setattr(retrying, "has_failed", lambda ctx, row: row.state is not TaskState.PLANNED)
    monkeypatch.setattr(retrying, "_is_asked_again", reopen)
    monkeypatch.setattr(create, "_found", lambda *_: False)
    monkeypatch.setattr(task_store, "is_taken", lambda *_: False)
    _, held = _retried(desk)
    assert max(held) > 1
