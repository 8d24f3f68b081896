"""Who is left out, when to ask again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.audience.shapes import Card
from chalicelib.posts import rules
from chalicelib.posts.planning.walk import Spent, hash_of
from chalicelib.posts.rules import Window
from chalicelib.posts.shapes import Cap, PostRules

CARD = Card(
    member_id="m",
    external_userid="wm1",
    friends={"liming": "2026-01-01", "wangfang": "2026-02-01"},
    tags=["VIP", "新客"],
    states=["codea"],
    first_state="codea",
    stage="lead",
)


def test_the_quota_counts_by_natural_months_weeks_and_days() -> None:
    """As many a month as it has days, 7 a week from Monday, 1 a day."""
    saturday = date(2026, 11, 21)
    assert rules.quota_window(PostRules(quota="month"), saturday) == Window("2026-11-01", 30)
    assert rules.quota_window(PostRules(quota="month"), date(2028, 2, 3)) == Window("2028-02-01", 29)
    assert rules.quota_window(PostRules(quota="week"), saturday) == Window("2026-11-16", 7)
    assert rules.quota_window(PostRules(quota="day"), saturday) == Window("2026-11-21", 1)


def test_the_cap_counts_whole_days_with_today() -> None:
    """2 within 3 days: today, yesterday and the day before; without a cap there is no window."""
    assert rules.cap_window(PostRules(cap=Cap(count=2, days=3)), date(2026, 12, 1)) == Window("2026-11-29", 2)
    assert rules.cap_window(PostRules(), date(2026, 12, 1)) is None


def test_a_day_is_shanghais() -> None:
    """17:00 UTC is the next day there."""
    assert rules.today(datetime(2026, 11, 21, 15, 59, tzinfo=UTC)) == date(2026, 11, 21)
    assert rules.today(datetime(2026, 11, 21, 16, 0, tzinfo=UTC)) == date(2026, 11, 22)


def test_what_was_spent_counts_in_its_own_window() -> None:
    """The cap's window may be longer than the quota's, and the other way round."""
    from array import array

    spent = Spent(Window("2026-11-21", 2), Window("2026-11-20", 3))
    for day in ("2026-11-20", "2026-11-20", "2026-11-21"):
        spent.add(day, array("Q", [hash_of("wm1")]))
    spent.add("2026-11-21", array("Q", [hash_of("wm2"), hash_of("wm2")]))
    spent.add("2026-11-19", array("Q", [hash_of("wm3")] * 9))
    assert [spent.over(name) for name in ("wm1", "wm2", "wm3", "wm4")] == ["frequency_cap", "quota", "", ""]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, ""),
        ({"refused_at": "2026"}, "refused"),
        ({"refused_at": "2026", "blocked_at": "2026"}, "blocked"),
        ({"friends": {}}, "not_friend"),
        ({"friends": {}, "refused_at": "2026"}, "refused"),
    ],
)
def test_the_first_reason_is_told(change: dict[str, Any], reason: str) -> None:
    """One reason each, the strongest."""
    import msgspec

    assert rules.why_not(msgspec.structs.replace(CARD, **change)) == reason


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
