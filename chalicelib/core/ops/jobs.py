"""Jobs: long work, such as an import or an export, done in bounded steps, one a message of the queue.

A room declares a kind with `job`, and in its `flows.py` the verb that makes one step of it. A step is given where to
begin and answers where the next one begins. Its counts, its rejects and what it writes `together` with them hold with
the move of the cursor or not at all (core/storage/jobs.py), so a step has its effect at most once, whatever crashes or
comes twice. What a step does beside that (a file, rows) it writes under names that follow from the job and the cursor:
`ctx.new_id` does, so a second try writes the same again.

Fair: after each step the message goes to the end of the queue, so whoever waits has a step before anybody has a second
one, however long another's job is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, ClassVar, Generic, TypeVar

import msgspec

from chalicelib.core.config import config
from chalicelib.core.context import Ctx, new_ctx
from chalicelib.core.errors import AppError, Forbidden, IdempotencyMismatch, InternalError, Unavailable
from chalicelib.core.moments import Moment
from chalicelib.core.ops import log, metrics, queues
from chalicelib.core.ops.queues import Queue
from chalicelib.core.scope import EVERYTHING, Scope
from chalicelib.core.storage import jobs as store
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.jobs import Asked, JobRow, JobState, Overtaken, Problem, Progress, Rejected
from chalicelib.core.storage.lists import Page
from chalicelib.core.storage.table import Refused
from chalicelib.core.storage.transaction import Transaction

JOBS = Queue("job_queue_url", (10, 3, 900), workers=5)
MOST_LOOKED_AT = 100
OVER = (JobState.DONE, JobState.CANCELLED)
# With the queue's pauses about six minutes.
MOST_TRIES = 5


class Job(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a job needs to know; subclasses are declared with `job`. Ids and names of files only, nothing personal.

    name: as rows say it. version: grows when a field changes its meaning or leaves. zh, en: what operators call it.
    """

    name: ClassVar[str]
    version: ClassVar[int]
    zh: ClassVar[str]
    en: ClassVar[str]


Declared = TypeVar("Declared", bound=type[Job])
Kind = TypeVar("Kind", bound=Job)


def job(name: str, *, zh: str, en: str, version: int = 1) -> Callable[[Declared], Declared]:
    """Declare a kind of job on its struct. Raises ValueError for what cannot be one."""

    def declare(struct: Declared) -> Declared:
        hidden = set(struct.__struct_fields__) & set(Job.__annotations__)
        if hidden:
            raise ValueError(f"{name}: a field called {sorted(hidden)} would be hidden by the declaration's own")
        struct.name, struct.version, struct.zh, struct.en = name, version, zh, en
        return struct

    return declare


_known: dict[str, type[Job]] = {}


def know(declared: Iterable[type[Job]]) -> None:
    """Let a room's kinds be named."""
    _known.update((one.name, one) for one in declared)


def words_of(kind: str) -> tuple[str, str] | None:
    """What operators call a kind of job, in Chinese and English; None for one that is not known."""
    found = _known.get(kind)
    return (found.zh, found.en) if found else None


class Why(msgspec.Struct, frozen=True):
    """A reason to reject something, a constant of its room: it says what is wrong, and quotes nobody."""

    zh: str
    en: str


class Reject(msgspec.Struct, frozen=True):
    """Something that a step did not take.

    line: where it stands, from 1; field: in which column, where one is to blame; reference: an id of ours, nothing
    personal. is_there: what it asks for was there already: listed, and counted by the step as done, not as failed.
    """

    line: int
    why: Why
    reference: str = ""
    field: str = ""
    is_there: bool = False


