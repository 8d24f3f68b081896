"""Of each send lane a corp has a share a minute: what is too much waits out of others' way, and is no failure."""

from __future__ import annotations

import heapq
import itertools
import json
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest

from chalicelib import functions
from chalicelib.core import context
from chalicelib.core.context import Ctx
from chalicelib.core.events import errands, lanes
from chalicelib.core.events.errands import Errand, Message
from chalicelib.core.events.lanes import Road, SendLane
from chalicelib.core.ops import queues
from chalicelib.core.ops.queues import Queue
from chalicelib.core.storage import permits
from tests.support import flows
from tests.support.drain import SQS_RECORD
from tests.support.stack import START, Stack

WORKERS = 10
# Seconds that a worker is busy with an errand that runs, and with one that is held.
RUNS, HOLDS = 3, 0.02


class Pull(Errand, frozen=True, kw_only=True):
    """Any call to WeCom."""


Pull.name, Pull.version, Pull.lane = "pull", 1, SendLane.MARKS


class Lane:
    """A queue and its workers in simulated time: ten of them take the message that has waited longest."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now: datetime = START
        self.visible: list[tuple[datetime, int, str]] = []
        self.sent: dict[str, datetime] = {}
        self.waited: dict[str, list[timedelta]] = {}
        self.done: Counter[str] = Counter()
        self.taken: Counter[str] = Counter()
        self.failed = 0
        self.numbers = itertools.count()
        monkeypatch.setattr(context, "wall_clock", lambda: self.now)
        monkeypatch.setattr(permits, "take", self.take)
        monkeypatch.setattr(queues, "send_later", self.later)
        flows.on_errand(monkeypatch, Pull.name, self.run, Pull)

    def take(self, ctx: Ctx, window: str, grant: int, limit: int) -> bool:
        """As core/storage/permits.py, in memory."""
        if self.taken[window] + grant > limit:
            return False
        self.taken[window] += grant
        return True

    def later(self, queue: Queue, body: str, seconds: int) -> None:
        """A message that shows after a pause."""
        assert 0 < seconds <= 900
        self.put(body, self.now + timedelta(seconds=seconds))

    def put(self, body: str, at: datetime) -> None:
        """A message that shows at a time."""
        heapq.heappush(self.visible, (at, next(self.numbers), body))

    def ask(self, corp: str, name: str, at: datetime) -> None:
        """A corp asks for an errand."""
        self.sent[name] = at
        message = Message(corp=corp, cause=name, errand="pull", version=1, args=msgspec.Raw(b"{}"))
        self.put(msgspec.json.encode(message).decode(), at)

    def run(self, ctx: Ctx, errand: Pull) -> None:
        """The errand runs."""
        self.done[ctx.cause] += 1
        self.waited.setdefault(ctx.corp, []).append(self.now - self.sent[ctx.cause])

    def work(self) -> None:
        """Until nothing waits."""
        workers = [START] * WORKERS
        while self.visible:
            at, _, body = heapq.heappop(self.visible)
            self.now = max(at, heapq.heappop(workers))
            before = self.done.total()
            event = {"Records": [{**SQS_RECORD, "messageId": "m", "body": body}]}
            self.failed += len(functions.send_marks(event, "r")["batchItemFailures"])
            busy = RUNS if self.done.total() > before else HOLDS
            heapq.heappush(workers, self.now + timedelta(seconds=busy))


def _crowded(monkeypatch: pytest.MonkeyPatch, share: int) -> Lane:
    """One corp asks for 3,000 errands at once, another for one every ten seconds."""
    road = lanes.ROADS[SendLane.MARKS]
    monkeypatch.setitem(lanes.ROADS, SendLane.MARKS, Road(road.queue, road.function, share=share))
    lane = Lane(monkeypatch)
    for number in range(3_000):
        lane.ask("loud", f"loud {number}", START)
    for number in range(60):
        lane.ask("quiet", f"quiet {number}", START + timedelta(seconds=10 * number))
    lane.work()
    return lane


@pytest.mark.usefixtures("stack")
def test_one_corps_flood_of_errands_takes_nobody_elses_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other's are run within two minutes, the flood is run too, each once, and no message has failed."""
    lane = _crowded(monkeypatch, 100)
    assert max(lane.waited["quiet"]) <= timedelta(minutes=2)
    assert (set(lane.done.values()), len(lane.done), lane.failed) == ({1}, 3_060, 0)


@pytest.mark.usefixtures("stack")
def test_without_a_share_a_flood_keeps_the_others_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: who comes behind waits for all of it."""
    lane = _crowded(monkeypatch, 10**9)
    assert max(lane.waited["quiet"]) > timedelta(minutes=8)


def test_a_held_errand_comes_again_as_new_after_a_pause(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is no failure: nothing is reported, and its tries begin anew."""
    pauses: list[int] = []
    monkeypatch.setattr(queues, "send_later", lambda queue, body, seconds: pauses.append(seconds))
    monkeypatch.setattr(permits, "take", lambda *_: False)
    body = json.dumps({"corp": "demo", "cause": "c", "errand": "read_profile", "version": 1, "args": {}, "held": 9})
    answer = functions.send_marks({"Records": [{**SQS_RECORD, "messageId": "m", "body": body}]}, "r")
    assert answer == {"batchItemFailures": []}
    assert len(pauses) == 1 and 5 <= pauses[0] <= 900


@pytest.mark.parametrize(("errand", "version"), [("pull the lever", 1), (Pull.name, Pull.version + 1)])
def test_an_errand_that_this_code_does_not_know_is_not_run_and_not_lost(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, errand: str, version: int
) -> None:
    """While a stack is updated, and after a rollback: it comes again, and ends in the dead letters."""
    ran: list[Pull] = []
    flows.on_errand(monkeypatch, Pull.name, lambda ctx, asked: ran.append(asked), Pull)
    body: dict[str, Any] = {"corp": "demo", "cause": "c", "errand": errand, "version": version, "args": {}}
    answer = functions.send_marks({"Records": [{**SQS_RECORD, "messageId": "m", "body": json.dumps(body)}]}, "r")
    assert (answer, ran) == ({"batchItemFailures": [{"itemIdentifier": "m"}]}, [])


def test_an_errand_that_has_failed_is_not_held(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Held, it would begin its tries anew, and a poisonous one of a busy corp would circle for ever."""
    monkeypatch.setattr(permits, "take", lambda *_: False)
    body = json.dumps({"corp": "demo", "cause": "c", "errand": "read_profile", "version": 1, "args": {}})
    attributes = {**SQS_RECORD["attributes"], "ApproximateReceiveCount": "2"}
    record = {**SQS_RECORD, "messageId": "m", "body": body, "attributes": attributes}
    assert functions.send_marks({"Records": [record]}, "r")["batchItemFailures"] == [{"itemIdentifier": "m"}]


def test_the_pauses_of_what_is_held_grow(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """From a minute at most to a quarter of an hour at most."""
    pauses: list[int] = []
    monkeypatch.setattr(queues, "send_later", lambda queue, body, seconds: pauses.append(seconds))
    ctx = msgspec.structs.replace(stack.ctx(), rng=_Highest())
    message = Message(corp="demo", cause="c", errand="pull", version=1, args=msgspec.Raw(b"{}"))
    for held in range(6):
        errands.hold(ctx, msgspec.structs.replace(message, held=held), SendLane.MARKS)
    assert pauses == [59, 119, 239, 479, 899, 899]


class _Highest:
    def random(self) -> float:
        return 0.9999

    def randbytes(self, many: int) -> bytes:
        return bytes(many)
