"""The bodies of the functions that streams and queues call: take AWS's event, do each record, report those that failed.

A record fails alone (partial batch response): of a queue it alone comes again, of a stream also what stands behind it
in the batch, so what is done there is done safely twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, TypeVar

import msgspec

from chalicelib.core.config import config
from chalicelib.core.context import Ctx, new_ctx
from chalicelib.core.errors import MalformedMessage, Outlook, UpstreamFailed
from chalicelib.core.events import acts, errands, facts
from chalicelib.core.events.errands import Message
from chalicelib.core.events.facts import Fact, FactData
from chalicelib.core.events.lanes import ROADS, Lane, SendLane
from chalicelib.core.moments import moment
from chalicelib.core.ops import jobs, limits, log, metrics, queues, records, refusals, setaside
from chalicelib.core.ops.records import Change, Failures, QueueRecord, StreamRecord
from chalicelib.core.storage import acts as audit
from chalicelib.core.storage import asides, fact_log, inbox, migrations
from chalicelib.core.storage.fact_log import StoredFact
from chalicelib.core.storage.inbox import Why
from chalicelib.core.storage.table import kind_in, of_image
from chalicelib.platforms.wechatpay.notices import Sealed
from chalicelib.platforms.wecom import events
from chalicelib.platforms.wecom.events import Event
from chalicelib.platforms.wecom.outline import outline
from chalicelib.rooms import flow_table, row_kinds

Record = TypeVar("Record", QueueRecord, StreamRecord)
Subject = TypeVar("Subject")

KEYS = frozenset({"pk", "sk"})
# A record's name, and the fact that it told.
Told = tuple[str, Fact[FactData]]
Batched = Callable[[Ctx, Sequence[Fact[FactData]]], None]
# How often an invocation of on_batch halves what failed: enough to find two bad facts among a thousand.
HALVINGS = 40


class UnknownErrand(Exception):
    """An errand of a kind or a later version that this code does not know."""


def on_callback(event: Any, request_id: str) -> Failures:
    """Work on what the door has stored: callbacks of WeCom, notices of WeChat Pay."""
    return _each(
        "on_callback",
        records.of_queue(event),
        lambda record: _take_up(msgspec.json.decode(record.body, type=queues.StoredCallback), record.tries, request_id),
        partial(queues.again_later, queues.CALLBACKS),
    )


def _take_up(message: queues.StoredCallback, tries: int, request_id: str) -> None:
    """Work on a callback; one that can wait waits when its corp has had its share of the minute.

    A welcome's code lives 20 s, so a join is not held, and a notice of money neither.
    """
    ctx = new_ctx(message.corp, "system:on_callback", request_id, f"callback:{message.sk[:16]}")
    if not message.can_wait:
        _work_on(ctx, message)
    elif not limits.in_its_share(ctx, queues.CALLBACKS, "on_callback", tries, partial(_work_on, ctx, message)):
        limits.hold(ctx, queues.CALLBACKS, message, message.held)


def _work_on(ctx: Ctx, message: queues.StoredCallback) -> None:
    stored = inbox.callback(message.pk, message.sk)
    if stored is None or stored.done or stored.aside:
        return
    event = _said(stored)
    if isinstance(event, Why):
        _set_aside(ctx, stored, event)
        return
    _all_of([line.verb for line in flow_table().on_event.get(event.name, ())], ctx, event)
    inbox.finish(stored, ctx.at)
    log.info("callback done", corp=stored.corp, kind=event.name, cause=ctx.cause, request_id=ctx.request_id)


def _said(stored: inbox.Callback) -> Event | Sealed | Why:
    """What was sent, or why nobody can act on it."""
    if stored.source is not inbox.Source.WECOM:
        return Sealed(body=stored.content.decode(), is_proved=stored.source is inbox.Source.NOTICE)
    try:
        event = events.parse(stored.content, int(moment(stored.received_at).timestamp()))
    except MalformedMessage:
        return Why.UNREADABLE
    is_followed = event.name in flow_table().on_event
    return Why.INCOMPLETE if is_followed and events.lacks(event) else event


def _set_aside(ctx: Ctx, stored: inbox.Callback, why: Why) -> None:
    """It was kept and acknowledged; it waits for a version, or a person, that can make something of it."""
    if asides.set_aside(ctx, stored, why, outline(stored.content)):
        setaside.told(ctx, why)


def on_change(event: Any, request_id: str) -> Failures:
    """Turn row changes into facts and lines of the audit. A change whose news was not written comes again."""
    return _each("on_change", records.of_stream(event), lambda record: _tell(record.change, request_id))


def _tell(change: Change, request_id: str) -> None:
    """Write the facts of a change, and the line of the audit when an operator made it. Safe to repeat."""
    facts.write(_facts_of(change))
    told = acts.of_change(change.new_image, change.old_image)
    if told is not None:
        corp, act = told
        audit.write(new_ctx(corp, "system:on_change", request_id, act.cause), act)


def _facts_of(change: Change) -> Iterator[Fact[FactData]]:
    """The news of a change; nothing, counted, for a row that this version does not know or cannot read."""
    if not change.new_image or change.new_image.keys() <= KEYS:
        return  # deleted, or a row that says nothing yet
    if migrations.is_upgrade(change.new_image, change.old_image):
        return  # the same, in a later release's shape
    kind = kind_in(change.new_image)
    line = flow_table().on_change.get(kind)
    # Asked for here, before the audit looks at the change: a cold instance knows the rows of what follows alone.
    if line is None and kind in row_kinds():
        return
    new = of_image(line.row, change.new_image) if line else None
    if line is None or new is None:
        _pass_over("on_change", kind, change.sequence_number)
        return
    yield from facts.news(line.says, of_image(line.row, change.old_image), new)


def on_fact(event: Any, request_id: str) -> Failures:
    """Keep promises at once, and put all else on its lane. What fails leaves the stream: nothing behind it waits."""
    aside: list[Aside] = []
    batch = records.of_stream(event)
    failed = _each("on_fact", batch, lambda record: aside.extend(_follow(record, request_id)))
    failed["batchItemFailures"] += records.failures(_hand_over(aside))["batchItemFailures"]
    return failed


class Aside(msgspec.Struct, frozen=True):
    """A fact that another function shall follow. record: which one of the stream told it."""

    lane: Lane
    fact: StoredFact
    record: str


def _follow(record: StreamRecord, request_id: str) -> Iterator[Aside]:
    """Do what a fact promises; answers what is left of it for other functions."""
    if record.event != "INSERT":
        return
    stored = fact_log.read(record.change.new_image)
    fact = facts.of_stored(stored) if stored else None
    if stored is None or fact is None:
        _pass_over("on_fact", stored.kind if stored else "", record.name)
        return
    if not _kept(fact, request_id):
        yield Aside(Lane.PROMISE, stored, record.name)
    lanes = {line.lane for line in flow_table().on_fact.get(type(fact.data), ())} - {Lane.PROMISE}
    yield from (Aside(lane, stored, record.name) for lane in sorted(lanes))


def _kept(fact: Fact[FactData], request_id: str) -> bool:
    """Follow the promises of a fact: False when one failed, which is then tried on its own queue."""
    try:
        _follow_on(Lane.PROMISE, "on_fact", fact, request_id)
    except Exception as error:
        log.failure("promise put aside", error, kind=fact.kind, fact=fact.id, request_id=request_id)
        metrics.count("PromisesPutAside", kind=fact.kind)
        return False
    return True


def _hand_over(aside: Sequence[Aside]) -> set[str]:
    """Put what is left on its lanes' queues; answers the records whose facts a queue did not take: they come again."""
    lost: set[str] = set()
    for lane in Lane:
        of_lane = [one for one in aside if one.lane is lane]
        messages = [msgspec.json.encode(one.fact).decode() for one in of_lane]
        lost |= {of_lane[place].record for place in queues.send_all(ROADS[lane].queue, messages)}
    return lost


