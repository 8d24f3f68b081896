"""Consumers fail alone: what fails leaves the stream, what waits takes no time from another lane."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib import functions
from chalicelib.core.events import facts
from chalicelib.core.events.facts import Fact, FactData, fact
from chalicelib.core.events.flows import OnFact
from chalicelib.core.events.lanes import ROADS, Lane
from chalicelib.core.moments import Moment
from chalicelib.core.ops import metrics, queues
from chalicelib.core.storage import fact_log
from chalicelib.rooms import flow_table
from tests.support.drain import STREAM_RECORD
from tests.support.stack import Stack

AT = Moment("2026-11-21T02:00:00.000Z")


@fact("sample.kept", zh="样例 {number}", en="Sample {number}", sample={"number": 1})
class SampleKept(FactData, frozen=True, kw_only=True):
    """A promise follows from it, and something that is none."""

    number: int


@fact("sample.noted", zh="样例", en="Sample", sample={})
class SampleNoted(FactData, frozen=True, kw_only=True):
    """Only a card follows from it."""


@pytest.fixture
def ran(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """How often the verbs ran, by lane and number; promises of number 0 always fail, cards of number 1 too."""
    facts.know((SampleKept, SampleNoted))
    counts: Counter[str] = Counter()

    def promise(ctx: Any, fact: Fact[SampleKept]) -> None:
        counts[f"promise {fact.data.number}"] += 1
        if fact.data.number == 0:
            raise RuntimeError("the ERP is down")

    def people(ctx: Any, fact: Fact[Any]) -> None:
        counts[f"people {getattr(fact.data, 'number', '')}"] += 1
        if getattr(fact.data, "number", None) == 1:
            raise RuntimeError("the card is broken")

    lines = {
        SampleKept: [OnFact(SampleKept, promise, Lane.PROMISE), OnFact(SampleKept, people, Lane.PEOPLE)],
        SampleNoted: [OnFact(SampleNoted, people, Lane.PEOPLE)],
    }
    monkeypatch.setattr(flow_table(), "on_fact", lines)
    yield counts
    for kind in ("sample.kept", "sample.noted"):
        facts._known.pop(kind)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each metric was counted."""
    found: Counter[str] = Counter()
    monkeypatch.setattr(metrics, "count", lambda metric, value=1, **_: found.update({metric: value}))
    return found


def _fact(data: FactData, number: int) -> Fact[FactData]:
    return Fact(corp="demo", subject="sample#x", id=f"{number:026}", at=AT, actor="a", cause="c", data=data)


def _record(image: Any, number: int) -> dict[str, Any]:
    change = {**STREAM_RECORD["dynamodb"], "NewImage": image, "SequenceNumber": str(number)}
    return {**STREAM_RECORD, "dynamodb": change}


def _batch(*told: FactData) -> dict[str, Any]:
    images = [fact_log.item_of(facts.stored(_fact(data, number))) for number, data in enumerate(told)]
    return {"Records": [_record(image, number) for number, image in enumerate(images)]}


def test_poison_at_the_head_of_a_batch_of_100_lets_each_healthy_fact_run_once(
    stack: Stack, ran: Counter[str], counted: Counter[str]
) -> None:
    """The stream goes on past it; it is tried again on a queue of its own, until it is given up there."""
    answer = functions.on_fact(_batch(*(SampleKept(number=number) for number in range(100))), "r")
    assert answer == {"batchItemFailures": []}
    assert {ran[f"promise {number}"] for number in range(100)} == {1}
    assert counted["PromisesPutAside"] == 1
    assert stack.queues.waits(ROADS[Lane.PROMISE].queue.url) == 1
    while stack.drain.lanes():
        pass
    assert {ran[f"promise {number}"] for number in range(1, 100)} == {1}
    assert ran["promise 0"] == 6
    assert [json.loads(message.body)["kind"] for message in stack.queues.dead] == ["sample.kept"] * 2


def test_a_card_that_fails_keeps_no_promise_waiting_and_no_other_card(stack: Stack, ran: Counter[str]) -> None:
    """Promises ran at once; on the lane of cards the broken one comes again alone."""
    functions.on_fact(_batch(*(SampleKept(number=number) for number in range(1, 12))), "r")
    assert sum(count for name, count in ran.items() if name.startswith("promise")) == 11
    assert not any(name.startswith("people") for name in ran)
    while stack.drain.lanes():
        pass
    assert {ran[f"people {number}"] for number in range(2, 12)} == {1}
    assert ran["people 1"] == 5


