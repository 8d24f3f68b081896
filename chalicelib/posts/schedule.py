"""Pure: when a post is due. Recurrences on wall clocks."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo

from chalicelib.core.errors import Fault
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


def faults(schedule: Schedule, now: datetime) -> list[Fault]:
    """Why a post cannot be scheduled so; nothing when it can."""
    if isinstance(schedule, Once):
        return (
            []
            if moment(schedule.at) > now
            else [_fault("at", "future", "发送时间须晚于现在。", "It must be later than now.")]
        )
    found = [*_faults_of_rule(schedule), *_faults_of_clocks(schedule)]
    if found:
        return found
    try:
        times = list(itertools.islice(after(schedule, now), MOST_A_YEAR + 1))
    except ValueError:
        return [
            _fault(
                "rrule",
                "rrule",
                "重复规则无法解析，请检查各部分的取值。",
                "The rule cannot be read. Check what its parts say.",
            )
        ]
    return _faults_of_times(times)


def _fault(field: str, rule: str, zh: str, en: str, limit: str | int | None = None) -> Fault:
    return Fault(f"schedule.{field}".rstrip("."), rule, limit, zh, en)


def _faults_of_rule(schedule: Recurring) -> Iterator[Fault]:
    parts = {part[1]: part[2] for part in map(PART.match, schedule.rrule.split(";")) if part}
    if len(parts) != schedule.rrule.count(";") + 1 or set(parts) - PARTS:
        named = "、".join(sorted(PARTS))
        zh = f"重复规则由 {named} 组成，以分号分隔，各出现一次；结束时间请填写 until。"
        en = f"The rule is made of {named.replace('、', ', ')}, each once, with semicolons between; its end is `until`."
        yield _fault("rrule", "rrule", zh, en, "FREQ=WEEKLY;BYDAY=MO")
        return
    if parts.get("FREQ") not in FREQUENCIES:
        frequencies = "、".join(sorted(FREQUENCIES))
        zh = f"重复频率 FREQ 只能是 {frequencies} 之一。"
        yield _fault("rrule", "choice", zh, f"FREQ is one of {frequencies.replace('、', ', ')}.", frequencies)
    if parts.get("INTERVAL", "1") not in INTERVALS:
        zh, en = f"重复间隔 INTERVAL 须为 1 到 {MOST_A_YEAR}。", f"INTERVAL is 1 to {MOST_A_YEAR}."
        yield _fault("rrule", "range", zh, en, MOST_A_YEAR)


def _faults_of_clocks(schedule: Recurring) -> Iterator[Fault]:
    if _zone(schedule.tz) is None:
        zh, en = "没有这个时区，例如可填 Asia/Shanghai。", "There is no such time zone. One is Asia/Shanghai."
        yield _fault("tz", "time_zone", zh, en, "Asia/Shanghai")
    for name in ("starts_at", "until"):
        wall = getattr(schedule, name) or FIRST
        if not FIRST <= wall < LAST or not _is_a_time(wall):
            zh = "请填写 2026 年至 2099 年间日历上存在的时间。"
            yield _fault(name, "calendar", zh, "It must be a time of the calendar from 2026 to 2099.", FIRST)


def _is_a_time(wall: str) -> bool:
    try:
        datetime.fromisoformat(wall)
    except ValueError:
        return False
    return True


def _faults_of_times(times: list[datetime]) -> list[Fault]:
    if not times:
        return [_fault("", "never", "按此规则今后没有任何发送时间。", "It never falls on a time in the future.")]
    if sum(time < times[0] + A_YEAR for time in times) > MOST_A_YEAR:
        zh, en = f"一年内最多发送 {MOST_A_YEAR} 次。", f"It may fall on {MOST_A_YEAR} times a year at most."
        return [_fault("", "too_often", zh, en, MOST_A_YEAR)]
    if any(later - earlier < CLOSEST for earlier, later in itertools.pairwise(times)):
        return [_fault("", "too_close", "相邻两次发送须间隔至少一小时。", "Two times must be at least an hour apart.")]
    return []


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
