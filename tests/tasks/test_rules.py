"""When to look and to remind again, and what became of targets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from chalicelib.tasks import rules
from chalicelib.tasks.shapes import Tally
from chalicelib.tasks.states import MOVES, UNASKED, TaskState

NOW = datetime(2026, 11, 21, 2, tzinfo=UTC)


def test_gaps_grow_and_reminders_are_at_two_six_and_twenty_hours() -> None:
    """5 minutes at first, 3 hours at most; a reminder is not slept through."""
    hours = [timedelta(hours=hour) for hour in (0, 1, 4, 100)]
    assert [rules.pull_gap(age) for age in hours] == [
        timedelta(minutes=5),
        timedelta(minutes=15),
        timedelta(hours=1),
        timedelta(hours=3),
    ]
    assert [rules.reminders_due(timedelta(hours=hour)) for hour in (1.9, 2, 6, 19, 20, 70)] == [0, 1, 2, 2, 3, 3]
    youngest = Tally(youngest=timedelta(hours=5, minutes=30).total_seconds())
    assert rules.next_look(NOW, NOW, youngest) - NOW == timedelta(minutes=30)
    unasked = Tally(youngest=timedelta(hours=30).total_seconds(), unasked=1)
    assert rules.next_look(NOW, NOW, unasked) - NOW == timedelta(minutes=5)


def test_quiet_hours_are_waited_out_while_nothing_is_at_wecom() -> None:
    """Nothing could be done before they end; results are pulled in the night all the same."""
    opens = NOW + timedelta(hours=9)
    assert rules.next_look(NOW, opens, Tally(unasked=1)) == opens
    assert rules.next_look(NOW, opens, Tally(unasked=1, youngest=60.0)) - NOW == timedelta(minutes=5)


def test_every_mark_has_one_reason() -> None:
    """Counts say what marks say, and nothing is lost between them."""
    marks = "".join(rules.MARKS)
    assert sum(rules.counted(marks * 3).values()) == 3 * len(marks)
    assert {rules.MARK_OF[reason]: reason for reason in rules.MARK_OF} == rules.MARKS
    assert rules.summed([{"delivered": 2}, {"quota": 1, "delivered": 3}]) == {"delivered": 5, "quota": 1}


def test_a_task_never_leaves_its_end() -> None:
    """Closed is closed, but for what WeCom refused to make; what it knows of is never planned again."""
    assert MOVES[TaskState.CLOSED] == {TaskState.PLANNED}
    assert MOVES[TaskState.CREATED] == {TaskState.CLOSED}
    assert set(UNASKED) == {state for state in TaskState if TaskState.ASKING in MOVES[state]}
