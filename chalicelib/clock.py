"""What the clock sets off: every minute, what has become due goes to a queue; what was never finished, back to its own.

Fair: of each corp and topic a share a minute goes to the first queue, the rest to a second one with workers of its own,
so the first never holds more of anyone. Idle: a query a shard, whatever the number of corps and rooms.
"""

from __future__ import annotations

import itertools
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from chalicelib.core.config import config
from chalicelib.core.context import new_ctx, wall_clock
from chalicelib.core.ops import log, metrics, queues, records
from chalicelib.core.ops.queues import DUE, DUE_BULK, Queue
from chalicelib.core.ops.records import Failures
from chalicelib.core.storage import due, inbox, letters
from chalicelib.core.storage.due import Due, Mark, Reading
from chalicelib.rooms import flow_table

# Below the function's own timeout of 50 s, so that it ends by itself. The sweep has what a backlog must not take.
HAND_OUT_SECONDS, TICK_SECONDS = 28.0, 40.0
# Below the 60 s of those who do what is due: what is left then goes on in a message of its own.
DUE_SECONDS = 45.0
# A key that failed comes again by itself, after pauses that begin with this many seconds and double.
DUE_TRIES, DUE_PAUSE = 5, 30
KEYS_A_MESSAGE = 100
# Full messages of one corp and topic that a tick puts into the first queue.
SHARE = 20
# A mark hides what failed: it is forgotten once both queues are empty, and at the latest after hours.
MARK_KEPT, MARK_KEPT_AT_MOST = timedelta(minutes=5), timedelta(hours=6)
# The queue of callbacks has given up its last pause by then (core/ops/queues.py, 20 receives).
CALLBACK_TRIED_FOR = timedelta(minutes=70)
# Of a row, and its place in the index.
Key = tuple[str, str, str]


class Overdue(msgspec.Struct, frozen=True, kw_only=True):
    """A message of the due queues: keys of one corp and topic, each with its place in the index.

    tries: how often they have failed.
    """

    corp: str
    topic: str
    keys: list[Key]
    tries: int = 0


def tick(request_id: str) -> None:
    """Every minute: hand out what has become due, queue again what its own queue has given up, and count the letters.

    A shard that fails keeps no other waiting. Raises what went wrong once all is done.
    """
    began = time.monotonic()
    now = wall_clock()
    errors = _hand_out(request_id, now, began + HAND_OUT_SECONDS)
    _sweep(request_id, now, began + TICK_SECONDS)
    if time.monotonic() < began + TICK_SECONDS:
        _count_letters(request_id, now)
    if errors:
        raise ExceptionGroup("shards failed", errors)


def _hand_out(request_id: str, now: datetime, until: float) -> list[Exception]:
    errors: list[Exception] = []
    marks = _marks(now)
    readings = {shard: Reading(marks.get(shard), now) for shard in range(due.SHARDS)}
    pages = {shard: due.overdue(shard, now, reading.after) for shard, reading in readings.items()}
    shares: Counter[tuple[str, str]] = Counter()
    while pages:
        for shard in list(pages):
            if time.monotonic() >= until:
                return errors
            try:
                page = next(pages[shard], None)
                is_over = page is None or not _page(readings[shard], page, shares, request_id)
                mark = readings[shard].mark(is_read_up=page is None)
                if mark.differs_from(marks.get(shard)):
                    due.keep_mark(shard, mark, now)
                    marks[shard] = mark
            except Exception as error:
                errors.append(error)
                is_over = True
            if is_over:
                del pages[shard]
    return errors


def _count_letters(request_id: str, now: datetime) -> None:
    """What waits to be tried again by hand, for whoever asks what waits; what is not counted is counted next minute."""
    try:
        if config().dead_queue_urls:
            letters.keep(queues.letters(), now)
    except Exception as error:
        log.failure("letters not counted", error, request_id=request_id)


def _page(reading: Reading, page: Sequence[Due], shares: Counter[tuple[str, str]], request_id: str) -> bool:
    """Put a page's keys into the queues; False when a queue did not take some, which the next tick reads again."""
    lost: list[Due] = []
    for queue, part in _shared_out(reading.news(page), shares):
        messages = [_message(keys) for keys in part]
        refused = queues.send_all(queue, messages)
        lost += [one for place in refused for one in part[place]]
    reading.queued(page, lost)
    if lost:
        log.warning("due keys not queued", count=len(lost), request_id=request_id)
    return not lost


