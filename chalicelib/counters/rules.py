"""Pure: what may be asked for, and how figures are made of sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta

import msgspec

from chalicelib.core.errors import Fault
from chalicelib.core.events import numbers
from chalicelib.core.events.numbers import By, Derived, Number, Unit
from chalicelib.core.ids import digest
from chalicelib.core.moments import SHANGHAI, Day, shanghai_day
from chalicelib.core.scope import Scope
from chalicelib.core.storage.counters import Sum
from chalicelib.counters.shapes import Figure, NumbersQuery
from chalicelib.counters.states import Group

MOST_METRICS = 8
MOST_DAYS = 366
# By the hour only live rows tell.
MOST_DAYS_BY_HOUR = 7
# Live rows go after 35 days.
HOURS_BACK = 30
# What comes late by so many days is in the night's count by itself.
RECOUNTED_DAYS = 3
# Between 2 and 5 in the morning, where our operators are.
NIGHT_BEGINS, NIGHT_SECONDS = 2, 3 * 3600
ONE_OF = (By.STORE, By.CODE, By.STAFF, By.TEMPLATE, By.POST)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is read: numbers by name, of whom, and of which of them; None for all."""

    names: tuple[str, ...]
    group: Group
    by: By
    ids: frozenset[str] | None
    since: Day
    until: Day


def by_of(group: Group) -> By | None:
    """Of whom the lines of a group are; None for those of time."""
    return None if group in (Group.TOTAL, Group.DAY, Group.HOUR) else By(group.value)


def names_of(metric: str) -> tuple[str, ...]:
    """The names in a query, each once, in their order."""
    return tuple(dict.fromkeys(name.strip() for name in metric.split(",") if name.strip()))


def faults(query: NumbersQuery, asked: Asked, today: Day) -> Iterator[Fault]:
    """What is wrong with what is asked for."""
    yield from _faults_of_names(asked.names)
    yield from _faults_of_days(asked, today)
    if query.of and (by_of(query.by) is not None or _one(query.of) is None):
        zh = "of 应为 store、code、staff、template 或 post 加冒号与编号，并与 by=total、day 或 hour 同用。"
        en = "`of` is store, code, staff, template or post, a colon and an id, with by=total, day or hour."
        yield Fault("query.of", "one_of", ", ".join(ONE_OF), zh, en)


def _faults_of_names(names: Sequence[str]) -> Iterator[Fault]:
    there = sorted([*numbers.known(), *numbers.derived()])
    unknown = [name for name in names if name not in there]
    if unknown or not names:
        listed, named = "、".join(there), ", ".join(unknown)
        zh, en = (
            f"没有这个数据项：{named}。可选：{listed}。",
            f"No such number: {named}. There are: {', '.join(there)}.",
        )
        yield Fault("query.metric", "one_of", ", ".join(there), zh, en)
    if len(names) > MOST_METRICS:
        zh, en = f"一次最多查询 {MOST_METRICS} 项。", f"At most {MOST_METRICS} numbers are told at once."
        yield Fault("query.metric", "max_items", MOST_METRICS, zh, en)


def _faults_of_days(asked: Asked, today: Day) -> Iterator[Fault]:
    many = (date.fromisoformat(asked.until) - date.fromisoformat(asked.since)).days + 1
    most = MOST_DAYS_BY_HOUR if asked.group is Group.HOUR else MOST_DAYS
    if many > most:
        zh, en = f"时间范围最长 {most} 天，请缩短。", f"At most {most} days are told at once."
        yield Fault("query.from", "longest", most, zh, en)
    if asked.until > today:
        yield Fault("query.to", "latest", today, "截止日期不能晚于今天。", "The last day may not be after today.")
    elif asked.since > asked.until:
        yield Fault("query.from", "latest", today, "起始日期不能晚于今天。", "The first day may not be after today.")
    if asked.group is Group.HOUR and asked.since < back(today, HOURS_BACK):
        zh, en = f"按小时只能看最近 {HOURS_BACK} 天。", f"By the hour the last {HOURS_BACK} days are told."
        yield Fault("query.from", "earliest", back(today, HOURS_BACK), zh, en)


