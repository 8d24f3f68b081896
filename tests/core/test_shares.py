"""Of a queue's workers a corp has a share of each minute; what is too much waits, and is no failure."""

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
from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.events.errands import Errand, Message
from chalicelib.core.events.lanes import ROADS, SendLane
from chalicelib.core.instance import Permits
from chalicelib.core.ops import limits, queues
from chalicelib.core.ops.queues import Queue, StoredCallback
from chalicelib.core.storage import inbox, permits
from chalicelib.core.storage.fact_log import StoredFact
from tests.support import flows
from tests.support.drain import EVENTS, SQS_RECORD
from tests.support.stack import START, Stack
from tests.support.wecom import join_event, sealed

WORKERS = ROADS[SendLane.MARKS].queue.workers
# Seconds that a worker is busy with a message that is held.
HOLDS = 0.02


class Pull(Errand, frozen=True, kw_only=True):
    """Any call to WeCom."""


Pull.name, Pull.version, Pull.lane = "pull", 1, SendLane.MARKS


class Lane:
    """A queue and its workers in simulated time: each takes the message that has waited longest.

    takes: seconds that an errand takes.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, takes: float) -> None:
        self.takes = takes
        self.worked = 0.0
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
        monkeypatch.setattr(limits, "monotonic", lambda: self.worked)
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
        self.worked += self.takes
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
            busy = self.takes if self.done.total() > before else HOLDS
            heapq.heappush(workers, self.now + timedelta(seconds=busy))


def _crowded(monkeypatch: pytest.MonkeyPatch, takes: float) -> Lane:
    """One corp asks at once for errands that take the workers ten minutes and more, another for one every 10 s."""
    lane = Lane(monkeypatch, takes)
    for number in range(int(900 * WORKERS / takes)):
        lane.ask("loud", f"loud {number}", START)
    for number in range(60):
        lane.ask("quiet", f"quiet {number}", START + timedelta(seconds=10 * number))
    lane.work()
    return lane


@pytest.mark.usefixtures("stack")
@pytest.mark.parametrize("takes", [3, 20])
def test_one_corps_flood_of_errands_takes_nobody_elses_minute(monkeypatch: pytest.MonkeyPatch, takes: float) -> None:
    """However slow the platform: the other's run within two minutes, the flood too, each once, and none has failed."""
    lane = _crowded(monkeypatch, takes)
    assert max(lane.waited["quiet"]) <= timedelta(minutes=2)
    assert (set(lane.done.values()), len(lane.done), lane.failed) == ({1}, len(lane.sent), 0)


@pytest.mark.usefixtures("stack")
def test_without_a_share_a_flood_keeps_the_others_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: who comes behind waits for all of it."""
    monkeypatch.setattr(limits, "TENTHS_A_WORKER", 10**9)
    lane = _crowded(monkeypatch, 3)
    assert max(lane.waited["quiet"]) > timedelta(minutes=8)


def _used_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each corp has had its share of this minute."""
    monkeypatch.setattr(permits, "take", lambda *_: False)
    monkeypatch.setattr(limits, "_times", Permits())