class Work(msgspec.Struct, Generic[Kind], frozen=True, kw_only=True):
    """A job as its next step meets it. cursor: '' at the beginning, then what the last step answered. scope: of its
    asker when they asked.
    """

    job: str
    args: Kind
    cursor: str
    done: int
    failed: int
    asked_by: str
    scope: Scope = EVERYTHING

    def behalf(self, ctx: Ctx) -> Ctx:
        """The circumstances of a step that does what its asker would do one by one: made, edited and told as theirs,
        and no farther than they reached when they asked.
        """
        if not self.asked_by.startswith("operator:"):
            return ctx
        return msgspec.structs.replace(ctx, actor=self.asked_by, act=f"job:{self.args.name}", scope=self.scope)


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What a step did.

    cursor: where the next one begins, never where one began before; None when the job is done. done: how many things it
    did; rejects: those it did not take. total: how many there are, once that is known. result: what was made, such as
    the name of a file. together: adds writes that hold with this step or not at all, at most 85.
    """

    cursor: str | None
    done: int = 0
    rejects: Sequence[Reject] = ()
    total: int | None = None
    result: str = ""
    together: Callable[[Transaction], None] | None = None


Stepping = Callable[[Ctx, Work[Kind]], Step]


class Message(msgspec.Struct, frozen=True):
    """What the queue carries: do the step of this job that begins at this cursor."""

    corp: str
    job: str
    kind: str
    cursor: str


class UnknownJobKind(Unavailable):
    zh = "当前版本的系统不认识这种任务，升级后可继续。"
    en = "The running version does not know this kind of job. Resume it after the upgrade."


class AskerMayNot(Forbidden):
    zh = "任务的发起人（或最后继续它的人）已离职，或权限、数据范围已缩小，任务已暂停。请有权限的同事继续或取消。"
    en = (
        "Whoever asked for this job, or resumed it last, has left, or may do less by now, so it was paused."
        " Have somebody who may resume or cancel it."
    )


Backing = Callable[[str, str, Moment, str, Scope], bool]
_backing: list[Backing] = []


def look_up_backing_with(lookup: Backing) -> None:
    """Register how it is found whether an operator still may what a job does for them.

    Asked with corp, userid, since when they answer for it, the right that they asked by and how far the job reaches.
    """
    _backing[:] = [lookup]


class StandsStill(Exception):
    """A step answered the cursor that it began with: it would be done for ever."""


class WorkersDied(Exception):
    """Each worker that began a step ended before it was through: out of time or memory."""


def start(ctx: Ctx, job: Job, job_id: str = "") -> str:
    """Ask for a job; its id. Under one Idempotency-Key it is one job. 1 WU +1 listed +1 due, one call to the queue.

    When the queue is asked in vain, the due index finds the job. job_id: of what it makes, where that has one already.
    """
    args = msgspec.json.encode(job, order="sorted").decode()
    asked = Asked(job=job_id or ctx.new_id(), what=job.name, version=job.version, args=args, zh=job.zh, en=job.en)
    try:
        row = store.create(ctx, asked)
    except Refused as refused:
        row = refused.own_lost_answer(JobRow, lambda row: (row.what, row.args) == (job.name, args))
    _send(ctx, row, row.cursor)
    return row.job


def start_as(ctx: Ctx, job: Job, seed: str) -> str:
    """The one job of a seed, begun if it was not; where it was begun as another one, by a later clock say, that one."""

    def seeded() -> Ctx:
        return new_ctx(ctx.corp, ctx.actor, ctx.request_id, ctx.cause, seed=seed, now=ctx.now)

    try:
        return start(seeded(), job)
    except IdempotencyMismatch:
        return seeded().new_id()


def _send(ctx: Ctx, row: JobRow, cursor: str) -> None:
    message = Message(ctx.corp, row.job, row.what, cursor)
    queues.send(JOBS, msgspec.json.encode(message).decode())


def read(body: str) -> Message:
    """The message of a queue's record. Raises msgspec.MsgspecError."""
    return msgspec.json.decode(body, type=Message)


def make_step(ctx: Ctx, message: Message, kind: type[Any] | None, step: Stepping[Any] | None) -> None:
    """Make one step, and ask for the next one. A message whose step is done, or under way, is dropped.

    What fails is shown as the job's problem and raised, so that the message comes again; the last try is not raised,
    the job has failed and waits for an operator. kind, step: None for a kind that this code does not know.
    """
    row = store.take(ctx, message.job, message.cursor)
    if row is None:
        return
    try:
        if not _is_backed(row):
            refused = AskerMayNot()
            store.hold(ctx, row, Problem(refused.code, refused.zh, refused.en, ctx.at))
            log.info("job held", corp=ctx.corp, kind=row.what, cause=f"job:{row.job}")
            return
        if row.tries > MOST_TRIES:
            raise WorkersDied(row.what)
        if kind is None or step is None or row.version > kind.version:
            raise UnknownJobKind()
        done = step(_of_this_step(ctx, row), _work(row, kind))
        if done.cursor == row.cursor:
            raise StandsStill(row.what)
        store.advance(ctx, row, _progress(done))
    except Overtaken:
        return
    except Exception as error:
        _stumble(ctx, row, error)
        return
    _tell(ctx, row, done)
    if done.cursor is not None:
        _send(ctx, row, done.cursor)


def _is_backed(row: JobRow) -> bool:
    """True while the operator who answers for a job still may: what they lost stops it before its next step."""
    by, _, userid = (row.backed_by or row.asked_by).partition(":")
    if by != "operator" or not row.right or not _backing:
        return True
    corp = row.pk.partition("#")[0]
    return _backing[0](corp, userid, row.created_at, row.right, row.scope or EVERYTHING)


def _of_this_step(ctx: Ctx, row: JobRow) -> Ctx:
    """The circumstances of a step: its ids follow from the job and the cursor, so a second try makes the same."""
    seed = f"job {row.job} {row.cursor}"
    return new_ctx(ctx.corp, ctx.actor, ctx.request_id, f"job:{row.job}", seed=seed, now=ctx.now)