def on_batch(event: Any, request_id: str) -> Failures:
    """Hand facts to the verbs that take them by the hundred, each corp's together. Only what a verb cannot do fails."""
    failed: set[str] = set()
    with metrics.invocation():
        halvings = iter(range(HALVINGS))
        for corp, told in _by_corp(records.of_stream(event)).items():
            ctx = new_ctx(corp, "system:on_batch", request_id, f"batch:{request_id}")
            for line in flow_table().on_batch:
                failed |= _not_done(line.verb, ctx, told, halvings)
    return records.failures(sorted(failed))


def _by_corp(batch: Sequence[StreamRecord]) -> dict[str, list[Told]]:
    found: dict[str, list[Told]] = {}
    for record in batch:
        if record.event != "INSERT":
            continue
        stored = fact_log.read(record.change.new_image)
        fact = facts.of_stored(stored) if stored else None
        if fact is None:
            _pass_over("on_batch", stored.kind if stored else "", record.name)
        else:
            found.setdefault(fact.corp, []).append((record.name, fact))
    return found


def _not_done(verb: Batched, ctx: Ctx, told: Sequence[Told], halvings: Iterator[int]) -> set[str]:
    """The records whose facts a verb cannot do. What fails is halved, as a stream repeats all behind a failure and
    would take the healthy along; halvings: how often still, so that an outage is not asked about a thousand times.
    """
    try:
        verb(ctx, [fact for _, fact in told])
        return set()
    except Exception as error:
        half = len(told) // 2
        if half and next(halvings, None) is not None:
            return _not_done(verb, ctx, told[:half], halvings) | _not_done(verb, ctx, told[half:], halvings)
        log.failure("record failed", error, function="on_batch", request_id=told[0][0])
        metrics.count("RecordsFailed", len(told), function="on_batch", kind=type(error).__name__)
        return {name for name, _ in told}


