"""What counting and telling numbers costs: units that DynamoDB Local counted, whatever else the machine does."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

import msgspec

from benchmarks.bench_stack import engine
from benchmarks.report import Section
from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.events import numbers
from chalicelib.core.events.facts import Fact, FactData
from chalicelib.core.events.numbers import By
from chalicelib.core.http import rights
from chalicelib.core.http.rights import Role
from chalicelib.core.ids import StoreId, UserId, ulid
from chalicelib.core.moments import Day, iso, shanghai_day
from chalicelib.core.ops import secrets
from chalicelib.core.storage.driver import Item
from chalicelib.core.storage.table import key
from chalicelib.counters import rules, service
from chalicelib.counters.shapes import NumbersQuery
from chalicelib.members.facts import StaffAdded
from chalicelib.members.ids import MemberId
from chalicelib.members.states import How
from chalicelib.todo import service as todo
from tests.support.race.engine import Engine
from tests.support.stack import Secrets

BATCH, CODES, STAFF, STORES = 1000, 20, 20, 4
# As many joins a second: a batch has a thousand, or five seconds'.
RATES = (20, 200)
AT_ONCE = 25
# Of a query that finds nothing the engine tells none; AWS bills it.
LEAST = 0.5
# Joins of a day that is told live, over ten hours.
LIVE, HOURS = 2000, 10
DAYS = (1, 31, 366)
IDS = {By.CORP: 1, By.STORE: STORES, By.CODE: CODES, By.STAFF: STAFF}


class Bill:
    """Units and calls of the process's client, as the engine tells them."""

    def __init__(self) -> None:
        self.calls, self.units = 0, 0.0
        events = aws.client("dynamodb").meta.events
        events.register("before-parameter-build.dynamodb", self._ask)
        events.register("after-call.dynamodb", self._note)

    def _ask(self, params: dict[str, Any], model: Any, **_: Any) -> None:
        params["ReturnConsumedCapacity"] = "TOTAL"

    def _note(self, parsed: dict[str, Any], **_: Any) -> None:
        told = parsed.get("ConsumedCapacity", [])
        self.calls += 1
        if "Error" in parsed:  # refused by its condition, which is billed, and which the engine says nothing of
            self.units += 1
            return
        self.units += sum(max(one["CapacityUnits"], LEAST) for one in (told if isinstance(told, list) else [told]))

    @contextmanager
    def of(self, found: list[tuple[int, float]]) -> Iterator[None]:
        """Note what the block takes: calls, units."""
        calls, units = self.calls, self.units
        yield
        found.append((self.calls - calls, self.units - units))


def measure(quick: bool) -> Section:
    """One row a question; the counts are the same each time, quick or not."""
    section = Section(
        "Numbers",
        f"Counting facts as `on_batch` does, and telling them. A join counts of the corp, its store, code and staff: "
        f"{len(IDS)} dimensions. Units are write units where something is counted, read units where it is told.",
        ["what", "calls", "units", "units each", "units each and dimension"],
    )
    with engine(prefix="numbers-") as running:
        aws.use("dynamodb", running.raw)  # it is patient, for what counts units has time
        aws.use("secretsmanager", Secrets())
        secrets.forget()
        bill = Bill()
        _count(running, bill, section)
        _tell(running, bill, section)
        _todo(running, bill, section)
    section.notes += [
        f"Joins: {CODES} codes, {STAFF} members of staff, {STORES} stores, in batches of at most {BATCH} or five "
        "seconds, over one minute from its first second on; a set grows through its minute, so the rate decides.",
        "Two a dimension for a fact alone, whatever it is: the set, and what is in it. Beside that 1 an hour, instance "
        "and dimension, which says that the day has live numbers; it is in none of the rows.",
        f"Told: `adds` of days that were counted again, and of today, with {LIVE:,} joins in {HOURS} hours.",
    ]
    return section


def _joins(running: Engine, many: int, seconds: float, begins: float, seed: int) -> list[Fact[FactData]]:
    """So many joins over so many seconds, in their order."""
    chance, found = random.Random(seed), list[Fact[FactData]]()
    for number in range(many):
        at = running.at(begins + seconds * number / many)
        data = StaffAdded(
            member=MemberId(f"m{number}"),
            code=f"code{chance.randrange(CODES)}",
            staff=UserId(f"staff{chance.randrange(STAFF)}"),
            store=StoreId(f"store{chance.randrange(STORES)}"),
            how=How.FULL,
        )
        found.append(
            Fact(
                corp="demo",
                subject=f"member#m{number}",
                id=ulid(at, chance.randbytes(10)),
                at=iso(at),
                actor="a",
                cause="c",
                data=data,
            )
        )
    return found


