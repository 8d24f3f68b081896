"""Pure: when a post is due. Recurrences on wall clocks."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo

from chalicelib.core.moments import moment
from chalicelib.posts.shapes import Once, Recurring, Schedule

PART = re.compile("^([A-Z]+)=([A-Z0-9,+-]+)$")
FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
PARTS = frozenset(
    {"FREQ", "INTERVAL", "COUNT", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "BYHOUR", "BYMINUTE", "WKST"}
)
A_YEAR = timedelta(days=366)
MOST_A_YEAR = 366
INTERVALS = frozenset(str(number) for number in range(1, MOST_A_YEAR + 1))
FIRST, LAST = "2026-01-01T00:00", "2100-01-01T00:00"
CLOSEST = timedelta(hours=1)
# The Gregorian calendar repeats after 400 years. A rule is worked out where the library's calendar is near its end,
# so that one which never comes round (30 February) is known in a fraction of a second, not after 8,000 years.
SHIFT = 7600


def problem(schedule: Schedule, now: datetime) -> str:
    """Why a post cannot be scheduled so, or ''."""
    if isinstance(schedule, Once):
        return "" if moment(schedule.at) > now else "schedule.at is not in the future"
    wrong = _problem_of_rule(schedule)
    if wrong:
        return wrong
    try:
        times = list(itertools.islice(after(schedule, now), MOST_A_YEAR + 1))
    except ValueError as error:
        return f"schedule.rrule: {error}"
    return _problem_of_times(times)


def _problem_of_rule(schedule: Recurring) -> str:
    parts = {part[1]: part[2] for part in map(PART.match, schedule.rrule.split(";")) if part}
    if len(parts) != schedule.rrule.count(";") + 1 or set(parts) - PARTS:
        return f"schedule.rrule: parts are {', '.join(sorted(PARTS))}, each once; its end is `until`"
    if parts.get("FREQ") not in FREQUENCIES:
        return f"schedule.rrule: FREQ is one of {', '.join(sorted(FREQUENCIES))}"
    if parts.get("INTERVAL", "1") not in INTERVALS:
        return f"schedule.rrule: INTERVAL is 1 to {MOST_A_YEAR}"
    if _zone(schedule.tz) is None:
        return f"schedule.tz: {schedule.tz} is not a time zone"
    for name in ("starts_at", "until"):
        wall = getattr(schedule, name) or FIRST
        if not FIRST <= wall < LAST or not _is_a_time(wall):
            return f"schedule.{name} is not a time of this century's calendar"
    return ""


def _is_a_time(wall: str) -> bool:
    try:
        datetime.fromisoformat(wall)
    except ValueError:
        return False
    return True


def _problem_of_times(times: list[datetime]) -> str:
    if not times:
        return "schedule: it never falls on a time in the future"
    if sum(time < times[0] + A_YEAR for time in times) > MOST_A_YEAR:
        return f"schedule: more than {MOST_A_YEAR} times a year"
    if any(later - earlier < CLOSEST for earlier, later in itertools.pairwise(times)):
        return "schedule: two times are less than an hour apart"
    return ""


def after(schedule: Schedule, when: datetime) -> Iterator[datetime]:
    """The times of a schedule that are later than `when`, in UTC, in order."""
    if isinstance(schedule, Once):
        return iter([at for at in [moment(schedule.at)] if at > when])
    return (at for at in _recurring(schedule, when) if at > when)


def _recurring(schedule: Recurring, when: datetime) -> Iterator[datetime]:
    from dateutil.rrule import rrulestr  # type: ignore[import-untyped]
    from dateutil.tz import resolve_imaginary  # type: ignore[import-untyped]

    zone = _zone(schedule.tz)
    starts = datetime.fromisoformat(schedule.starts_at)
    rule = rrulestr(schedule.rrule, dtstart=_moved(starts, SHIFT))
    # A day early, whatever the zone; `after` cuts exactly. A wall time that a clock change skips is its hour later.
    begin = max(starts, when.astimezone(zone).replace(tzinfo=None) - timedelta(days=1))
    until = datetime.fromisoformat(schedule.until or LAST)
    for shifted in rule.xafter(_moved(begin, SHIFT), inc=True):
        wall = _moved(shifted, -SHIFT)
        if wall > until:
            return
        yield resolve_imaginary(wall.replace(tzinfo=zone)).astimezone(UTC)


def _moved(wall: datetime, years: int) -> datetime:
    return wall.replace(year=wall.year + years)


def _zone(name: str) -> tzinfo | None:
    """A time zone by its name in the database, else None. The library brings the database where a system has none."""
    from dateutil import tz  # type: ignore[import-untyped]

    zone: tzinfo | None = tz.gettz(name)
    return zone if isinstance(zone, tz.tzfile) or name == "UTC" else None


def due(schedule: Schedule, first: datetime, now: datetime, most: int) -> list[datetime]:
    """The times from `first` up to `now`, at most so many."""
    times = after(schedule, first - timedelta(microseconds=1))
    return list(itertools.islice(itertools.takewhile(lambda at: at <= now, times), most))