def on_promise(event: Any, request_id: str) -> Failures:
    """Promises that failed at once, on their own. They are few, so none is held."""
    road = ROADS[Lane.PROMISE]

    def work(record: QueueRecord) -> None:
        _follow_later(Lane.PROMISE, msgspec.json.decode(record.body, type=StoredFact), record.name, request_id)

    return _each(road.function, records.of_queue(event), work, partial(queues.again_later, road.queue))


def on_people(event: Any, request_id: str) -> Failures:
    """Cards, tags, profiles, counts: of each corp its share of a minute."""
    road = ROADS[Lane.PEOPLE]

    def work(record: QueueRecord) -> None:
        waiting = msgspec.json.decode(record.body, type=Waiting)
        ctx = new_ctx(waiting.corp, f"system:{road.function}", request_id, waiting.id)
        follow = partial(_follow_later, Lane.PEOPLE, waiting, record.name, request_id)
        if not limits.in_its_share(ctx, road.queue, road.function, record.tries, follow):
            limits.hold(ctx, road.queue, waiting, waiting.held)

    return _each(road.function, records.of_queue(event), work, partial(queues.again_later, road.queue))


class Waiting(StoredFact, frozen=True, kw_only=True):
    """A fact as a lane's queue carries it. held: how often its corp had no share for it."""

    held: int = 0


def _follow_later(lane: Lane, stored: StoredFact, record: str, request_id: str) -> None:
    fact = facts.of_stored(stored)
    if fact is None:
        _pass_over(ROADS[lane].function, stored.kind, record)
    else:
        _follow_on(lane, ROADS[lane].function, fact, request_id)


def _pass_over(function: str, kind: str, record: str) -> None:
    """Leave out what this version does not know, or nobody can read: it stands in nobody's way, and an alarm rings."""
    log.warning("record passed over", function=function, kind=kind, request_id=record)
    metrics.count("RecordsPassedOver", stage=config().stage)


def _follow_on(lane: Lane, function: str, fact: Fact[FactData], request_id: str) -> None:
    verbs = [line.verb for line in flow_table().on_fact.get(type(fact.data), ()) if line.lane is lane]
    if verbs:
        _all_of(verbs, new_ctx(fact.corp, f"system:{function}", request_id, fact.id), fact)
        log.info("fact followed", corp=fact.corp, kind=fact.kind, fact=fact.id, request_id=request_id)


def send_money(event: Any, request_id: str) -> Failures:
    """Refunds and payment queries."""
    return _send(SendLane.MONEY, event, request_id)


def send_marks(event: Any, request_id: str) -> Failures:
    """Contact ways, tags, remarks, profiles."""
    return _send(SendLane.MARKS, event, request_id)


def send_mass(event: Any, request_id: str) -> Failures:
    """Posts: planning and asking staff to send."""
    return _send(SendLane.MASS, event, request_id)


def _send(lane: SendLane, event: Any, request_id: str) -> Failures:
    """Run the errands of a lane: calls to the platforms that were asked for."""
    road = ROADS[lane]
    return _each(
        road.function,
        records.of_queue(event),
        lambda record: _run(lane, errands.read(record.body), record.tries, f"{request_id}:{record.message_id}"),
        partial(queues.again_later, road.queue),
    )


def _run(lane: SendLane, message: Message, tries: int, request_id: str) -> None:
    """Run an errand if its corp has not had its share of this minute, else let it wait.

    What a platform refuses for good ends here, told: its verb has kept the problem on the thing that it is about.
    Raises UnknownErrand for a kind or a later version that this code does not know: it comes again.
    """
    road = ROADS[lane]
    line = flow_table().on_errand.get(message.errand)
    if line is None or message.version > line.errand.version:
        raise UnknownErrand(f"{message.errand} v{message.version}")
    ctx = new_ctx(message.corp, f"system:{road.function}", request_id, message.cause)
    verb, kind = line.verb, line.errand

    def run() -> None:
        try:
            verb(ctx, msgspec.json.decode(message.args, type=kind))
        except UpstreamFailed as error:
            if error.outlook is not Outlook.NEVER or lane is SendLane.MONEY:
                raise  # money is not let go of without a letter that somebody reads
            refusals.note(ctx, error)

    if limits.in_its_share(ctx, road.queue, road.function, tries, run):
        log.info("errand done", corp=ctx.corp, errand=message.errand, cause=ctx.cause, request_id=request_id)
    else:
        limits.hold(ctx, road.queue, message, message.held)


def on_job(event: Any, request_id: str) -> Failures:
    """Steps of long work, one a message."""
    return _each(
        "on_job",
        records.of_queue(event),
        lambda record: _make_step(jobs.read(record.body), f"{request_id}:{record.message_id}"),
        partial(queues.again_later, jobs.JOBS),
    )


def _make_step(message: jobs.Message, request_id: str) -> None:
    line = flow_table().on_job.get(message.kind)
    ctx = new_ctx(message.corp, "system:on_job", request_id, f"job:{message.job}")
    jobs.make_step(ctx, message, line.job if line else None, line.step if line else None)


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
    with metrics.invocation():
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