def _work(row: JobRow, kind: type[Kind]) -> Work[Kind]:
    return Work(
        job=row.job,
        args=msgspec.json.decode(row.args, type=kind),
        cursor=row.cursor,
        done=row.done,
        failed=row.failed,
        asked_by=row.asked_by,
        scope=row.scope or EVERYTHING,
    )


def _progress(done: Step) -> Progress:
    rejects = [
        Rejected(one.line, one.reference, one.why.zh, one.why.en, one.field, one.is_there) for one in done.rejects
    ]
    return Progress(
        cursor=done.cursor,
        done=done.done,
        total=done.total,
        result=done.result,
        rejects=rejects,
        together=done.together,
    )


def _stumble(ctx: Ctx, row: JobRow, error: Exception) -> None:
    """Show why a try failed, and raise it unless it was the last."""
    shown = error if isinstance(error, AppError) else InternalError()
    is_last = row.tries >= MOST_TRIES
    try:
        store.stumble(ctx, row, Problem(shown.code, shown.zh, shown.en, ctx.at), is_last=is_last)
    except Overtaken:
        return  # its answer was lost or another has the job: there is nothing to try again
    if not is_last:
        raise error
    log.failure("job failed", error, corp=ctx.corp, kind=row.what, cause=f"job:{row.job}", request_id=ctx.request_id)
    metrics.count("JobsFailed", corp=ctx.corp, stage=config().stage)


def _tell(ctx: Ctx, row: JobRow, done: Step) -> None:
    cause = f"job:{row.job}"
    if done.cursor is None:
        log.info("job done", corp=ctx.corp, kind=row.what, count=done.done, cause=cause, request_id=ctx.request_id)
    else:
        log.info("job step done", corp=ctx.corp, kind=row.what, count=done.done, cause=cause, request_id=ctx.request_id)


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """How far a job is; the fields are the row's (core/storage/jobs.py)."""

    job: str
    what: str
    zh: str
    en: str
    state: JobState
    done: int
    failed: int
    total: int | None
    listed: int
    asked_by: str
    created_at: Moment
    changed_at: Moment
    problem: Problem | None
    result: str
    scope: Scope | None


class Rejects(msgspec.Struct, frozen=True):
    """A page of what a job did not take. after: the number of the first behind it."""

    items: list[Rejected]
    after: int


def _status(row: JobRow) -> Status:
    return msgspec.convert(row, Status, from_attributes=True)


def status(ctx: Ctx, job: str) -> Status | None:
    """One job. 1 RU."""
    row = store.job(ctx, job)
    return _status(row) if row else None


def every(ctx: Ctx, limit: int, cursor: str, asked_by: str = "") -> Page[Status]:
    """The corp's jobs, newest first; somebody's alone where they are named. 0.5 RU per 4 KB. Raises InvalidQuery."""
    return store.page(ctx, limit, cursor, asked_by).map(_status)


def under_way(ctx: Ctx, kind: type[Kind]) -> Iterator[tuple[str, Kind]]:
    """The jobs of a kind that are not over, with what they were asked for, of the corp's newest 100. 50 RU at most."""
    for row in store.page(ctx, MOST_LOOKED_AT, "").items:
        if row.what == kind.name and row.state not in OVER:
            yield row.job, msgspec.json.decode(row.args, type=kind)


def rejects(ctx: Ctx, job: str, first: int) -> Rejects:
    """At most 100 of what a job did not take, from a number on. 1 RU per 4 KB."""
    rows = store.rejects(ctx, job, first)
    return Rejects([one for row in rows for one in row.items], rows[-1].first + len(rows[-1].items) if rows else first)


def pause(ctx: Ctx, job: str) -> None:
    """Stop before the next step. 1 WU +1 listed +1 due. Raises Refused when it does not run and is not paused."""
    _move(ctx, job, JobState.PAUSED)


def cancel(ctx: Ctx, job: str) -> None:
    """Stop for good before the next step; what is done stays. 1 WU +1 listed +1 due. Raises Refused when it is over."""
    _move(ctx, job, JobState.CANCELLED)


def resume(ctx: Ctx, job: str) -> None:
    """Go on where it stopped. 1 WU +1 listed +1 due, one call to the queue. Raises Refused when it is over."""
    row = _move(ctx, job, JobState.RUNNING)
    _send(ctx, row, row.cursor)


def _move(ctx: Ctx, job: str, to: JobState) -> JobRow:
    try:
        return store.move(ctx, job, to)
    except Refused as refused:
        row = refused.row(JobRow)
        if row is None or row.state is not to:
            raise
        return row


def look_again(ctx: Ctx, waiting: Due) -> None:
    """Ask again for the next step of a job that was not heard of for long: its message was lost. Safe to repeat."""
    row = store.look_again(ctx, waiting)
    if row is not None:
        log.warning("job asked for again", corp=ctx.corp, kind=row.what, cause=f"job:{row.job}")
        _send(ctx, row, row.cursor)
