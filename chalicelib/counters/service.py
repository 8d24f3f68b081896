"""The verbs of numbers: count what happened, and tell it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from chalicelib.core import called
from chalicelib.core.context import Ctx
from chalicelib.core.errors import OutsideScope
from chalicelib.core.events import numbers
from chalicelib.core.events.facts import Fact, FactData
from chalicelib.core.events.numbers import FIELDS, By, Cell, amount_of
from chalicelib.core.moments import Day, days_between, shanghai_day
from chalicelib.core.ops import log, metrics
from chalicelib.core.storage import counters
from chalicelib.core.storage.counters import Counted, RowFull, Sum
from chalicelib.counters import recounting, rules
from chalicelib.counters.errors import BadNumbers
from chalicelib.counters.rules import Asked
from chalicelib.counters.shapes import Metric, NumberLine, Numbers, NumbersQuery
from chalicelib.counters.states import Group

begin_recounting = recounting.begin

# A batch of a busy stream meets hundreds of rows, each of them two calls.
WORKERS = 8
FEW = 16
MOST_LINES = 500
# Of some ids so many days are got one by one; of more the days are read in whole.
MOST_GOT = 500
# Of so many days the live numbers are read at once; of more it is asked first which have any.
FEW_DAYS = 3


def count(ctx: Ctx, facts: Sequence[Fact[FactData]]) -> None:
    """Count facts, seconds after they were written. Safe to repeat, in any order, in part, and at the same time.

    2 WU a number, id and minute that the facts meet, more where a minute has over 70 facts of one id; 1 WU an hour,
    instance and day.
    """
    found: dict[Cell, set[bytes]] = {}
    for fact in facts:
        for cell, mark in numbers.cells(fact):
            found.setdefault(cell, set()).add(mark.packed())
    for cell in _full(ctx, found):
        metrics.count("CountersFull", corp=ctx.corp)
        log.warning("counter full", corp=ctx.corp, number=cell.number, by=cell.by, day=cell.day)


def _full(ctx: Ctx, found: Mapping[Cell, set[bytes]]) -> list[Cell]:
    """Count into each cell; those that had no room, which the night's count makes up for."""
    cells = sorted(found)
    for by, day in sorted({(cell.by, cell.day) for cell in cells}):
        counters.say_live(ctx, by, day)

    def add(cell: Cell) -> bool:
        return _add(ctx, cell, found[cell])

    if len(cells) <= FEW:
        done = [add(cell) for cell in cells]
    else:
        with ThreadPoolExecutor(WORKERS) as pool:
            done = list(pool.map(add, cells))
    return [cell for cell, is_added in zip(cells, done, strict=True) if not is_added]


def _add(ctx: Ctx, cell: Cell, marks: set[bytes]) -> bool:
    """The set first, then what is in it: who dies in between comes again with the same facts, and finds the same."""
    name = f"{cell.number}#{cell.id}#{cell.minute}#{cell.part}"
    try:
        union = counters.add(ctx, cell.by, cell.day, name, marks)
    except RowFull:
        return False
    counters.keep(ctx, cell.by, cell.day, name, len(union), sum(map(amount_of, union)))
    return True


def tell(ctx: Ctx, query: NumbersQuery) -> Numbers:
    """Numbers of some days, today among them. 0.5 RU per 4 KB of what is read: of a day that was counted again a row an
    id and number (50 in 4 KB), of today and the days before it is a row an id, number and minute with something in it
    (40 in 4 KB). Raises BadNumbers, OutsideScope.
    """
    today = shanghai_day(ctx.now)
    asked = rules.asked_of(query, ctx.scope, today)
    wrong = list(rules.faults(query, asked, today)) or list(rules.faults_of_reach(asked))
    if not rules.is_within(asked, ctx.scope):
        raise OutsideScope()
    if wrong:
        raise BadNumbers(wrong)
    recounted = counters.recounted(ctx, asked.since, asked.until) - {today}
    sums = _sums(ctx, asked, recounted)
    lines = _lines(ctx, asked, sums)
    return Numbers(
        since=asked.since,
        until=asked.until,
        by=asked.group,
        of_name=_only(ctx, asked) if query.of else "",
        metrics=[_metric(name) for name in asked.names],
        lines=lines[:MOST_LINES],
        more=max(0, len(lines) - MOST_LINES),
        as_of=ctx.at,
        recounted_until=max(recounted, default=None),
        counted_since=counters.first_day(ctx, By.CORP),
    )


def total(ctx: Ctx, name: str, by: By, about: str, since: Day, until: Day) -> int:
    """One number of one thing on some days, both included, for other rooms; about ten seconds behind.

    1 RU for a day that is told live, which is two queries; of more days 0.5 RU each.
    """
    recounted = counters.recounted(ctx, since, until) - {shanghai_day(ctx.now)}
    asked = Asked(names=(name,), group=Group.TOTAL, by=by, ids=frozenset({about}), since=since, until=until)
    found = _sums(ctx, asked, recounted).get("", {})
    return rules.figure(name, found).value


