"""When a post is late, when to ask again, what became of targets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from chalicelib.posts import rules


def test_late_begins_after_ten_minutes() -> None:
    """A tick that comes a little late is not late."""
    at = datetime(2026, 11, 21, 2, tzinfo=UTC)
    assert not rules.is_late(at, at + timedelta(minutes=10))
    assert rules.is_late(at, at + timedelta(minutes=10, seconds=1))


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
    assert rules.next_look([timedelta(hours=5, minutes=30)], False) == timedelta(minutes=30)
    assert rules.next_look([timedelta(hours=30)], True) == timedelta(minutes=5)


def test_every_mark_has_one_reason() -> None:
    """Counts say what marks say, and nothing is lost between them."""
    marks = "".join(rules.MARKS)
    assert sum(rules.counted(marks * 3).values()) == 3 * len(marks)
    assert {rules.MARK_OF[reason]: reason for reason in rules.MARK_OF} == rules.MARKS
    assert rules.summed([{"delivered": 2}, {"quota": 1, "delivered": 3}]) == {"delivered": 5, "quota": 1}
