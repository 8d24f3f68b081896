"""A task lives by its own brief: whoever asked for it, be it no post, brings it on and is told facts."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from chalicelib.audience.shapes import Channel
from chalicelib.core.config import config
from chalicelib.core.events import facts
from chalicelib.core.ids import UserId
from chalicelib.core.storage import due
from chalicelib.tasks import service as tasks
from chalicelib.tasks.facts import TaskClosed, TaskConfirmed, TaskCreated
from chalicelib.tasks.shapes import Brief, Going, Plan, Tally
from chalicelib.tasks.states import Outcome, TaskState
from chalicelib.touches.shapes import Origin
from chalicelib.touches.states import LeftOut
from tests.support.desk import TEXT, Desk, only_ours
from tests.support.stack import Stack
from tests.support.state import items

PRODUCT = Path(tasks.__file__).resolve().parents[1]


@pytest.fixture
def desk(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(due, "SHARDS", 1)
    only_ours(monkeypatch)
    return Desk(stack)


def _brief(desk: Desk, channel: Channel = Channel.CUSTOMERS, **values: str | int) -> Brief:
    """What the third step of a journey wants sent."""
    return Brief(
        origin=Origin("journey", "j1-3", desk.at()),
        channel=channel,
        item_id=desk.content,
        version=1,
        values=values,
        planned_at=desk.at(),
        ask_until=desk.at(hours=72),
    )


def _plan(desk: Desk, brief: Brief, *targets: str, sender: str = "liming") -> Plan:
    draft = tasks.Draft(desk.ctx(), brief.origin, brief.channel, 1)
    for target in targets:
        draft.add(UserId(sender), target)
    assert tasks.plan(desk.ctx(), brief, 1, {1: draft.flush()}) == 1
    return Plan(brief.origin, 1)


def _bring_on(desk: Desk, plan: Plan, ending: Outcome | None = None) -> Tally:
    tally = tasks.bring_on(desk.ctx(), plan, Tally(), Going(ending=ending))
    desk.stack.drain()
    return tally


def _told(desk: Desk, origin: Origin) -> list[Any]:
    """The facts of an origin's tasks, the oldest first."""
    page = facts.timeline(desk.ctx(), f"{origin.kind}#{origin.id}#{origin.at}", 100, "")
    return [fact.data for fact in reversed(page.items)]


def test_a_step_of_a_journey_has_a_task_made_confirmed_and_closed_without_a_post(desk: Desk) -> None:
    """From the brief alone: no row of a post is there, and each fact names what the task is for."""
    friends = desk.friends(2)
    plan = _plan(desk, _brief(desk), *friends)
    assert _bring_on(desk, plan).unasked == 1
    (entry,) = desk.ledger()
    assert (entry["sender"], entry["targets"]) == ("liming", friends)
    desk.stack.clock.advance(60)
    desk.confirm()
    assert _bring_on(desk, plan).youngest == 60
    tally = _bring_on(desk, plan)
    assert (tally.is_over, tally.created, tally.confirmed, tally.counts) == (True, 2, 2, {"delivered": 2})
    assert [desk.received(friend) for friend in friends] == [[TEXT], [TEXT]]
    told = _told(desk, plan.origin)
    assert {type(data) for data in told} == {TaskCreated, TaskConfirmed, TaskClosed}
    assert {(data.origin, data.staff, data.content, data.targets) for data in told} == {
        (plan.origin, "liming", desk.content, 2)
    }
    kinds = {row["kind"]["S"] for row in items(config().main_table)}
    assert not kinds & {"post", "post_occurrence"}


def test_what_the_brief_says_goes_before_what_every_sender_has(desk: Desk) -> None:
    """Names and days are filled in where the brief leaves them open, once, when the task is planned."""
    desk.content = desk.approved(text="{{staff_name}}：{{send_date}}见")
    (friend,) = desk.friends(1)
    plan = _plan(desk, _brief(desk, staff_name="小明"), friend)
    desk.stack.clock.advance(40 * 3600)
    _bring_on(desk, plan)
    desk.confirm()
    assert desk.received(friend) == ["小明：11月21日见"]


def test_a_task_that_may_not_be_asked_for_any_more_is_closed_unasked(desk: Desk) -> None:
    """Its brief says until when; WeCom never hears of it."""
    plan = _plan(desk, _brief(desk), *desk.friends(2))
    desk.stack.clock.advance(72 * 3600 + 1)
    tally = _bring_on(desk, plan)
    assert (tally.is_over, tally.counts, desk.ledger()) == (True, {"too_late": 2}, [])
    (closed,) = _told(desk, plan.origin)
    assert (type(closed), closed.reason) == (TaskClosed, "too_late")


def test_what_shall_end_is_taken_back(desk: Desk) -> None:
    """Whoever asked for it says so; what is unsent can no longer be sent."""
    plan = _plan(desk, _brief(desk), *desk.friends(1))
    _bring_on(desk, plan)
    _bring_on(desk, plan, Outcome.CANCELLED)
    assert _bring_on(desk, plan, Outcome.CANCELLED).counts == {"cancelled": 1}
    assert len(desk.ledger("cancelled")) == 1


def test_staff_is_told_by_the_app_from_a_brief(desk: Desk) -> None:
    """Nobody sends and nobody confirms: the task is made, sent and closed in one."""
    plan = _plan(desk, _brief(desk, Channel.STAFF), "liming", "wangfang", sender="")
    _bring_on(desk, plan)
    (task,) = tasks.tasks(desk.ctx(), plan, 10, "").items
    assert (task.state, task.counts) == (TaskState.CLOSED, {"delivered": 2})
    assert {type(data) for data in _told(desk, plan.origin)} == {TaskCreated, TaskConfirmed, TaskClosed}


def test_two_origins_of_one_text_keep_their_tasks_apart(desk: Desk) -> None:
    """A journey and a notice to the same customer at the same moment: two tasks, each with its own facts."""
    (friend,) = desk.friends(1)
    journey = _brief(desk)
    notice = Brief(
        origin=Origin("notice", "n1", desk.at()),
        channel=journey.channel,
        item_id=journey.item_id,
        version=journey.version,
        values={},
        planned_at=journey.planned_at,
        ask_until=journey.ask_until,
    )
    plans = [_plan(desk, brief, friend) for brief in (journey, notice)]
    for plan in plans:
        _bring_on(desk, plan)
    assert len({entry["msgid"] for entry in desk.ledger()}) == 2
    assert [_told(desk, plan.origin)[0].origin.kind for plan in plans] == ["journey", "notice"]


def test_whom_a_draft_leaves_out_is_in_no_task(desk: Desk) -> None:
    """They lie beside the targets under the reason, so that somebody can look why."""
    brief = _brief(desk)
    draft = tasks.Draft(desk.ctx(), brief.origin, brief.channel, 1)
    draft.leave_out(LeftOut.QUOTA, "wm1")
    assert tasks.plan(desk.ctx(), brief, 1, {1: draft.flush()}) == 0


@pytest.mark.parametrize("room", ["audience", "touches", "tasks"])
def test_what_others_stand_on_knows_no_post(room: str) -> None:
    """Moments, journeys and notices can use the three without a post being there."""
    for path in (PRODUCT / room).glob("*.py"):
        modules = [node.module for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom)]
        assert not [module for module in modules if module and module.startswith("chalicelib.posts")], path
