"""Time is fair: a backlog takes nobody else's minute, nothing is queued twice or lost, and idle costs nothing."""

from __future__ import annotations

import bisect
import itertools
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from chalicelib import clock
from chalicelib.core.ids import digest
from chalicelib.core.moments import iso
from chalicelib.core.ops import queues
from chalicelib.core.ops.queues import DUE, DUE_BULK, Queue
from chalicelib.core.storage import due, inbox
from chalicelib.core.storage.due import Due, Mark, Reading
from chalicelib.core.storage.inbox import Unfinished
from tests.support import flows
from tests.support.drain import SQS_RECORD
from tests.support.perf.meter import metered
from tests.support.stack import Stack

START = datetime(2026, 11, 21, 2, 0, 0, tzinfo=UTC)
LATE, BROKEN = "late", "broken"
# Seconds that a page of the index, a write and a call to a queue take.
PAGE, WRITE, CALL = 0.02, 0.005, 0.01


class Index:
    """Stands where the due index stands, with its marks: shards of sorted keys, in memory."""

    def __init__(self, passes: Callable[[float], None]) -> None:
        self.passes = passes
        self.shards: list[list[tuple[str, str, str]]] = [[] for _ in range(due.SHARDS)]
        self.marks: dict[int, Mark] = {}
        self.pages = 0

    def wait(self, corp: str, topic: str, name: str, when: datetime) -> Due:
        """A row that waits."""
        one = Due(f"{corp}#{topic}#{name}", "-", f"{iso(when)}#{topic}#{digest(name)[:4].hex()}")
        bisect.insort(self.shards[self.shard(one)], (one.due_at, one.pk, one.sk))
        return one

    def done(self, one: Due) -> bool:
        """Its work was done: it no longer waits. False when it was done before."""
        shard = self.shards[self.shard(one)]
        place = bisect.bisect_left(shard, (one.due_at, one.pk, one.sk))
        if place == len(shard) or shard[place] != (one.due_at, one.pk, one.sk):
            return False
        del shard[place]
        return True

    def overdue(self, shard: int, now: datetime, after: str = "") -> Iterator[list[Due]]:
        """As due.overdue."""
        keys = self.shards[shard]
        begin = bisect.bisect_left(keys, (after,))
        end = bisect.bisect_left(keys, (f"{iso(now)}#~",))
        self.pages += 1
        for start in range(begin, end, due.PAGE):
            self.pages += start > begin
            self.passes(PAGE)
            yield [Due(pk, sk, due_at) for due_at, pk, sk in keys[start : min(start + due.PAGE, end)]]

    def keep_mark(self, shard: int, mark: Mark, now: datetime) -> None:
        """As due.keep_mark."""
        self.passes(WRITE)
        self.marks[shard] = mark

    def waiting(self) -> int:
        """How many rows wait."""
        return sum(map(len, self.shards))

    @staticmethod
    def shard(one: Due) -> int:
        """In which shard it lies."""
        return digest(one.corp, one.topic, one.pk)[0] % due.SHARDS


