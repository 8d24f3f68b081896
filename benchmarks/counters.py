"""Numbers: write units a fact and dimension, a range of days, and the naive ADD beside them, on DynamoDB Local."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
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
from chalicelib.core.ids import StoreId, UserId, ulid
from chalicelib.core.moments import days_between, iso, shanghai_day
from chalicelib.core.money import Fen
from chalicelib.core.storage import counters
from chalicelib.core.storage.counters import Counted, Sum
from chalicelib.counters import rules, service
from chalicelib.counters.shapes import NumbersQuery
from chalicelib.coupons.facts import CouponIssued
from chalicelib.coupons.ids import CouponCode, TemplateId
from chalicelib.coupons.states import ClaimWay
from chalicelib.livecodes.facts import WelcomeSent
from chalicelib.livecodes.ids import LiveCode
from chalicelib.livecodes.states import WelcomeState
from chalicelib.members.facts import StaffAdded
from chalicelib.members.ids import MemberId
from chalicelib.members.states import How
from tests.support.stack import START

CODES, BATCH, WINDOW = 20, 1000, 5.0
REPEATED = 0.25
NOTES = (
    "A join here is three facts (the add, the coupon, the welcome) of one of 20 codes with a member of staff and a"
    " store each. Units are ConsumedCapacity of single writes.",
    "A batch is 1,000 facts of 5 s; a quarter of the batches comes twice. Naive: ADD 1 for each row of a batch, which"
    " is off by what comes twice.",
)


class Units:
    """Capacity that calls of the process's client took."""

    def __init__(self) -> None:
        self.total = 0.0
        client = aws.client("dynamodb")
        client.meta.events.register("before-parameter-build.dynamodb", self._ask)
        client.meta.events.register("after-call.dynamodb", self._sum)

    def _ask(self, params: dict[str, Any], **_: Any) -> None:
        params["ReturnConsumedCapacity"] = "TOTAL"

    def _sum(self, parsed: dict[str, Any], **_: Any) -> None:
        used = parsed.get("ConsumedCapacity", [])
        self.total += sum(one["CapacityUnits"] for one in (used if isinstance(used, list) else [used]))

    @contextmanager
    def counted(self) -> Iterator[list[float]]:
        """What the block takes, in the list's one place."""
        before, found = self.total, [0.0]
        yield found
        found[0] = self.total - before


def measure(quick: bool) -> Section:
    """Alone, in batches, naive, and a range of days."""
    columns = ("what", "facts", "units", "a fact and dimension", "a join")
    section = Section("Numbers", "What counting costs, and what a screen of numbers costs.", columns)
    section.notes.extend(NOTES)
    with engine("bench-counters-") as running:
        units, chance, ctx = Units(), random.Random(7), running.ctx()
        _alone(ctx, units, section, chance)
        _busy(ctx, units, section, chance, minutes=1 if quick else 2)
        _range(ctx, units, section)
    return section


def _join(number: int, at: datetime, chance: random.Random) -> list[Fact[FactData]]:
    code, member = LiveCode(f"code{number % CODES:08d}"), MemberId(f"m{number}")
    staff, store = UserId(f"staff{number % CODES}"), StoreId(f"S{number % CODES}")
    coupon = CouponIssued(
        member=member,
        coupon=CouponCode(f"c{number}"),
        coupon_template=TemplateId("T0"),
        template_name="新客",
        amount_off=Fen(2000),
        code=code,
        store=store,
        way=ClaimWay.LIVE_CODE,
        expires_at=iso(at),
    )
    welcome = WelcomeSent(code=code, member=member, staff=staff, outcome=WelcomeState.SENT, received_at=iso(at))
    sent = at + timedelta(seconds=0.2 + chance.random() ** 3 * 4)
    added = StaffAdded(member=member, code=code, staff=staff, store=store, how=How.FULL)
    return [_fact(added, at, chance), _fact(coupon, at, chance), _fact(welcome, sent, chance)]


def _fact(data: FactData, at: datetime, chance: random.Random) -> Fact[FactData]:
    entry = ulid(at, chance.randbytes(10))
    return Fact(corp="demo", subject="member#m", id=entry, at=iso(at), actor="a", cause="c", data=data)