def faults_of_reach(asked: Asked) -> Iterator[Fault]:
    """Numbers that are not counted by what they should be told by."""
    for name in asked.names:
        if asked.by not in numbers.counted_by(name):
            there = ", ".join(sorted(numbers.counted_by(name)))
            zh = f"{name} 没有按 {asked.by} 统计，可选：{there}。"
            en = f"{name} is not counted by {asked.by}. It is by: {there}."
            yield Fault("query.by", "one_of", there, zh, en)


def asked_of(query: NumbersQuery, scope: Scope, today: Day) -> Asked:
    """What is read for a query: of who acts for a part of the corp, only that."""
    until = query.until or today
    by, ids = _whom(query, scope)
    return Asked(
        names=names_of(query.metric),
        group=query.by,
        by=by,
        ids=ids,
        since=query.since or min(until, today),
        until=until,
    )


def _whom(query: NumbersQuery, scope: Scope) -> tuple[By, frozenset[str] | None]:
    one, by_id = _one(query.of), by_of(query.by)
    if one is not None and by_id is None:
        own, only = _own(one[0], scope), frozenset({one[1]})
        return one[0], only if own is None else only & own
    if by_id is not None:
        return by_id, _own(by_id, scope)
    if scope.is_everything:
        return By.CORP, frozenset({numbers.WHOLE})
    by = By.STAFF if scope.of_people or scope.stores is None else By.STORE
    return by, _own(by, scope)


def _own(by: By, scope: Scope) -> frozenset[str] | None:
    """Those in the scope; None for all."""
    if by is By.STORE and not scope.of_people:
        return scope.stores
    return scope.staff if by is By.STAFF else None


def is_within(asked: Asked, scope: Scope) -> bool:
    """True when it tells of the scope alone. Who acts for people sees theirs, who acts for stores the stores' too;
    codes, templates and posts are the whole corp's.
    """
    if scope.is_everything:
        return True
    return asked.by is By.STAFF or (asked.by is By.STORE and not scope.of_people)


def _one(of: str) -> tuple[By, str] | None:
    kind, _, about = of.partition(":")
    return (By(kind), about) if kind in ONE_OF and about and "#" not in about else None


def back(day: Day, days: int) -> Day:
    """So many days before."""
    return Day((date.fromisoformat(day) - timedelta(days=days)).isoformat())


def added(sums: Iterable[Sum]) -> Sum:
    """All of them together."""
    n, amount, spread = 0, 0, dict[str, int]()
    for one in sums:
        n, amount = n + one.n, amount + one.amount
        for name, many in one.spread.items():
            spread[name] = spread.get(name, 0) + many
    return Sum(n, amount, spread)


def figure(name: str, sums: Mapping[str, Sum]) -> Figure:
    """A number's figure, of the sums of what is counted."""
    made = numbers.derived().get(name)
    if made is not None:
        return Figure(value=_made(made, sums))
    number, found = numbers.known()[name], sums.get(name, Sum())
    if number.is_spread:
        within = numbers.within
        return Figure(value=found.n, p50_ms=within(found.spread, 0.5), p95_ms=within(found.spread, 0.95))
    return Figure(value=_value(number.unit, found))


def _made(made: Derived, sums: Mapping[str, Sum]) -> int:
    plus = sum(_value(made.unit, sums.get(part, Sum())) for part in made.plus)
    return plus - sum(_value(made.unit, sums.get(part, Sum())) for part in made.minus)


def _value(unit: Unit, of: Sum) -> int:
    return of.n if unit is Unit.TIMES else of.amount


def parts_of(names: Iterable[str]) -> tuple[str, ...]:
    """What is counted of which these are made, each once."""
    made = numbers.derived()
    return tuple(dict.fromkeys(part for name in names for part in (made[name].parts if name in made else (name,))))


def declared(name: str) -> Number | Derived:
    """A number by its name."""
    return numbers.derived().get(name) or numbers.known()[name]


def next_night(corp: str, now: datetime) -> datetime:
    """The corp's own second of a night, which spreads corps over it: the next one after now."""
    offset = int.from_bytes(digest(corp, "recount")[:4], "big") % NIGHT_SECONDS
    today = date.fromisoformat(shanghai_day(now))
    at = datetime.combine(today, time(NIGHT_BEGINS), SHANGHAI) + timedelta(seconds=offset)
    return at if at > now else at + timedelta(days=1)