class World:
    """Ticks and workers over simulated minutes. at_most: keys a minute that the workers of each queue do."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, at_most: int = 2_000) -> None:
        self.index, self.now, self.at_most = Index(self.passes), START, at_most
        self.queued: Counter[tuple[str, ...]] = Counter()
        self.waits: dict[Queue, list[clock.Overdue]] = {DUE: [], DUE_BULK: []}
        self.done_after: dict[Due, timedelta] = {}
        self.messages = 0
        for name in ("overdue", "keep_mark"):
            monkeypatch.setattr(due, name, getattr(self.index, name))
        monkeypatch.setattr(due, "marks", lambda: dict(self.index.marks))
        monkeypatch.setattr(clock, "wall_clock", lambda: self.now)
        monkeypatch.setattr(queues, "send_all", self.take)
        monkeypatch.setattr(queues, "is_empty", lambda queue: not self.waits[queue])
        self.stuck: dict[Unfinished, datetime] = {}
        self.again: Counter[str] = Counter()
        monkeypatch.setattr(inbox, "unfinished", self.unfinished)
        monkeypatch.setattr(inbox, "queue_again", self.queue_again)
        monkeypatch.setattr(queues, "all_to_callbacks", self.to_callbacks)
        self.clock = 0.0
        monkeypatch.setattr(time, "monotonic", lambda: self.clock)

    def unfinished(self, queued_before: datetime) -> Iterator[Unfinished]:
        """As inbox.unfinished."""
        yield from [one for one, queued_at in self.stuck.items() if queued_at < queued_before]

    def queue_again(self, one: Unfinished, now: datetime) -> bool:
        """As inbox.queue_again: a write."""
        self.clock += WRITE
        self.stuck[one] = now
        return True

    def to_callbacks(self, places: list[tuple[str, str]]) -> set[int]:
        """As queues.all_to_callbacks: a call for ten."""
        self.clock += CALL
        self.again.update(pk + sk for pk, sk in places)
        return set()

    def passes(self, seconds: float) -> None:
        """The tick spends some of its time."""
        self.clock += seconds

    def take(self, queue: Queue, messages: list[str]) -> set[int]:
        """A queue takes messages, ten a call."""
        self.clock += CALL * -(-len(messages) // 10)
        for text in messages:
            message = msgspec.json.decode(text, type=clock.Overdue)
            assert len({key[0].partition("#")[0] for key in message.keys}) == 1
            self.waits[queue].append(message)
            self.messages += 1
            self.queued.update(tuple(key) for key in message.keys)
        return set()

    def minute(self) -> None:
        """A tick, then what the workers of each queue manage in a minute, the longest waiting message first."""
        clock.tick("tick")
        for queue in (DUE, DUE_BULK):
            room = self.at_most
            while self.waits[queue] and room > 0:
                for key in self.waits[queue].pop(0).keys:
                    self.work(Due(*key))
                    room -= 1
        self.now += timedelta(minutes=1)

    def work(self, one: Due) -> None:
        """What one corp's rows are about always fails."""
        if one.corp != BROKEN and self.index.done(one):
            self.done_after[one] = self.now - datetime.fromisoformat(one.at)


def _three_hundred_corps(world: World) -> list[Due]:
    """One with 60,000 late rows, one whose rows raise, one with 5,000 stuck callbacks, and 297 others now and then."""
    for number in range(5_000):
        world.stuck[Unfinished("stuck#callback#2026-11-21T00:00", f"{number:064}", "")] = START - timedelta(hours=3)
    for number in range(60_000):
        world.index.wait(LATE, "post", str(number), START - timedelta(hours=2, milliseconds=number))
    for number in range(3_000):
        world.index.wait(BROKEN, "team", str(number), START - timedelta(hours=1, milliseconds=number))
    return [
        world.index.wait(f"corp{corp}", topic, f"{minute}", START + timedelta(minutes=minute, seconds=corp % 60))
        for corp in range(297)
        for topic in ("hold", "payment")
        for minute in range(0, 18, 6)
    ]


def test_a_backlog_of_one_takes_nobody_elses_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Within 20 ticks every other corp's rows are done within two minutes of their time; none is lost."""
    world = World(monkeypatch)
    others = _three_hundred_corps(world)
    for _ in range(20):
        world.minute()
    assert set(others) <= set(world.done_after)
    assert max(world.done_after[one] for one in others) <= timedelta(minutes=2)


def test_no_key_is_queued_twice_while_it_is_worked_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """60,000 late rows of one corp go out once each, and all of them are done."""
    world = World(monkeypatch, at_most=5_000)
    _three_hundred_corps(world)
    for _ in range(20):
        world.minute()
    assert {count for key, count in world.queued.items() if not key[0].startswith(BROKEN)} == {1}
    assert not [one for shard in world.index.shards for one in shard if one[1].startswith(f"{LATE}#")]


