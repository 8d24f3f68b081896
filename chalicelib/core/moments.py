"""Moments: stored as text in UTC with milliseconds, which sorts by time; shown in the zone of our operators."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NewType

Moment = NewType("Moment", str)
"""A moment as it is stored and answered: `2026-11-21T02:00:00.000Z`."""

NEVER = Moment("")
"""Where a moment could stand and none does; it sorts before all others."""

Day = NewType("Day", str)
"""A calendar day where our operators are: `2026-11-21`."""

NO_DAY = Day("")
"""Where a day could stand and none does."""

# Between a platform's clocks and ours, and more than enough.
CLOCKS_DIFFER = timedelta(hours=1)
SHANGHAI = timezone(timedelta(hours=8))
# A moment's text without the parts of a second: platforms tell whole ones.
SECOND = len("2026-11-21T02:00:00")
WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z")


def iso(at: datetime) -> Moment:
    """A moment as stored text: UTC with milliseconds, which also sorts by time."""
    return Moment(at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z")


def moment(text: str) -> datetime:
    """The inverse of `iso`; other offsets are read too. Raises ValueError for what is no moment."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def is_written(text: str) -> bool:
    """True for a real moment in exactly the form that `iso` writes."""
    if not WRITTEN.fullmatch(text):
        return False
    try:
        moment(text)
    except ValueError:
        return False
    return True


def epoch_iso(seconds: int) -> Moment:
    """A platform's unix seconds as stored text."""
    return iso(datetime.fromtimestamp(seconds, UTC))


def told_at(seconds: int, now: datetime) -> Moment:
    """When something was, by a platform's unix seconds; `now` for what cannot be: none, or long after now.

    What is known counts by when it was, so a moment in the future would outlive all that is heard afterwards.
    """
    return told_or_never(seconds, now) or iso(now)


def told_or_never(seconds: int, now: datetime) -> Moment:
    """The same for what is told again and again, where another `now` each time would be news: NEVER then."""
    return epoch_iso(seconds) if 0 < seconds <= now.timestamp() + CLOCKS_DIFFER.total_seconds() else NEVER


def days_between(first: Day, last: Day) -> list[Day]:
    """The calendar days from one to another, both among them."""
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    return [Day((begin + timedelta(days=number)).isoformat()) for number in range((end - begin).days + 1)]


def shanghai_day(at: datetime) -> Day:
    """The calendar day of a moment where our operators are. China has kept one offset since 1991."""
    return Day(at.astimezone(SHANGHAI).strftime("%Y-%m-%d"))
