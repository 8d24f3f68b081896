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

from chalicelib import functions
from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.context import Ctx, new_ctx
from chalicelib.core.events import facts as told
from chalicelib.core.events import numbers
from chalicelib.core.events.facts import Fact, FactData
from chalicelib.core.events.numbers import By
from chalicelib.core.ids import StoreId, UserId, ulid
from chalicelib.core.moments import iso, moment, shanghai_day
from chalicelib.core.money import Fen
from chalicelib.core.storage import counters, fact_log
from chalicelib.counters import service
from chalicelib.coupons.facts import CouponRedeemed
from chalicelib.coupons.ids import CouponCode, TemplateId
from chalicelib.members.ids import MemberId
from chalicelib.rooms import rooms
from tests.support.crash import Crash, counting
from tests.support.drain import STREAM_RECORD
from tests.support.race.engine import Engine

FACTS = 240
THREADS = 8
TEMPLATES = 5
Facts = Sequence[Fact[FactData]]
Key = tuple[str, str]


class Died(Exception):
    """The process ended here."""


def _facts(
    engine: Engine, chance: random.Random, corp: str = "demo", many: int = FACTS, seconds: float = 180
) -> list[Fact[FactData]]:
    """Redemptions of some templates within three minutes."""
    rooms()
    found: list[Fact[FactData]] = []
    for number in range(many):
        at = engine.at(0) + timedelta(seconds=chance.random() * seconds)
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
            Fact(corp=corp, subject=f"member#m{number}", id=fact_id, at=iso(at), actor="a", cause="c", data=data)
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


def _event(batch: Facts) -> dict[str, Any]:
    """A batch as the facts' stream gives it."""
    changes = [
        {**STREAM_RECORD["dynamodb"], "NewImage": fact_log.item_of(told.stored(one)), "SequenceNumber": f"{place:04}"}
        for place, one in enumerate(batch)
    ]
    return {"Records": [{**STREAM_RECORD, "eventName": "INSERT", "dynamodb": change} for change in changes]}


def _live(engine: Engine, corp: str = "demo") -> tuple[Counter[Key], Counter[Key]]:
    n, amount, ctx = Counter[Key](), Counter[Key](), new_ctx(corp, "a", "r", now=engine.at(0))
    for by in By:
        for one in counters.minutes(ctx, by, shanghai_day(engine.at(0)), "redemptions"):
            n[by, one.id] += one.n
            amount[by, one.id] += one.amount
    return n, amount


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.soak)])
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


def _died_after(k: int, engine: Engine, facts: Facts) -> int:
    """The stream's batch, whose process dies after its k-th write; then it comes again, in halves and mixed. How many
    writes there were until the death, or until the end.
    """
    with counting() as countdown:
        countdown.arm(k)
        with suppress(Crash):
            functions.on_batch(_event(facts), "first")
        seen = countdown.seen
        countdown.restart()
    half = len(facts) // 2
    for batch in (list(reversed(facts))[:half], facts[: half + 1], facts[half:]):
        assert functions.on_batch(_event(batch), "again") == {"batchItemFailures": []}
    assert engine
    return seen


def test_a_death_after_any_write_of_a_batch_changes_no_number(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """For every k: the process is gone after the k-th write, its batch comes in other parts, and all is as told."""
    monkeypatch.setattr(service, "FEW", 10**6)  # one thread, so the k-th write is the same each time
    writes = _died_after(0, engine, _facts(engine, random.Random(0), "k0", 3, 40))
    assert writes >= 12
    for k in range(1, writes + 1):
        facts = _facts(engine, random.Random(0), f"k{k}", 3, 40)
        assert _died_after(k, engine, facts) == k
        assert _live(engine, f"k{k}") == _recount(facts), f"a death after write {k} of {writes}"


def test_a_death_after_any_write_doubles_what_is_only_added(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: one more in each row for each fact that comes, without the set, is wrong at every k."""
    monkeypatch.setattr(service, "FEW", 10**6)

    def add(ctx: Ctx, by: str, day: Any, name: str, marks: Any) -> list[bytes]:
        aws.client("dynamodb").update_item(
            TableName=config().counters_table,
            Key={"pk": {"S": f"{ctx.corp}#count#{by}#{day}"}, "sk": {"S": f"n#{name}"}},
            UpdateExpression="ADD n :n, amount :amount",
            ExpressionAttributeValues={
                ":n": {"N": str(len(marks))},
                ":amount": {"N": str(sum(map(numbers.amount_of, marks)))},
            },
        )
        return []

    monkeypatch.setattr(counters, "add", add)
    monkeypatch.setattr(counters, "keep", lambda *_: None)
    for k in (5, 6, 7):
        facts = _facts(engine, random.Random(0), f"naive{k}", 3, 40)
        _died_after(k, engine, facts)
        assert _live(engine, f"naive{k}") != _recount(facts)


def test_batches_in_any_order_and_parts_come_to_the_same_rows(engine: Engine) -> None:
    """Six permutations, each cut elsewhere and with some that come twice: the rows of each are those of the others."""
    for seed in range(6):
        chance, corp = random.Random(seed), f"p{seed}"
        facts = _facts(engine, random.Random(1), corp, 40)
        order, cut = chance.sample(facts, len(facts)), chance.randrange(1, 40)
        for batch in (order[:cut], order[cut:], chance.sample(facts, 15)):
            assert functions.on_batch(_event(batch), "r") == {"batchItemFailures": []}
        assert _live(engine, corp) == _recount(facts)


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
