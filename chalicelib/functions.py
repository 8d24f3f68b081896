"""The bodies of the functions that no person calls: take AWS's event, do each record, report those that failed.

A record fails alone: the others of its batch are done once, and only it comes again (partial batch response).
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any, TypeVar

import msgspec

from chalicelib.core.context import Ctx, new_ctx, wall_clock
from chalicelib.core.events import errands, facts
from chalicelib.core.events.errands import Message
from chalicelib.core.events.facts import Fact, FactData
from chalicelib.core.events.flows import row_kind
from chalicelib.core.moments import iso
from chalicelib.core.ops import log, metrics, queues, records, secrets
from chalicelib.core.ops.records import Change, Failures, QueueRecord, StreamRecord
from chalicelib.core.storage import due, inbox
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.table import of_image
from chalicelib.platforms.wecom import events
from chalicelib.rooms import flow_table

Record = TypeVar("Record", QueueRecord, StreamRecord)
Subject = TypeVar("Subject")

SWEEP_AGE = timedelta(seconds=10)
SWEEP_MINUTES = 15
NIGHTLY_HOURS = 72
# Below the function's own timeout of 50 s, so that it ends by itself.
TICK_SECONDS = 40.0
DUE_SHARE = 50


def on_callback(event: Any, request_id: str) -> Failures:
    """Work on stored callbacks."""
    return _each(
        "on_callback",
        records.of_queue(event),
        lambda record: _work_on(msgspec.json.decode(record.body, type=queues.StoredCallback), request_id),
        queues.callback_again_later,
    )


def _work_on(message: queues.StoredCallback, request_id: str) -> None:
    stored = inbox.callback(message.pk, message.sk)
    if stored is None or stored.done:
        return
    event = events.parse(stored.plaintext.encode())
    ctx = new_ctx(stored.corp, "system:on_callback", request_id, f"callback:{stored.sk[:16]}")
    _all_of([line.verb for line in flow_table().on_event.get(event.name, ())], ctx, event)
    inbox.finish(stored, ctx.at)
    log.info("callback done", corp=stored.corp, kind=event.name, cause=ctx.cause, request_id=request_id)


def on_change(event: Any, request_id: str) -> Failures:
    """Turn row changes into facts, written together: a batch of 100 changes costs a few calls."""
    news: list[Fact[FactData]] = []
    failed = _each("on_change", records.of_stream(event), lambda record: news.extend(_facts_of(record.change)))
    facts.write(news)
    return failed


def _facts_of(change: Change) -> Iterator[Fact[FactData]]:
    # The table first: it loads the stores, without which a cold instance does not know the row's kind.
    lines = flow_table().on_change
    new = of_image(change.new_image)
    line = lines.get(row_kind(type(new))) if new else None
    if new and line:
        yield from facts.news(line.says, of_image(change.old_image), new)


def on_fact(event: Any, request_id: str) -> Failures:
    """Do what follows from facts."""
    return _each("on_fact", records.of_stream(event), lambda record: _follow(record, request_id))


def _follow(record: StreamRecord, request_id: str) -> None:
    if record.event != "INSERT":
        return
    fact = facts.of_item(record.change.new_image)
    verbs = [line.verb for line in flow_table().on_fact.get(type(fact.data), ())]
    if verbs:
        _all_of(verbs, new_ctx(fact.corp, "system:on_fact", request_id, fact.id), fact)
        log.info("fact followed", corp=fact.corp, kind=fact.kind, fact=fact.id, request_id=request_id)


def on_send(event: Any, request_id: str) -> Failures:
    """Run the errands: calls to the platforms that were asked for."""
    return _each(
        "on_send",
        records.of_queue(event),
        lambda record: _run(errands.read(record.body), f"{request_id}:{record.message_id}"),
        queues.send_again_later,
    )


def _run(message: Message, request_id: str) -> None:
    line = flow_table().on_errand[message.errand]
    ctx = new_ctx(message.corp, "system:on_send", request_id, message.cause)
    line.verb(ctx, msgspec.json.decode(message.args, type=line.errand))
    log.info("errand done", corp=ctx.corp, errand=message.errand, cause=ctx.cause, request_id=request_id)


def tick(request_id: str) -> None:
    """Every minute: queue again what was stored but never worked on, then do what has become due."""
    began = time.monotonic()
    _sweep(request_id, "system:tick", SWEEP_MINUTES)
    now = wall_clock()
    for corp in secrets.stack().corps:
        _do_what_is_due(new_ctx(corp, "system:tick", request_id, now=now), began + TICK_SECONDS)


def _do_what_is_due(ctx: Ctx, until: float) -> None:
    """A share of each topic in turn, so that thousands of one kind do not keep the others waiting.

    What fails is tried again in the next minute; what time does not suffice for, too.
    """
    waiting = {topic: due.overdue(ctx, topic) for topic in flow_table().on_due}
    while waiting and time.monotonic() < until:
        for topic in list(waiting):
            share = list(itertools.islice(waiting[topic], DUE_SHARE))
            if not share:
                del waiting[topic]
            for one in share:
                _do_due(ctx, topic, one)


def _do_due(ctx: Ctx, topic: str, one: Due) -> None:
    try:
        flow_table().on_due[topic].verb(msgspec.structs.replace(ctx, cause=f"due:{topic}:{one.due_at}"), one)
    except Exception as error:
        log.failure("due failed", error, function="tick", kind=topic, request_id=ctx.request_id)
        metrics.count("DueFailed", corp=ctx.corp, kind=topic)


def nightly(request_id: str) -> None:
    """Every night: the same, over all the time in which a callback may still count."""
    _sweep(request_id, "system:nightly", NIGHTLY_HOURS * 60)


def _sweep(request_id: str, actor: str, minutes: int) -> None:
    now = wall_clock()
    for corp in secrets.stack().corps:
        ctx = new_ctx(corp, actor, request_id, now=now)
        found = 0
        for back in range(-1, minutes):
            minute = iso(now - timedelta(minutes=back))[:16]
            for stored in inbox.unfinished(ctx, minute, now - SWEEP_AGE):
                queues.to_callbacks(stored.pk, stored.sk)
                found += 1
        if found:
            log.warning("callbacks queued again", corp=corp, count=found, request_id=request_id)


def _all_of(verbs: Sequence[Callable[[Ctx, Subject], None]], ctx: Ctx, subject: Subject) -> None:
    """Run each verb, whatever the others do, then raise what went wrong: a retry runs them all again."""
    errors: list[Exception] = []
    for verb in verbs:
        try:
            verb(ctx, subject)
        except Exception as error:
            errors.append(error)
    if errors:
        raise ExceptionGroup("verbs failed", errors) if len(errors) > 1 else errors[0]


def _each(
    function: str,
    batch: Sequence[Record],
    work: Callable[[Record], None],
    give_back: Callable[[Record], None] | None = None,
) -> Failures:
    failed = []
    for record in batch:
        try:
            work(record)
        except Exception as error:
            log.failure("record failed", error, function=function, request_id=record.name)
            metrics.count("RecordsFailed", function=function, kind=type(error).__name__)
            failed.append(record.name)
            if give_back:
                give_back(record)
    return records.failures(failed)