def _count(running: Engine, bill: Bill, section: Section) -> None:
    ctx = running.ctx()
    service.count(ctx, _joins(running, 1, 1, -3600, 1))  # says that the day has live numbers
    _noted(section, bill, "count one join", 1, lambda: service.count(ctx, _joins(running, 1, 1, -1800, 2)))
    again = _joins(running, 1, 1, -1800, 2)
    _noted(section, bill, "the same once more", 1, lambda: service.count(ctx, again))
    for place, rate in enumerate(RATES):
        facts = _joins(running, rate * 60, 60, 60 * (place + 1), rate)
        size = min(BATCH, rate * 5)
        batches = [facts[start : start + size] for start in range(0, len(facts), size)]

        def all_of_them(batches: Sequence[Sequence[Fact[FactData]]] = batches) -> None:
            for batch in batches:
                service.count(ctx, batch)

        name = f"count joins, {rate:,} a second, {len(batches)} batches of {size:,}"
        _noted(section, bill, name, len(facts), all_of_them)


def _noted(section: Section, bill: Bill, name: str, many: int, work: Any) -> None:
    found: list[tuple[int, float]] = []
    with bill.of(found):
        work()
    ((calls, units),) = found
    each = units / many
    section.add(name, f"{calls:,}", f"{units:,.0f}", f"{each:.2f}", f"{each / len(IDS):.2f}")


def _tell(running: Engine, bill: Bill, section: Section) -> None:
    """A year that was counted again, and today."""
    ctx = running.ctx(after=HOURS * 3600 + 60)
    today = shanghai_day(ctx.now)
    _put(running, _recounted(ctx, [rules.back(today, back) for back in range(1, max(DAYS))]))
    _put(running, _live(ctx, _joins(running, LIVE, HOURS * 3600, 3600, 7)))
    for by in ("total", "day", "code", "staff", "store"):
        for many in DAYS:
            text = {"metric": "adds", "by": by, "from": rules.back(today, many - 1), "to": today}
            query = msgspec.convert(text, NumbersQuery)
            found: list[tuple[int, float]] = []
            with bill.of(found):
                service.tell(ctx, query)
            ((calls, units),) = found
            section.add(f"tell by {by}, {many} day{'s' if many > 1 else ''}", calls, f"{units:,.1f}", "", "")


def _recounted(ctx: Ctx, days: Sequence[Day]) -> Iterator[Item]:
    """Rows of days that were counted again, as `put_day` and `mark_recounted` write them."""
    for day in days:
        yield {"pk": {"S": key(ctx, "days")}, "sk": {"S": day}, "at": {"S": ctx.at}}
        for by, many in IDS.items():
            for number in range(many):
                about = numbers.WHOLE if by is By.CORP else f"{by}{number}"
                of = {"pk": {"S": key(ctx, "days", "adds", by)}, "sk": {"S": f"{day}#{about}"}}
                yield {**of, "n": {"N": str(number + 1)}, "amount": {"N": "0"}}


def _live(ctx: Ctx, facts: Sequence[Fact[FactData]]) -> Iterator[Item]:
    """Live rows, as `keep` writes them."""
    found = Counter(cell for fact in facts for cell, _ in numbers.cells(fact))
    for cell, many in found.items():
        name = f"n#{cell.number}#{cell.id}#{cell.minute}#{cell.part}"
        of = {"pk": {"S": key(ctx, "count", cell.by, cell.day)}, "sk": {"S": name}}
        yield {**of, "n": {"N": str(many)}, "amount": {"N": "0"}, "ttl": {"N": "1800000000"}}


def _put(running: Engine, items: Iterator[Item]) -> None:
    while some := list(islice(items, AT_ONCE)):
        requests = [{"PutRequest": {"Item": one}} for one in some]
        running.raw.batch_write_item(RequestItems={config().counters_table: requests})


def _todo(running: Engine, bill: Bill, section: Section) -> None:
    """What waits, of an empty corp, and of one with ten coupons."""
    ctx = msgspec.structs.replace(running.ctx(), rights=rights.of_role(Role.OWNER))
    for many in (0, 10):
        for _ in range(many):
            running.template(stock=100)
        found: list[tuple[int, float]] = []
        with bill.of(found):
            todo.todo(ctx)
        ((calls, units),) = found
        section.add(f"todo of a corp with {many} coupons", calls, f"{units:,.1f}", "", "")