def _alone(ctx: Ctx, units: Units, section: Section, chance: random.Random) -> None:
    """Joins an hour apart."""
    joins = [_join(number, START - timedelta(hours=number), chance) for number in range(12)]
    with units.counted() as used:
        for facts in joins:
            service.count(ctx, facts)
    _add(section, "a join alone", [fact for facts in joins for fact in facts], used[0])


def _busy(ctx: Ctx, units: Units, section: Section, chance: random.Random, minutes: int) -> None:
    """A thousand facts each five seconds, and again a quarter of them; then the same by ADD."""
    batches, number = [], 1000
    for window in range(int(minutes * 60 / WINDOW)):
        facts: list[Fact[FactData]] = []
        while len(facts) < BATCH:
            at = START + timedelta(days=1, seconds=window * WINDOW + chance.random() * WINDOW)
            facts += _join(number, at, chance)
            number += 1
        batches.append(facts)
    again = [facts for facts in batches if chance.random() < REPEATED]
    every = [fact for facts in batches for fact in facts]
    with units.counted() as used:
        for facts in [*batches, *again]:
            service.count(ctx, facts)
    _check(ctx, section, every)
    _add(section, f"batches of 1,000, {len(again)} of {len(batches)} twice", every, used[0])
    with units.counted() as used:
        for facts in [*batches, *again]:
            _naive(facts)
    twice = sum(map(len, again))
    _add(section, f"the same by ADD, off by {twice} of {len(every)} facts", every, used[0])


def _naive(facts: Sequence[Fact[FactData]]) -> None:
    found: dict[tuple[By, str, str, str], int] = {}
    for fact in facts:
        for cell, _ in numbers.cells(fact):
            row = (cell.by, cell.id, cell.number, cell.minute)
            found[row] = found.get(row, 0) + 1
    for row, many in found.items():
        aws.client("dynamodb").update_item(
            TableName=config().counters_table,
            Key={"pk": {"S": "demo#naive"}, "sk": {"S": "#".join(row)}},
            UpdateExpression="ADD n :n",
            ExpressionAttributeValues={":n": {"N": str(many)}},
        )


def _check(ctx: Ctx, section: Section, facts: Sequence[Fact[FactData]]) -> None:
    """Each number equals a recount, or the figures above mean nothing."""
    right: dict[tuple[str, str, str], int] = {}
    for fact in facts:
        for cell, _ in numbers.cells(fact):
            right[cell.by, cell.number, cell.id] = right.get((cell.by, cell.number, cell.id), 0) + 1
    day = shanghai_day(START + timedelta(days=1))
    live: dict[tuple[str, str, str], int] = {}
    for by, name in {(by, name) for by, name, _ in right}:
        for one in counters.minutes(ctx, by, day, name):
            live[by, name, one.id] = live.get((by, name, one.id), 0) + one.n
    if live != right:
        raise AssertionError("the numbers are not what the facts say")
    section.notes.append(f"All {len(right)} numbers of {len(facts)} facts equal a recount.")


def _add(section: Section, what: str, facts: Sequence[Fact[FactData]], used: float) -> None:
    dimensions = sum(1 for fact in facts for _ in numbers.cells(fact))
    section.add(what, len(facts), f"{used:.0f} WU", f"{used / dimensions:.2f} WU", f"{used / (len(facts) / 3):.2f} WU")


def _range(ctx: Ctx, units: Units, section: Section) -> None:
    """Thirty days that were counted again, and the busy day as it is counted live."""
    later = msgspec.structs.replace(ctx, now=START + timedelta(days=1, hours=1))
    today = shanghai_day(later.now)
    days = days_between(rules.back(today, 30), rules.back(today, 1))
    for day in days:
        counters.settle(later, day)
        counters.put_day(later, "adds", By.CORP, Counted(day, numbers.WHOLE, Sum(100)))
        for code in range(CODES):
            counters.put_day(later, "adds", By.CODE, Counted(day, f"code{code:08d}", Sum(5)))
    for by in ("day", "code", "hour"):
        since = today if by == "hour" else days[0]
        query = msgspec.convert({"metric": "adds", "by": by, "from": since, "to": today}, NumbersQuery)
        with units.counted() as used:
            service.tell(later, query)
        what = "today by hour" if by == "hour" else f"31 days by {by}"
        section.add(f"one number of {what}", "-", f"{used[0]:.1f} RU", "-", "-")