def _metric(name: str) -> Metric:
    of = rules.declared(name)
    return Metric(metric=name, zh=of.zh, en=of.en, unit=of.unit, means_zh=of.means_zh, means_en=of.means_en)


def _sums(ctx: Ctx, asked: Asked, recounted: set[Day]) -> dict[str, dict[str, Sum]]:
    """By the key of a line and the number."""
    lines: dict[str, dict[str, list[Sum]]] = {}
    live = _live_days(ctx, asked, recounted)
    for number in rules.parts_of(asked.names):
        for line, found in _read(ctx, asked, number, recounted, live):
            lines.setdefault(line, {}).setdefault(number, []).append(found)
    return {line: {number: rules.added(of) for number, of in found.items()} for line, found in lines.items()}


def _live_days(ctx: Ctx, asked: Asked, recounted: set[Day]) -> list[Day]:
    """Of which days live numbers are told: those that were not counted again and have some; by the hour all."""
    is_hourly = asked.group is Group.HOUR
    days = [day for day in days_between(asked.since, asked.until) if is_hourly or day not in recounted]
    if len(days) <= FEW_DAYS:
        return days
    some = counters.live(ctx, asked.by, days[0], days[-1])
    return [day for day in days if day in some]


def _read(ctx: Ctx, asked: Asked, number: str, recounted: set[Day], live: Sequence[Day]) -> Iterator[tuple[str, Sum]]:
    if asked.group is not Group.HOUR:
        for one in _recounted(ctx, asked, number, recounted):
            yield _line(asked.group, one.day, one.id, ""), one.sum
    for day in live:
        for at, found in _live(ctx, asked, number, day):
            yield _line(asked.group, day, at[0], at[1]), found


def _line(group: Group, day: Day, about: str, hour: str) -> str:
    match group:
        case Group.TOTAL:
            return ""
        case Group.DAY:
            return day
        case Group.HOUR:
            return f"{day}T{hour}"
    return about


def _recounted(ctx: Ctx, asked: Asked, number: str, recounted: set[Day]) -> Iterator[Counted]:
    if not recounted:
        return
    # Of the corp there is a row a day: its days are read in whole for less.
    if asked.by is not By.CORP and asked.ids is not None and len(asked.ids) * len(recounted) <= MOST_GOT:
        yield from counters.days_of(ctx, number, asked.by, asked.ids, sorted(recounted))
        return
    for one in counters.days(ctx, number, asked.by, min(recounted), max(recounted)):
        if one.day in recounted and (asked.ids is None or one.id in asked.ids):
            yield one


def _live(ctx: Ctx, asked: Asked, number: str, day: Day) -> Iterator[tuple[tuple[str, str], Sum]]:
    only = next(iter(asked.ids)) if asked.ids is not None and len(asked.ids) == 1 else ""
    for one in counters.minutes(ctx, asked.by, day, number, only):
        if asked.ids is None or one.id in asked.ids:
            yield (one.id, one.minute[:2]), recounting.sum_of(one)


def _lines(ctx: Ctx, asked: Asked, sums: Mapping[str, Mapping[str, Sum]]) -> list[NumberLine]:
    keys = _keys(asked, sums)
    names = _names(ctx, asked, keys)
    lines = [
        NumberLine(
            key=one,
            name=names.get(one, ""),
            figures={name: rules.figure(name, sums.get(one, {})) for name in asked.names},
        )
        for one in keys
    ]
    if rules.by_of(asked.group) is not None:
        lines.sort(key=lambda line: -line.figures[asked.names[0]].value)
    return lines


def _keys(asked: Asked, sums: Mapping[str, object]) -> list[str]:
    """Every line: of time also where nothing was, of ids those of whom something is known."""
    days = days_between(asked.since, asked.until)
    match asked.group:
        case Group.TOTAL:
            return [""]
        case Group.DAY:
            return list(days)
        case Group.HOUR:
            return [f"{day}T{hour:02d}" for day in days for hour in range(24)]
    return sorted(sums)


def _names(ctx: Ctx, asked: Asked, keys: Sequence[str]) -> Mapping[str, str]:
    by = rules.by_of(asked.group)
    return {} if by is None else _called(ctx, by, keys[:MOST_LINES])


def _only(ctx: Ctx, asked: Asked) -> str:
    """What the one thing is called whose numbers alone are told; of what lies outside the scope nothing is said."""
    return next(iter(_called(ctx, asked.by, sorted(asked.ids or ())).values()), "")


def _called(ctx: Ctx, by: By, ids: Sequence[str]) -> Mapping[str, str]:
    dimension = FIELDS.get(by, by.value)
    return called.of(ctx, {dimension: ids}).get(dimension, {})