def _shared_out(news: Sequence[Due], shares: Counter[tuple[str, str]]) -> Iterator[tuple[Queue, list[list[Due]]]]:
    """The keys as messages of one corp and topic each, for the first queue while the share lasts, then the second."""
    by_owner: dict[tuple[str, str], list[Due]] = {}
    for one in news:
        by_owner.setdefault((one.corp, one.topic), []).append(one)
    first: list[list[Due]] = []
    second: list[list[Due]] = []
    for owner, keys in by_owner.items():
        for begin in range(0, len(keys), KEYS_A_MESSAGE):
            part = keys[begin : begin + KEYS_A_MESSAGE]
            shares[owner] += len(part)
            (first if shares[owner] <= SHARE * KEYS_A_MESSAGE else second).append(part)
    yield DUE, first
    yield DUE_BULK, second


def _message(keys: Sequence[Due]) -> str:
    first = keys[0]
    message = Overdue(corp=first.corp, topic=first.topic, keys=[(one.pk, one.sk, one.due_at) for one in keys])
    return msgspec.json.encode(message).decode()


def _marks(now: datetime) -> dict[int, Mark]:
    """The marks that still hold; old ones are left out, so that what failed behind them is read again."""
    marks = due.marks()
    ages = {shard: due.age(mark, now) for shard, mark in marks.items()}
    old = {shard for shard, age in ages.items() if age >= MARK_KEPT}
    if old and not (queues.is_empty(DUE) and queues.is_empty(DUE_BULK)):
        old = {shard for shard in old if ages[shard] >= MARK_KEPT_AT_MOST}
    for shard in old:
        due.forget_mark(shard, now)
    return {shard: mark for shard, mark in marks.items() if shard not in old}


def on_due(event: Any, request_id: str) -> Failures:
    """Do what is due, each key alone."""
    return _on_due(DUE, "on_due", event, request_id)


def on_due_bulk(event: Any, request_id: str) -> Failures:
    """The same for whoever has more than a share."""
    return _on_due(DUE_BULK, "on_due_bulk", event, request_id)


def _on_due(queue: Queue, function: str, event: Any, request_id: str) -> Failures:
    until = time.monotonic() + DUE_SECONDS
    with metrics.invocation():
        for record in records.of_queue(event):
            message = msgspec.json.decode(record.body, type=Overdue)
            waiting, failed = deque(_after_a_death(queue, message) if record.tries > 1 else message.keys), []
            while waiting and time.monotonic() < until:
                key = waiting.popleft()
                if not _is_done(function, Due(*key), request_id):
                    failed.append(key)
            if waiting:
                _again(queue, message, list(waiting), message.tries, 1)
            if failed and message.tries < DUE_TRIES:
                _again(queue, message, failed, message.tries + 1, DUE_PAUSE * 2**message.tries)
    return records.failures(())


def _after_a_death(queue: Queue, message: Overdue) -> list[Key]:
    """Let each key go on in a message of its own, so that the one at which a worker died keeps no other waiting.

    Answers those that stay here: of one alone the only one, and those that the queue did not take.
    """
    if len(message.keys) == 1:
        return message.keys
    alone = [msgspec.json.encode(msgspec.structs.replace(message, keys=[key])).decode() for key in message.keys]
    return [message.keys[place] for place in sorted(queues.send_all(queue, alone))]


def _again(queue: Queue, message: Overdue, keys: list[Key], tries: int, pause: int) -> None:
    again = msgspec.structs.replace(message, keys=keys, tries=tries)
    queues.send_later(queue, msgspec.json.encode(again).decode(), pause)


def _is_done(function: str, one: Due, request_id: str) -> bool:
    """Do it; False when it failed. It comes again by itself; later it is read from the index once more."""
    ctx = new_ctx(one.corp, f"system:{function}", request_id, f"due:{one.topic}:{one.at}")
    line = flow_table().on_due.get(one.topic)
    try:
        if line:
            line.verb(ctx, one)
        else:
            log.warning("due passed over", function=function, kind=one.topic, request_id=request_id)
            metrics.count("RecordsPassedOver", stage=config().stage)
    except Exception as error:
        log.failure("due failed", error, function=function, kind=one.topic, request_id=request_id)
        metrics.count("DueFailed", corp=one.corp, stage=config().stage)
        return False
    return True


def _sweep(request_id: str, now: datetime, until: float) -> None:
    """Queue again what was stored, and neither finished nor tried any more by its queue."""
    found = inbox.unfinished(now - CALLBACK_TRIED_FOR)
    count = 0
    while time.monotonic() < until:
        some = list(itertools.islice(found, queues.BATCH))
        if not some:
            break
        noted = [one for one in some if inbox.queue_again(one, now)]
        # What the queue does not take is noted all the same: it is found again when the queue's tries would be over.
        count += len(noted) - len(queues.all_to_callbacks([(one.pk, one.sk) for one in noted]))
    if count:
        log.warning("callbacks queued again", count=count, request_id=request_id)
