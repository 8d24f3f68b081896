"""Whether what is late, poisonous or plentiful takes anything from anybody else, and what an idle minute costs."""

from __future__ import annotations

import time
from collections import Counter
from datetime import timedelta
from functools import partial
from typing import Any
from unittest import mock

import pytest

from benchmarks.bench_stack import engine
from benchmarks.groupbuys import expire, teams_of
from benchmarks.report import Section
from chalicelib import clock, functions
from chalicelib.core.config import config
from chalicelib.core.context import Ctx, new_ctx
from chalicelib.core.events import facts
from chalicelib.core.events.facts import Fact
from chalicelib.core.events.flows import OnFact
from chalicelib.core.events.lanes import Lane
from chalicelib.core.moments import iso
from chalicelib.core.storage import due, fact_log
from chalicelib.livecodes.facts import LiveCodeCreated
from chalicelib.livecodes.ids import LiveCode
from chalicelib.rooms import flow_table
from tests.support.drain import STREAM_RECORD, _sqs_record
from tests.support.perf.meter import metered
from tests.support.queues import Message
from tests.support.race.crowd import crowd
from tests.support.race.engine import Engine
from tests.support.stack import START

PROVIDER_SECONDS = 0.1
# As long as the source gives a record again when nothing is put aside (attempts of the stream, design of before).
STREAM_ATTEMPTS = 61


def measure(quick: bool) -> Section:
    """Idle, poison, and money behind other work."""
    section = Section(
        "Roads: idle, poison, money",
        "DynamoDB Local, queues in memory, one process.",
        ["what", "with", "figure", "of which"],
    )
    for corps in (1, 100, 300):
        with engine() as running:
            section.add("an idle tick", f"{corps} corps", *_idle(running, corps))
    with engine():
        section.add("100 facts, poison at the head", "on_fact and its lanes", *_poison())
    count = 100 if quick else 1_000
    took = {workers: _refunds(count, workers) for workers in (1, 2)}
    for workers, seconds in took.items():
        figure = f"{seconds:.1f} s, {count / seconds:.1f} a second"
        section.add(f"refunds of {count} expired teams", f"{workers} worker(s)", figure, f"{PROVIDER_SECONDS} s a call")
    section.add("two workers against one", "-", f"{took[1] / took[2]:.2f} times", "1,000 errands of posts wait beside")
    return section


def _idle(running: Engine, corps: int) -> tuple[str, str]:
    """A tick of a stack whose rows all wait for later."""
    for number in range(corps):
        ctx = new_ctx(f"corp{number}", "bench", "bench", now=START)
        shard, due_at = due.place(ctx, "hold", "one", iso(START + timedelta(days=1)))
        row = {"pk": f"{ctx.corp}#x", "sk": "-", "kind": "order", "due": shard, "due_at": due_at}
        item = {name: {"S": value} for name, value in row.items()}
        running.raw.put_item(TableName=config().main_table, Item=item)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "wall_clock", lambda: START)
        clock.tick("warm")
        began = time.perf_counter()
        with metered() as cost:
            clock.tick("tick")
        took = time.perf_counter() - began
    return f"{cost.calls} calls, {cost.read_units:.1f} RU, {cost.write_units} WU", f"{took * 1000:.0f} ms"


def _poison() -> tuple[str, str]:
    """How often the 99 healthy facts behind a poisonous one are followed, and the poisonous one."""
    ran: Counter[str] = Counter()

    def follow(ctx: Ctx, fact: Fact[Any]) -> None:
        ran[fact.data.name] += 1
        if fact.data.name == "0":
            raise RuntimeError("the ERP is down")

    with pytest.MonkeyPatch.context() as patch:
        line = OnFact(LiveCodeCreated, follow, Lane.PROMISE)
        patch.setattr(flow_table(), "on_fact", {LiveCodeCreated: [line]})
        records = [_record(str(number)) for number in range(100)]
        attempts = 0
        while records and attempts < STREAM_ATTEMPTS:
            attempts += 1
            failed = functions.on_fact({"Records": records}, "bench")["batchItemFailures"]
            first = min((int(one["itemIdentifier"]) for one in failed), default=len(records))
            records = records[first:]
    healthy = {count for name, count in ran.items() if name != "0"}
    return f"each healthy fact ran {max(healthy)} time(s), poison {ran['0']}", f"{attempts} delivery of the batch"


def _record(name: str) -> dict[str, Any]:
    ctx = new_ctx("demo", "bench", "bench", now=START)
    fact = facts.record(ctx, "live_code#x", LiveCodeCreated(code=LiveCode("x"), name=name))
    image = {"NewImage": fact_log.item_of(facts.stored(fact)), "SequenceNumber": name}
    return {**STREAM_RECORD, "eventName": "INSERT", "dynamodb": image}


def _refunds(count: int, workers: int) -> float:
    """Seconds until as many refunds are with a provider that takes its time, while posts' errands wait beside."""
    with engine() as running, teams_of(running, stock=100_000) as teams:
        expire(teams, count)
        clock.tick("tick")
        drain = teams.drain
        while any([drain.due(), drain.changes(), drain.follow(), drain.lanes()]):
            pass
        for number in range(1_000):
            running.queues.send_message(config().mass_queue_url, f"{number}")
        waiting = running.queues.take(config().money_queue_url, count)
        if len(waiting) != count:
            raise AssertionError(f"{len(waiting)} of {count} refunds are asked for")
        began = time.perf_counter()
        with mock.patch.object(teams.bank, "refund", partial(_slowly, teams.bank.refund)):
            outcomes = crowd([partial(_send, message) for message in waiting], workers)
        took = time.perf_counter() - began
        if any(outcome.error or outcome.value["batchItemFailures"] for outcome in outcomes):
            raise AssertionError("a refund failed")
        if len(teams.bank.refunds) != count:
            raise AssertionError(f"{len(teams.bank.refunds)} of {count} are refunded")
    return took


def _send(message: Message) -> Any:
    return functions.send_money({"Records": [_sqs_record(message)]}, "bench")


def _slowly(refund: Any, repayment: Any) -> Any:
    time.sleep(PROVIDER_SECONDS)
    return refund(repayment)
