"""Days counted again: a job reads the facts table in whole, keeps what the days came to and compares.

There is no index of facts by day, so a count passes over the whole table once, whatever the number of days: 0.5 RU per
4 KB of it. Beside that 1 WU a day, number and id, twice. A day is recounted when it is counted, and told from that on.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice

import msgspec

from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.events import facts, numbers
from chalicelib.core.events.numbers import By
from chalicelib.core.moments import SHANGHAI, Day, Moment, days_between, iso, shanghai_day
from chalicelib.core.ops import jobs, log, metrics
from chalicelib.core.ops.jobs import Step, Work
from chalicelib.core.storage import counters, fact_log, rounds
from chalicelib.core.storage.counters import Counted, Minute, Sum
from chalicelib.core.storage.due import Due
from chalicelib.counters import rules, store
from chalicelib.counters.jobs import Recount

# Of a step: so many pages of a thousand facts, or about so many rows to write, some seconds either way.
PAGES_A_STEP = 30
KEYS_A_STEP = 1000
# Rows of a cell that a step compares and keeps.
KEPT_A_STEP = 500
# What a cell's two queries take, in such rows: most cells of a night are empty.
COST_OF_A_CELL = 4


class Place(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where the next step begins.

    step: how many are done. after: the last fact that was read; is_read: all were. cell: which of the cells is
    compared, id: the last of its ids that was. drifts: how many differed.
    """

    step: int = 0
    after: str = ""
    is_read: bool = False
    cell: int = 0
    id: str = ""
    drifts: int = 0

    def said(self) -> str:
        """As a cursor."""
        return msgspec.json.encode(self).decode()


def begin(ctx: Ctx) -> None:
    """Count this corp's days again each night from now on. Safe to repeat. 1 WU +1 due."""
    rounds.begin(ctx, store.RecountRow, iso(rules.next_night(ctx.corp, ctx.now)))


def on_time(ctx: Ctx, waiting: Due) -> None:
    """The corp's night has come: count the last days again. Safe to repeat and to race.

    1 RU; 2 WU +3 due and a message.
    """
    if rounds.awaited(ctx, store.RecountRow, waiting) is None:
        return
    today = shanghai_day(ctx.now)
    job = ask(ctx, rules.back(today, rules.RECOUNTED_DAYS), rules.back(today, 1), f"night {waiting.due_at}")
    rounds.wait(ctx, store.RecountRow, waiting, iso(rules.next_night(ctx.corp, ctx.now)), job)


def ask(ctx: Ctx, since: Day, until: Day, seed: str = "") -> str:
    """Count some days again, both included; the job. Under one seed it is one."""
    job = Recount(since=since, until=until)
    return jobs.start_as(ctx, job, seed) if seed else jobs.start(ctx, job)


def step(ctx: Ctx, work: Work[Recount]) -> Step:
    """Read some facts more, or compare some more of what was read."""
    place = msgspec.json.decode(work.cursor, type=Place) if work.cursor else Place()
    return _compare(ctx, work, place) if place.is_read else _read(ctx, work, place)


def _read(ctx: Ctx, work: Work[Recount], place: Place) -> Step:
    since, until = (_midnight(work.args.since, 0), _midnight(work.args.until, 1))
    sums: dict[str, Sum] = {}
    after, seen = place.after, 0
    for _ in range(PAGES_A_STEP):
        page = fact_log.passed(ctx, since, until, after)
        seen, after = seen + len(page.items), page.cursor
        for stored in page.items:
            fact = facts.of_stored(stored)
            for cell, mark in numbers.cells(fact) if fact else ():
                name = f"{cell.day}#{cell.by}#{cell.number}#{cell.id}"
                spread = {cell.spread: 1} if cell.spread else {}
                sums[name] = rules.added([sums.get(name, Sum()), Sum(1, mark.amount, spread)])
        if not after or len(sums) > KEYS_A_STEP:
            break
    number = place.step + 1
    for name, more in sums.items():
        counters.note(ctx, work.job, number, name, more)
    following = Place(step=number, after=after, is_read=not after)
    return Step(cursor=following.said(), done=seen)


def _compare(ctx: Ctx, work: Work[Recount], place: Place) -> Step:
    """The next cells: what their ids came to is kept; where it is not what was counted live, it is told."""
    cells, left = list(_cells(work.args)), KEPT_A_STEP
    while place.cell < len(cells) and left > 0:
        place, kept = _keep(ctx, work.job, cells[place.cell], place, left)
        left -= kept + COST_OF_A_CELL
    if place.cell < len(cells):
        return Step(cursor=place.said())
    today = shanghai_day(ctx.now)
    for day in days_between(work.args.since, work.args.until):
        if day < today:
            counters.mark_recounted(ctx, day)
    return Step(cursor=None, result=str(place.drifts))


def _keep(ctx: Ctx, job: str, cell: tuple[Day, By, str], place: Place, most: int) -> tuple[Place, int]:
    """Keep what some ids of a cell came to: where the next ones begin, and how many these were."""
    day, by, number = cell
    again = dict(counters.noted(ctx, job, f"{day}#{by}#{number}#"))
    live = _live(ctx, day, by, number)
    ids = list(islice((one for one in sorted(again.keys() | live.keys()) if one > place.id), most))
    drifts = place.drifts
    for one in ids:
        right = again.get(one, Sum())
        counters.put_day(ctx, number, by, Counted(day, one, right))
        drifts += _told(ctx, day, by, number, live.get(one, Sum()), right)
    if len(ids) == most:
        return msgspec.structs.replace(place, id=ids[-1], drifts=drifts), most
    return msgspec.structs.replace(place, cell=place.cell + 1, id="", drifts=drifts), len(ids)


def _cells(args: Recount) -> Iterator[tuple[Day, By, str]]:
    for day in days_between(args.since, args.until):
        for name, number in sorted(numbers.known().items()):
            for by in numbers.ways(number):
                yield day, by, name


def _live(ctx: Ctx, day: Day, by: By, number: str) -> dict[str, Sum]:
    found: dict[str, list[Sum]] = {}
    for one in counters.minutes(ctx, by, day, number):
        found.setdefault(one.id, []).append(sum_of(one))
    return {about: rules.added(sums) for about, sums in found.items()}


def _told(ctx: Ctx, day: Day, by: By, number: str, live: Sum, again: Sum) -> int:
    """1 where the two differ, which rings."""
    if (live.n, live.amount, live.spread) == (again.n, again.amount, again.spread):
        return 0
    metrics.count("CounterDrift", corp=ctx.corp, stage=config().stage)
    log.warning("counter drift", corp=ctx.corp, number=number, by=by, day=day, live=live.n, again=again.n)
    return 1


def sum_of(minute: Minute) -> Sum:
    """A live row as a sum."""
    spread = minute.part.partition("b")[2]
    return Sum(minute.n, minute.amount, {spread: minute.n} if spread else {})


def _midnight(day: Day, later: int) -> Moment:
    return iso(datetime.combine(date.fromisoformat(day) + timedelta(days=later), time(), SHANGHAI))