def test_a_held_errand_comes_again_as_new_after_a_pause(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is no failure: nothing is reported, and its tries begin anew."""
    pauses: list[int] = []
    monkeypatch.setattr(queues, "send_later", lambda queue, body, seconds: pauses.append(seconds))
    _used_up(monkeypatch)
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
    _used_up(monkeypatch)
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
        limits.hold(ctx, ROADS[SendLane.MARKS].queue, message, held)
    assert pauses == [59, 119, 239, 479, 899, 899]


def _handed(body: Any, tries: int = 1) -> dict[str, Any]:
    attributes = {**SQS_RECORD["attributes"], "ApproximateReceiveCount": str(tries)}
    text = msgspec.json.encode(body).decode()
    return {"Records": [{**SQS_RECORD, "messageId": "m", "body": text, "attributes": attributes}]}


def _laters(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What is put back into a queue with a pause."""
    laters: list[dict[str, Any]] = []
    monkeypatch.setattr(queues, "send_later", lambda queue, body, pause: laters.append(json.loads(body)))
    return laters


@pytest.mark.parametrize(("tries", "can_wait", "is_held"), [(1, True, True), (2, True, False), (1, False, False)])
def test_a_callback_that_can_wait_is_held_beyond_its_corps_share(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, tries: int, can_wait: bool, is_held: bool
) -> None:
    """A bulk edit at WeCom keeps nobody's join waiting; a join is never held, for its welcome lives 20 s."""
    _used_up(monkeypatch)
    laters = _laters(monkeypatch)
    read: list[str] = []
    monkeypatch.setattr(inbox, "callback", lambda pk, sk: read.append(sk))
    message = StoredCallback("demo#callback#2026-11-26T06:00", "d1", can_wait, held=2)
    assert functions.on_callback(_handed(message, tries), "r") == {"batchItemFailures": []}
    again = [msgspec.to_builtins(msgspec.structs.replace(message, held=3))]
    assert (laters, read) == ((again, []) if is_held else ([], ["d1"]))


def test_the_door_says_what_can_wait(stack: Stack) -> None:
    """A join with a welcome code cannot, an edit can."""
    join = join_event("demo", "liming", "wmjoin", 1763690400, WelcomeCode="w1")
    edit = join_event("demo", "liming", "wmjoin", 1763690401, "edit_external_contact")
    for event in (join, edit):
        path, body = sealed("demo", event)
        assert stack.http.call("POST", path, body, {}, "text/xml").status == 200
    waiting = [json.loads(one.body).get("can_wait", False) for one in stack.queues.waiting[queues.CALLBACKS.url]]
    assert waiting == [False, True]


def test_permits_of_a_minute_are_given_up_to_its_limit_and_no_further(stack: Stack) -> None:
    """Whoever asks, in grants that fit as a whole; each corp and each minute has its own."""
    ctx = stack.ctx()
    taken = [permits.take(ctx, "demo#share#x#2026-11-26T06:00", 40, 100) for _ in range(3)]
    others = [permits.take(ctx, window, 40, 100) for window in ("demo#share#x#2026-11-26T06:01", "demo1#share#x")]
    assert (taken, others) == ([True, True, False], [True, True])
    assert permits.take(ctx, "demo#share#x#2026-11-26T06:00", 20, 100)


def test_what_is_queued_again_after_an_hour_can_wait(stack: Stack) -> None:
    """No welcome hangs on it any more, and one corp's thousands shall not take all workers from others' joins."""
    assert queues.all_to_callbacks([("demo#callback#2026-11-26T06:00", "d1")]) == set()
    [again] = stack.queues.waiting[queues.CALLBACKS.url]
    assert msgspec.json.decode(again.body, type=StoredCallback).can_wait


def test_a_fact_of_the_people_lane_is_held_beyond_its_corps_share(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One corp's mass of targets lets another's cards and tags pass; the fact comes again as new, and is followed."""
    followed: list[str] = []
    flows.only_facts(monkeypatch, lambda kind: False)
    monkeypatch.setattr(functions, "_follow_later", lambda lane, stored, record, request: followed.append(stored.id))
    laters = _laters(monkeypatch)
    sample = json.loads((EVENTS.parent / "facts" / "member.joined.json").read_text())
    stored = msgspec.convert({**sample, "data": json.dumps(sample["data"])}, StoredFact)
    with monkeypatch.context() as patch:
        _used_up(patch)
        functions.on_people(_handed(stored), "r")
    assert (followed, [one["held"] for one in laters]) == ([], [1])
    functions.on_people(_handed(laters[0]), "r")
    assert followed == [stored.id]


def test_a_corp_with_little_to_do_costs_no_write(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """An instance gives each corp the first second of a minute; only then is the share asked for, 2 s at a time."""
    asked: list[int] = []
    clock = iter(itertools.accumulate(itertools.repeat(0.25)))
    monkeypatch.setattr(limits, "monotonic", lambda: next(clock))

    def take(ctx: Ctx, window: str, many: int, limit: int) -> bool:
        asked.append(many)
        return True

    monkeypatch.setattr(permits, "take", take)
    monkeypatch.setattr(limits, "_times", Permits(free=limits.FREE))
    counts = []
    for _ in range(12):  # a quarter of a second each
        assert limits.in_its_share(stack.ctx(), ROADS[SendLane.MARKS].queue, "send_marks", 1, lambda: None)
        counts.append(len(asked))
    assert counts == [0] * 4 + [1] * 8


def test_a_corp_that_is_alone_is_not_counted(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stack of one corp says so, and no worker idles while its work waits."""
    _used_up(monkeypatch)
    monkeypatch.setattr(limits, "config", lambda: msgspec.structs.replace(config(), corp_share=100))
    assert limits.in_its_share(stack.ctx(), ROADS[SendLane.MARKS].queue, "send_marks", 1, lambda: None)


class _Highest:
    def random(self) -> float:
        return 0.9999

    def randbytes(self, many: int) -> bytes:
        return bytes(many)