def test_stuck_callbacks_are_queued_again_once_and_keep_no_tick_from_what_is_due(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """5,000 of one corp, beside the backlog: each once within a few ticks, after what is due."""
    world = World(monkeypatch)
    _three_hundred_corps(world)
    for _ in range(5):
        world.minute()
    assert (len(world.again), set(world.again.values())) == (5_000, {1})


def test_a_minute_in_which_a_stack_full_becomes_due_fits_into_its_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    """45,000 keys of one shard within the index's lag: a mark stays far below what a row may hold."""
    reading = Reading(None, START)
    reading.queued([Due(f"corp#{number}", "-", f"{iso(START)}#hold#{number:08x}") for number in range(45_000)])
    mark = reading.mark(is_read_up=True)
    assert len(mark.recent) == due.MOST_RECENT
    assert 8 * len(mark.recent) < 200_000


def test_one_plain_queue_lets_a_backlog_take_everybodys_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: without a share and a second queue the others wait behind the backlog."""
    monkeypatch.setattr(clock, "SHARE", 10**9)
    world = World(monkeypatch)
    others = _three_hundred_corps(world)
    for _ in range(20):
        world.minute()
    late = [one for one in others if world.done_after.get(one, timedelta(hours=1)) > timedelta(minutes=2)]
    assert len(late) > len(others) / 2


def test_what_failed_is_found_again_once_the_queues_are_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row whose verb raised lies before the mark; some minutes later it is queued again, and again."""
    world = World(monkeypatch)
    one = world.index.wait(BROKEN, "team", "x", START - timedelta(hours=1))
    for _ in range(20):
        world.minute()
    assert 2 <= world.queued[one.pk, one.sk, one.due_at] <= 4


def _shard_of(corp: str, topic: str, name: str) -> int:
    return Index.shard(Due(f"{corp}#{topic}#{name}", "-", f"{iso(START)}#{topic}#0"))


def test_a_row_that_an_index_shows_late_is_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """It was written in time and shows half a minute later, behind one that was read already."""
    world = World(monkeypatch)
    seen, name = itertools.islice((name for name in map(str, range(1_000)) if _shard_of("corp1", "hold", name) == 0), 2)
    world.index.wait("corp1", "hold", seen, START - timedelta(seconds=1))
    world.minute()
    late = world.index.wait("corp1", "hold", name, START - timedelta(seconds=30))
    world.minute()
    assert world.queued[late.pk, late.sk, late.due_at] == 1
    assert set(world.queued.values()) == {1}


def test_what_a_queue_did_not_take_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """SQS refuses some messages of a tick: their keys are queued by the next one, the others are not."""
    world = World(monkeypatch)
    for number in range(500):
        world.index.wait("corp1", "hold", str(number), START - timedelta(minutes=5, milliseconds=number))
    refused: list[Any] = []

    def refuse(queue: Queue, messages: list[str]) -> set[int]:
        lost = set(range(0, len(messages), 2)) if not refused else set()
        refused.extend(lost)
        world.take(queue, [message for place, message in enumerate(messages) if place not in lost])
        return lost

    monkeypatch.setattr(queues, "send_all", refuse)
    world.minute()
    assert refused
    world.minute()
    assert set(world.queued.values()) == {1}
    assert world.index.waiting() == 0


@pytest.mark.parametrize("corps", [1, 100, 300])
def test_an_idle_tick_costs_the_same_for_any_number_of_corps(monkeypatch: pytest.MonkeyPatch, corps: int) -> None:
    """A query a shard; no mark is written; nothing loops over corps."""
    world = World(monkeypatch)
    for corp in range(corps):
        world.index.wait(f"corp{corp}", "hold", "later", START + timedelta(hours=1))
    clock.tick("tick")
    assert (world.index.pages, world.messages, world.index.marks) == (due.SHARDS, 0, {})


@pytest.mark.parametrize("pages", [6, pytest.param(63, marks=pytest.mark.soak)])
def test_late_rows_are_handed_out_in_pages_of_bounded_memory(monkeypatch: pytest.MonkeyPatch, pages: int) -> None:
    """One corp's 96,000 (a million in the soak) in the time of one tick: 20 messages go first, the rest second."""
    counts: Counter[Queue] = Counter()
    world = World(monkeypatch)

    def backlog(shard: int, now: datetime, after: str = "") -> Iterator[list[Due]]:
        for page in range(pages):
            world.index.pages += 1
            world.passes(PAGE)
            at = iso(START - timedelta(hours=3) + timedelta(seconds=page))
            numbers = range(due.PAGE)
            yield [Due(f"{LATE}#{shard}-{page}-{one:04}", "-", f"{at}#post#{one:08}") for one in numbers]

    def count(queue: Queue, messages: list[str]) -> set[int]:
        counts[queue] += len(messages)
        world.passes(CALL * -(-len(messages) // 10))
        return set()

    monkeypatch.setattr(due, "overdue", backlog)
    monkeypatch.setattr(queues, "send_all", count)
    tracemalloc.start()
    clock.tick("tick")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert world.index.pages == pages * due.SHARDS
    assert (counts[DUE], counts[DUE_BULK]) == (20, pages * due.SHARDS * due.PAGE // 100 - 20)
    assert peak < 30_000_000


def test_a_key_that_failed_comes_again_alone_and_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever fills the queues: its neighbours are done once, and it is tried six times with growing pauses."""
    tried: Counter[str] = Counter()
    later: list[tuple[str, int]] = []

    def verb(ctx: Any, one: Due) -> None:
        tried[one.pk] += 1
        if one.pk == "corp#bad":
            raise RuntimeError("throttled")

    flows.on_due(monkeypatch, "hold", verb)
    monkeypatch.setattr(queues, "send_later", lambda queue, body, seconds: later.append((body, seconds)))
    at = f"{iso(START)}#hold#0"
    body = clock._message([Due("corp#good", "-", at), Due("corp#bad", "-", at)])
    pauses = []
    while body:
        clock.on_due({"Records": [{**SQS_RECORD, "body": body}]}, "r")
        body, pause = later.pop() if later else ("", 0)
        pauses.append(pause)
    assert tried == {"corp#good": 1, "corp#bad": 6}
    assert pauses == [30, 60, 120, 240, 480, 0]


def test_what_there_was_no_time_for_goes_on_in_a_message_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow database: the worker ends by itself, and the tail does not wait behind the same head again."""
    now = [0.0]
    done: list[str] = []
    later: list[clock.Overdue] = []

    def verb(ctx: Any, one: Due) -> None:
        now[0] += 10
        done.append(one.pk)

    flows.on_due(monkeypatch, "hold", verb)
    monkeypatch.setattr(time, "monotonic", lambda: now[0])

    def send_later(queue: Queue, body: str, seconds: int) -> None:
        later.append(msgspec.json.decode(body, type=clock.Overdue))

    monkeypatch.setattr(queues, "send_later", send_later)
    keys = [Due(f"corp#{number}", "-", f"{iso(START)}#hold#0") for number in range(8)]
    clock.on_due({"Records": [{**SQS_RECORD, "body": clock._message(keys)}]}, "r")
    assert done == [f"corp#{number}" for number in range(5)]
    assert [key[0] for key in later[0].keys] == [f"corp#{number}" for number in range(5, 8)]
    assert (len(later), later[0].tries) == (1, 0)


def test_a_key_at_which_workers_die_keeps_no_other_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes its message down with it once; handed out again, each key goes on alone, with the tries that it had."""

    class Died(BaseException):
        pass

    done: list[str] = []
    sent: list[str] = []

    def verb(ctx: Any, one: Due) -> None:
        if one.pk == "corp#0":
            raise Died
        done.append(one.pk)

    def four(queue: Queue, messages: list[str]) -> set[int]:
        taken = messages[:4]
        sent.extend(taken)
        return set(range(len(taken), len(messages)))

    flows.on_due(monkeypatch, "hold", verb)
    monkeypatch.setattr(queues, "send_all", four)
    keys = [(f"corp#{number}", "-", f"{iso(START)}#hold#0") for number in range(5)]
    body = msgspec.json.encode(clock.Overdue(corp="corp", topic="hold", keys=keys, tries=2)).decode()
    record = {**SQS_RECORD, "body": body}
    with pytest.raises(Died):
        clock.on_due({"Records": [record]}, "r")
    attributes = {**SQS_RECORD["attributes"], "ApproximateReceiveCount": "2"}
    clock.on_due({"Records": [{**record, "attributes": attributes}]}, "r")
    alone = [msgspec.json.decode(body, type=clock.Overdue) for body in sent]
    assert ([one.keys for one in alone], {one.tries for one in alone}) == ([[key] for key in keys[:4]], {2})
    assert done == ["corp#4"], "what the queue did not take is done here"
    with pytest.raises(Died):
        clock.on_due({"Records": [{**record, "body": sent[0], "attributes": attributes}]}, "r")
    assert len(sent) == 4, "alone, it is not divided again"


@pytest.mark.parametrize("place", ["overdue", "keep_mark"])
def test_a_shard_that_fails_keeps_no_other_and_no_callback_waiting(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    """Throttled, say: the tick fails at its end, where an alarm hears of it, and not at that shard."""
    world = World(monkeypatch)
    world.stuck[Unfinished("stuck#callback#2026-11-21T00:00", "0", "")] = START - timedelta(hours=3)
    waits = [world.index.wait(f"corp{number}", "hold", "x", START - timedelta(minutes=1)) for number in range(100)]
    real = getattr(due, place)

    def throttled(shard: int, *args: Any) -> Any:
        if shard == 0:
            raise ConnectionError
        return real(shard, *args)

    def pages(shard: int, *args: Any) -> Iterator[list[Due]]:
        yield from throttled(shard, *args)

    monkeypatch.setattr(due, place, pages if place == "overdue" else throttled)
    with pytest.raises(ExceptionGroup) as failed:
        clock.tick("tick")
    elsewhere = {one.pk for one in waits if world.index.shard(one)}
    assert elsewhere <= {key[0] for key in world.queued}
    assert (len(failed.value.exceptions), world.again.total()) == (1, 1)


@pytest.mark.parametrize(("ahead", "is_backlog"), [(timedelta(days=1), False), (timedelta(hours=1), True)])
def test_a_tick_whose_clock_ran_ahead_hides_nothing_afterwards(
    monkeypatch: pytest.MonkeyPatch, ahead: timedelta, is_backlog: bool
) -> None:
    """Its marks say that they were set tomorrow, or lie ahead, which a backlog would keep for hours: they are old."""
    world = World(monkeypatch)
    monkeypatch.setattr(queues, "is_empty", lambda queue: not is_backlog)
    verb = world.work
    monkeypatch.setattr(world, "work", lambda one: verb(one) if one.at <= iso(world.now) else None)
    for number in range(50):
        world.index.wait(f"corp{number}", "hold", "before", START - timedelta(hours=1))
        world.index.wait(f"corp{number}", "hold", "later", START + ahead / 2)
    world.minute()
    world.now += ahead
    clock.tick("ahead")
    world.now -= ahead
    world.waits[DUE].clear()
    soon = [world.index.wait(f"corp{number}", "hold", "soon", START + timedelta(minutes=2)) for number in range(50)]
    for _ in range(4):
        world.minute()
    assert [one for one in soon if one not in world.done_after] == []


def test_a_mark_that_was_set_tomorrow_is_old_today() -> None:
    """Else what failed behind it would not be found again for a day."""
    mark = Mark(f"{iso(START - timedelta(hours=1))}#hold#0", iso(START + timedelta(days=1)), frozenset())
    assert due.age(mark, START) > clock.MARK_KEPT_AT_MOST


def test_a_mark_that_nothing_moves_is_not_written_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """An idle minute writes nothing, also on a stack that was busy once."""
    world = World(monkeypatch)
    world.index.wait("corp1", "hold", "one", START - timedelta(hours=1))
    for _ in range(3):
        world.minute()
    written: list[int] = []
    monkeypatch.setattr(due, "keep_mark", lambda shard, mark, now: written.append(shard))
    clock.tick("idle")
    assert written == []


def test_a_place_in_the_index_without_a_topic_has_none() -> None:
    """Written by hand, it is handed out and passed over, instead of ending the tick for everybody."""
    assert Due("corp#x", "-", "2026-11-21T02:00:00.000Z").topic == ""


def test_a_backlog_without_an_end_leaves_the_sweep_its_time_and_the_tick_below_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of 40 s the hand-out takes 28 and not a page more; stuck callbacks are queued again in the same minute."""
    world = World(monkeypatch)
    world.stuck[Unfinished("stuck#callback#2026-11-21T00:00", "0", "")] = START - timedelta(hours=3)

    def endless(shard: int, now: datetime, after: str = "") -> Iterator[list[Due]]:
        while world.clock < 5 * clock.HAND_OUT_SECONDS:  # as good as endless, and whoever does not stop is seen
            world.passes(1.0)
            yield [Due(f"{LATE}#{shard}", "-", f"{iso(START - timedelta(hours=1))}#post#0")]

    monkeypatch.setattr(due, "overdue", endless)
    clock.tick("tick")
    assert world.again.total() == 1
    assert world.clock < clock.HAND_OUT_SECONDS + 2


def test_a_share_counts_keys_however_they_lie_among_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five of a corp's on each of 30 pages are 150 keys: all of them go first, though they make 30 messages."""
    world = World(monkeypatch)
    pages = [
        [Due(f"few#{page}-{number}", "-", f"{iso(START - timedelta(hours=1))}#hold#{page:02}") for number in range(5)]
        for page in range(30)
    ]
    monkeypatch.setattr(due, "overdue", lambda shard, now, after="": iter(pages if shard == 0 else ()))
    clock.tick("tick")
    assert (sum(len(one.keys) for one in world.waits[DUE]), world.waits[DUE_BULK]) == (150, [])


def test_all_marks_are_read_however_long_they_are(stack: Stack) -> None:
    """Sixteen of the longest are more than one page of DynamoDB."""
    for shard in range(due.SHARDS):
        recent = frozenset(range(shard * due.MOST_RECENT, (shard + 1) * due.MOST_RECENT))
        due.keep_mark(shard, Mark(iso(START), iso(START), recent), stack.clock.now())
    assert sorted(due.marks()) == list(range(due.SHARDS))


def test_a_moment_that_is_over_is_written_as_now(stack: Stack) -> None:
    """Nothing new lies before a mark, where it would not be read."""
    ctx = stack.ctx()
    assert due.place(ctx, "hold", "x", iso(ctx.now - timedelta(days=1)))[1].startswith(f"{ctx.at}#hold#")


def test_a_tick_whose_clock_is_behind_the_last_one_reads_nothing_and_fails_at_nothing(stack: Stack) -> None:
    """Two instances, whose clocks differ: what lies behind the mark is later than now."""
    later = iso(stack.clock.now() + timedelta(minutes=1))
    with metered() as cost:
        assert list(due.overdue(0, stack.clock.now(), f"{later}#hold#00000000")) == []
    assert cost.calls == 0, "the engine refuses a range that ends before it begins"
