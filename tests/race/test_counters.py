"""Numbers under threads, deaths between the two writes, and facts that come again in other parts and orders."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.events import numbers
from chalicelib.core.events.facts import Fact, FactData
from chalicelib.core.events.numbers import By
from chalicelib.core.ids import StoreId, UserId, ulid
from chalicelib.core.moments import iso, moment, shanghai_day
from chalicelib.core.money import Fen
from chalicelib.core.storage import counters
from chalicelib.counters import service
from chalicelib.coupons.facts import CouponRedeemed
from chalicelib.coupons.ids import CouponCode, TemplateId
from chalicelib.members.ids import MemberId
from chalicelib.rooms import rooms
from tests.support.race.engine import Engine

FACTS = 240
THREADS = 8
TEMPLATES = 5
Facts = Sequence[Fact[FactData]]
Key = tuple[str, str]


class Died(Exception):
    """The process ended here."""


def _facts(engine: Engine, chance: random.Random) -> list[Fact[FactData]]:
    """Redemptions of some templates within three minutes."""
    rooms()
    found: list[Fact[FactData]] = []
    for number in range(FACTS):
        at = engine.at(0) + timedelta(seconds=chance.random() * 180)
        data = CouponRedeemed(
            member=MemberId(f"m{number}"),
            coupon=CouponCode(f"c{number}"),
            coupon_template=TemplateId(f"T{number % TEMPLATES}"),
            template_name="满减",
            amount_off=Fen(chance.randrange(1, 5000)),
            store=StoreId(f"S{number % 3}"),
            order_amount=Fen(10000),
            redeemed_by="operator:zhaolei",
            staff=UserId("zhaolei"),
        )
        fact_id = ulid(at, chance.randbytes(10))
        found.append(
            Fact(corp="demo", subject=f"member#m{number}", id=fact_id, at=iso(at), actor="a", cause="c", data=data)
        )
    return found


def _batches(facts: Facts, chance: random.Random) -> list[Facts]:
    """The facts in batches, each of which comes at least once in whole; halves, mixtures and whole ones come again."""
    found: list[Facts] = [facts[start : start + 50] for start in range(0, len(facts), 50)]
    for batch in list(found):
        half = len(batch) // 2
        found += [batch[:half], batch[half:]] if chance.random() < 0.5 else [list(reversed(batch))]
    found += [chance.sample(list(facts), 40) for _ in range(6)]
    chance.shuffle(found)
    return found


def _worked_off(engine: Engine, batches: Sequence[Facts], verb: Callable[[Ctx, Facts], None]) -> int:
    """All batches by several threads, each again until it went through; how often one died."""
    deaths = []

    def work(batch: Facts) -> None:
        for _ in range(20):
            try:
                verb(engine.ctx(), batch)
                return
            except Died:
                deaths.append(1)
        raise AssertionError("it dies each time")

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, batches))
    return len(deaths)


def _dying(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """One in sixty dies between a set and its number."""
    chance, keep = random.Random(seed), counters.keep

    def kept(*args: Any) -> None:
        if chance.random() < 1 / 60:
            raise Died
        keep(*args)

    monkeypatch.setattr(counters, "keep", kept)
    monkeypatch.setattr(service, "FEW", 10**6)  # a death ends its own thread's batch, where it is


def _recount(facts: Facts) -> tuple[Counter[Key], Counter[Key]]:
    """What the facts say: how many and how much, by whom and id."""
    n, amount = Counter[Key](), Counter[Key]()
    for fact in {one.id: one for one in facts}.values():
        for cell, mark in numbers.cells(fact):
            n[cell.by, cell.id] += 1
            amount[cell.by, cell.id] += mark.amount
    return n, amount


def _live(engine: Engine) -> tuple[Counter[Key], Counter[Key]]:
    n, amount = Counter[Key](), Counter[Key]()
    for by in By:
        for one in counters.minutes(engine.ctx(), by, shanghai_day(engine.at(0)), "redemptions"):
            n[by, one.id] += one.n
            amount[by, one.id] += one.amount
    return n, amount


@pytest.mark.parametrize("seed", [1, 2])
def test_numbers_and_money_are_what_the_facts_say(engine: Engine, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Eight threads, deaths between the two writes, halves and mixtures again: each number equals a recount."""
    chance = random.Random(seed)
    facts = _facts(engine, chance)
    _dying(monkeypatch, seed)
    assert _worked_off(engine, _batches(facts, chance), service.count) > 10
    assert _live(engine) == _recount(facts)


def test_adding_one_for_each_that_comes_is_off(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: the same batches, counted as a hurried programmer counts, by ADD."""
    chance = random.Random(1)
    facts = _facts(engine, chance)

    def naive(ctx: Ctx, batch: Facts) -> None:
        for fact in batch:
            key = {"pk": {"S": "demo#naive"}, "sk": {"S": "n"}}
            more = {":one": {"N": "1"}}
            aws.client("dynamodb").update_item(
                TableName=config().counters_table,
                Key=key,
                UpdateExpression="ADD n :one",
                ExpressionAttributeValues=more,
            )
            assert fact.id

    _worked_off(engine, _batches(facts, chance), naive)
    item = engine.raw.get_item(
        TableName=config().counters_table, Key={"pk": {"S": "demo#naive"}, "sk": {"S": "n"}}, ConsistentRead=True
    )["Item"]
    assert int(item["n"]["N"]) > FACTS


def test_a_minute_that_is_too_hot_says_so_and_fails_nobody(engine: Engine) -> None:
    """A set holds 400 KB: what is beyond is told as full, and neither what came before nor other rows suffer."""
    rooms()
    day, name, ctx = shanghai_day(engine.at(0)), "redemptions#T0#1000#0", engine.ctx()
    with suppress(counters.RowFull):
        for block in range(8):
            marks = [number.to_bytes(14, "big") for number in range(block * 5000, block * 5000 + 5000)]
            counters.keep(ctx, By.TEMPLATE, day, name, len(counters.add(ctx, By.TEMPLATE, day, name, marks)), 0)
    (full,) = counters.minutes(ctx, By.TEMPLATE, day, "redemptions", "T0")
    assert 20_000 < full.n < 40_000
    facts = [one for one in _facts(engine, random.Random(3)) if moment(one.at).minute == engine.at(0).minute]
    service.count(ctx, facts)
    whole = list(counters.minutes(ctx, By.CORP, day, "redemptions", numbers.WHOLE))
    assert sum(one.n for one in whole) == len(facts)
