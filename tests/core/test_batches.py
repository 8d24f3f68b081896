"""Facts by the hundred: of each corp together, what a verb cannot do fails alone, and nobody else's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from chalicelib import functions
from chalicelib.core.context import Ctx
from chalicelib.core.events import facts
from chalicelib.core.events.facts import Fact, FactData, fact
from chalicelib.core.events.flows import FlowTable, OnBatch
from chalicelib.core.moments import Moment
from chalicelib.core.ops import metrics
from chalicelib.core.storage import fact_log
from chalicelib.rooms import flow_table
from tests.support.drain import STREAM_RECORD
from tests.support.stack import Stack

AT = Moment("2026-11-21T02:00:00.000Z")
Facts = Sequence[Fact[FactData]]


@fact("sample.counted", zh="样例 {number}", en="Sample {number}", sample={"number": 1})
class SampleCounted(FactData, frozen=True, kw_only=True):
    """Something that is counted."""

    number: int


@pytest.fixture
def known(stack: Stack) -> Iterator[None]:
    """The sample's kind can be read."""
    facts.know((SampleCounted,))
    yield
    facts._known.pop("sample.counted")


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each metric was counted."""
    found: Counter[str] = Counter()
    monkeypatch.setattr(metrics, "count", lambda metric, value=1, **_: found.update({metric: value}))
    return found


def _follow(monkeypatch: pytest.MonkeyPatch, *verbs: Callable[[Ctx, Facts], None]) -> None:
    monkeypatch.setattr(flow_table(), "on_batch", [OnBatch(verb) for verb in verbs])


def _image(number: int, corp: str) -> Any:
    data = SampleCounted(number=number)
    told = Fact(corp=corp, subject="sample#x", id=f"{number:026}", at=AT, actor="a", cause="c", data=data)
    return fact_log.item_of(facts.stored(told))


def _event(*images: Any) -> dict[str, Any]:
    changes = [
        {**STREAM_RECORD["dynamodb"], "NewImage": image, "SequenceNumber": f"{place:04}"}
        for place, image in enumerate(images)
    ]
    return {"Records": [{**STREAM_RECORD, "eventName": "INSERT", "dynamodb": change} for change in changes]}


def _failed(answer: Any) -> list[str]:
    return [one["itemIdentifier"] for one in answer["batchItemFailures"]]


def _numbers(told: Facts) -> list[int]:
    return [one.data.number for one in told if isinstance(one.data, SampleCounted)]


@pytest.mark.usefixtures("known")
def test_each_corps_facts_come_together_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """One call a corp and verb, under that corp's name: nobody's facts are seen by another's."""
    seen: list[tuple[str, list[int]]] = []
    _follow(monkeypatch, lambda ctx, told: seen.append((ctx.corp, _numbers(told))))
    event = _event(*(_image(number, "rival" if number % 3 else "demo") for number in range(9)))
    assert functions.on_batch(event, "r") == {"batchItemFailures": []}
    assert seen == [("demo", [0, 3, 6]), ("rival", [1, 2, 4, 5, 7, 8])]


@pytest.mark.usefixtures("known")
def test_one_fact_that_cannot_be_done_fails_alone_among_a_thousand(
    monkeypatch: pytest.MonkeyPatch, counted: Counter[str]
) -> None:
    """All others are done, of its own corp too: what a stream repeats behind it finds its work done."""
    done: Counter[tuple[str, int]] = Counter()

    def verb(ctx: Ctx, told: Facts) -> None:
        if ctx.corp == "demo" and 707 in _numbers(told):
            raise RuntimeError("nobody can count this")
        done.update((ctx.corp, number) for number in _numbers(told))

    _follow(monkeypatch, verb)
    images = [_image(number, ("demo", "rival")[number % 2 == 0]) for number in range(1000)]
    assert _failed(functions.on_batch(_event(*images), "r")) == ["0707"]
    assert set(done.values()) == {1} and len(done) == 999
    assert counted["RecordsFailed"] == 1


@pytest.mark.usefixtures("known")
def test_a_verb_that_fails_keeps_no_other_verb_from_its_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its facts come again, for all verbs; the other one has done them already."""
    done: list[int] = []

    def broken(ctx: Ctx, told: Facts) -> None:
        raise RuntimeError("no")

    _follow(monkeypatch, broken, lambda _, told: done.extend(_numbers(told)))
    assert _failed(functions.on_batch(_event(_image(1, "demo"), _image(2, "demo")), "r")) == ["0000", "0001"]
    assert done == [1, 2]


@pytest.mark.usefixtures("known")
def test_an_outage_is_not_asked_about_a_thousand_times(monkeypatch: pytest.MonkeyPatch, counted: Counter[str]) -> None:
    """Halving ends after some tries: the function has a minute, and each try waits for a table that does not answer."""
    tries: list[int] = []

    def down(ctx: Ctx, told: Facts) -> None:
        tries.append(len(told))
        raise TimeoutError

    _follow(monkeypatch, down)
    answer = functions.on_batch(_event(*(_image(number, "demo") for number in range(1000))), "r")
    assert len(_failed(answer)) == 1000 == counted["RecordsFailed"]
    assert len(tries) == 1 + 2 * functions.HALVINGS


@pytest.mark.usefixtures("known")
def test_what_nobody_can_read_is_passed_over_and_counted(
    monkeypatch: pytest.MonkeyPatch, counted: Counter[str]
) -> None:
    """An unknown kind, a later version, no fact at all; a change or an end of a fact is no news and rings nothing."""
    seen: list[int] = []
    _follow(monkeypatch, lambda _, told: seen.extend(_numbers(told)))
    good = _image(7, "demo")
    strange = [{**good, "kind": {"S": "sample.invented"}}, {**good, "v": {"N": "99"}}, {"pk": {"S": "demo#x"}}]
    event = _event(*strange, good, good, good)
    event["Records"][4]["eventName"], event["Records"][5]["eventName"] = "MODIFY", "REMOVE"
    assert functions.on_batch(event, "r") == {"batchItemFailures": []}
    assert (seen, counted["RecordsPassedOver"]) == ([7], 3)


def test_a_rooms_line_is_taken_into_the_table() -> None:
    """Any number of verbs, in the rooms' order."""
    table = FlowTable()

    def verb(ctx: Ctx, told: Facts) -> None:
        raise NotImplementedError

    table.add(OnBatch(verb))
    table.add(OnBatch(verb))
    assert [line.verb for line in table.on_batch] == [verb, verb]
