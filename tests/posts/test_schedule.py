"""When a post is due: wall clocks, recurrences, quiet hours."""

from __future__ import annotations

import itertools
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.core.moments import iso
from chalicelib.posts import schedule
from chalicelib.posts.shapes import Once, Recurring

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


def _recurring(rrule: str, starts_at: str = "2026-11-21T09:00", **more: Any) -> Recurring:
    return Recurring(rrule=rrule, starts_at=starts_at, **more)


def _next(given: Recurring, count: int, now: datetime = NOW) -> list[str]:
    return [iso(at)[:16] for at in itertools.islice(schedule.after(given, now), count)]


def test_every_morning_in_shanghai_is_the_evening_before_in_utc() -> None:
    """07:00 in Shanghai is 23:00 UTC of the day before; no clock change moves it."""
    given = _recurring("FREQ=DAILY;BYHOUR=7;BYMINUTE=0")
    assert _next(given, 2) == ["2026-11-21T23:00", "2026-11-22T23:00"]
    assert _next(given, 1, datetime(2027, 6, 30, 23, tzinfo=UTC)) == ["2027-07-01T23:00"]


def test_a_weekday_is_the_shanghai_weekday() -> None:
    """Monday 01:00 in Shanghai is Sunday in UTC, and the last day of a month is Shanghai's."""
    assert _next(_recurring("FREQ=WEEKLY;BYDAY=MO;BYHOUR=1;BYMINUTE=0"), 1) == ["2026-11-22T17:00"]
    assert _next(_recurring("FREQ=MONTHLY;BYMONTHDAY=-1;BYHOUR=7;BYMINUTE=0"), 2) == [
        "2026-11-29T23:00",
        "2026-12-30T23:00",
    ]


def test_a_time_is_kept_on_the_wall_clock_when_clocks_change() -> None:
    """09:00 in Berlin is 07:00 UTC in summer and 08:00 in winter; a time that does not exist comes an hour later."""
    given = _recurring("FREQ=DAILY;BYHOUR=9;BYMINUTE=0", tz="Europe/Berlin")
    assert _next(given, 2, datetime(2027, 3, 26, 12, tzinfo=UTC)) == ["2027-03-27T08:00", "2027-03-28T07:00"]
    gap = _recurring("FREQ=DAILY;BYHOUR=2;BYMINUTE=30", tz="Europe/Berlin")
    assert _next(gap, 1, datetime(2027, 3, 27, 12, tzinfo=UTC)) == ["2027-03-28T01:30"]


def test_a_recurrence_ends_with_until_or_count() -> None:
    """The last time may fall on `until`; a count is counted from the start, not from now."""
    assert _next(_recurring("FREQ=DAILY", until="2026-11-23T09:00"), 9) == ["2026-11-22T01:00", "2026-11-23T01:00"]
    assert _next(_recurring("FREQ=DAILY;COUNT=3", "2026-11-20T09:00"), 9) == ["2026-11-22T01:00"]


def test_after_is_strict_and_due_includes_both_ends() -> None:
    """A time that is claimed is never claimed again, and one that is due this very millisecond is due."""
    given = _recurring("FREQ=DAILY")
    first = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
    assert next(schedule.after(given, first)) == first + timedelta(days=1)
    assert schedule.due(given, first, first + timedelta(days=2), 50) == [first + timedelta(days=n) for n in range(3)]
    assert schedule.due(given, first, first + timedelta(days=2), 2) == [first, first + timedelta(days=1)]
    assert schedule.due(Once(at=iso(first)), first, first, 50) == [first]


@pytest.mark.parametrize(
    ("rrule", "word"),
    [
        ("FREQ=HOURLY", "FREQ"),
        ("FREQ=MINUTELY", "FREQ"),
        ("BYHOUR=9", "FREQ"),
        ("FREQ=DAILY;BYHOUR=9,21", "366 times"),
        ("FREQ=MONTHLY;BYMINUTE=0,30", "an hour apart"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL"),
        ("FREQ=DAILY;INTERVAL=367", "INTERVAL"),
        ("FREQ=DAILY;BYHOUR=24", "cannot be read"),
        ("FREQ=DAILY;UNTIL=20270101", "until"),
        ("FREQ=DAILY;BYSECOND=1", "made of"),
        ("FREQ=DAILY;BYEASTER=1", "made of"),
        ("FREQ=DAILY\nFREQ=WEEKLY", "made of"),
        ("FREQ=DAILY;FREQ=WEEKLY", "made of"),
        ("FREQ=DAILY;COUNT=0", "never"),
        ("nonsense", "made of"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "never"),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=MO", "never"),
    ],
)
def test_a_rule_that_cannot_be_kept_is_refused_in_a_moment(rrule: str, word: str) -> None:
    """What is wrong is named, also when the rule would have to be followed to the end of the calendar."""
    began = time.monotonic()
    assert word in _said(_recurring(rrule))
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("given", "word"),
    [
        (_recurring("FREQ=DAILY", tz="Mars/Olympus"), "tz"),
        (_recurring("FREQ=DAILY", tz="UTC+3"), "tz"),
        (_recurring("FREQ=DAILY", starts_at="2026-02-30T09:00"), "starts_at"),
        (_recurring("FREQ=DAILY", starts_at="1026-02-20T09:00"), "starts_at"),
        (_recurring("FREQ=DAILY", starts_at="9999-12-31T09:00"), "starts_at"),
        (_recurring("FREQ=DAILY", until="2026-11-20T09:00"), "never"),
        (Once(at=iso(NOW)), "later than now"),
    ],
)
def test_times_that_are_none_are_refused(given: Any, word: str) -> None:
    """A zone that is none, a day that is none, a time that is over."""
    assert word in _said(given)


def _said(given: Any) -> str:
    return " ".join(f"{fault.path} {fault.en}" for fault in schedule.faults(given, NOW))


@pytest.mark.parametrize("rrule", ["FREQ=DAILY", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=MONTHLY;BYDAY=-1FR"])
def test_rules_that_people_use_are_taken(rrule: str) -> None:
    """Every day, on leap days, on the last Friday."""
    assert schedule.faults(_recurring(rrule), NOW) == []