def test_what_this_version_does_not_know_is_passed_over_and_counted(
    stack: Stack, ran: Counter[str], counted: Counter[str]
) -> None:
    """An unknown kind, a later version, fields of foreign types, a fact without what every fact has."""
    good = fact_log.item_of(facts.stored(_fact(SampleKept(number=7), 1)))
    strange = [
        {**good, "kind": {"S": "sample.invented"}},
        {**good, "v": {"N": "99"}},
        {**good, "kind": {"N": "5"}},
        {**good, "at": {"NULL": True}},
        {"pk": {"S": "demo#broken"}, "sk": {"S": "0"}, "kind": {"S": "broken"}},
        good,
    ]
    answer = functions.on_fact({"Records": [_record(image, number) for number, image in enumerate(strange)]}, "r")
    assert answer == {"batchItemFailures": []}
    assert (counted["RecordsPassedOver"], ran["promise 7"]) == (5, 1)


def test_a_row_of_a_kind_that_this_version_does_not_know_tells_nothing(stack: Stack, counted: Counter[str]) -> None:
    """It is passed over and counted; so is one of a foreign type, of no kind, or that nobody can read."""
    rows = [
        {"pk": {"S": "demo#x"}, "sk": {"S": "-"}, "kind": {"S": "invented"}},
        {"pk": {"S": "demo#x"}, "sk": {"S": "-"}, "kind": {"N": "5"}},
        {"pk": {"S": "demo#x"}, "sk": {"S": "-"}, "name": {"S": "no kind"}},
        {"pk": {"S": "demo#x"}, "sk": {"S": "-"}, "kind": {"S": "member"}, "first_at": {"N": "5"}},
    ]
    answer = functions.on_change({"Records": [_record(image, number) for number, image in enumerate(rows)]}, "r")
    assert answer == {"batchItemFailures": []}
    assert counted["RecordsPassedOver"] == 4


def test_a_row_of_keys_alone_tells_nothing_and_rings_nothing(stack: Stack, counted: Counter[str]) -> None:
    """It is written in two steps by an engine of tests, and says nothing after the first."""
    keys = {"pk": {"S": "demo#x"}, "sk": {"S": "-"}}
    assert functions.on_change({"Records": [_record(keys, 0)]}, "r") == {"batchItemFailures": []}
    assert counted == {}


def test_a_queue_that_takes_nothing_loses_nothing(stack: Stack, ran: Counter[str]) -> None:
    """The records whose facts it did not take come again from the stream; the others are done."""
    stack.queues.failing = True
    batch = _batch(SampleKept(number=5), SampleNoted(), SampleKept(number=6))
    failed = {one["itemIdentifier"] for one in functions.on_fact(batch, "r")["batchItemFailures"]}
    assert failed == {"0", "1", "2"}
    stack.queues.failing = False
    assert functions.on_fact(batch, "r") == {"batchItemFailures": []}
    stack.drain.lanes()
    assert (ran["people 5"], ran["people "], ran["people 6"]) == (1, 1, 1)


def test_a_long_fact_takes_no_other_down_with_it(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """A call to SQS is refused as a whole when all of it is too long: it goes alone, and ten short ones together."""
    calls: list[list[str]] = []

    def strict(QueueUrl: str, Entries: list[dict[str, str]]) -> dict[str, Any]:  # noqa: N803  (AWS names them)
        if sum(len(entry["MessageBody"].encode()) for entry in Entries) > 262_144:
            raise ClientError({"Error": {"Code": "AWS.SimpleQueueService.BatchRequestTooLong"}}, "SendMessageBatch")
        calls.append([entry["Id"] for entry in Entries])
        return {}

    monkeypatch.setattr(stack.queues, "send_message_batch", strict)
    messages = ["a", "长" * 60_000, "长" * 80_000, "b", "长" * 90_000, *"cdefghijkl"]
    assert queues.send_all(ROADS[Lane.PEOPLE].queue, messages) == {4}, "no call takes what is too long alone"
    assert calls == [["0", "1"], ["2", "3"], [str(place) for place in range(5, 15)]]
