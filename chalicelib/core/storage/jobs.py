"""Rows of long work that is done step by step (core/ops/jobs.py): the job itself, and what it could not take.

The row decides: a step counts when its transaction moves the cursor from where the step began, under the fence of the
worker that took the row. Whoever comes later, or twice, is refused by that write.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from enum import StrEnum

import msgspec
from pynamodb.attributes import UnicodeAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.core.audited import Audited, Thing
from chalicelib.core.context import Ctx
from chalicelib.core.moments import Moment, iso
from chalicelib.core.scope import Scope
from chalicelib.core.storage import due, leases
from chalicelib.core.storage.attributes import EnumAttribute, IntAttribute, MomentAttribute, StructAttribute
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.leases import Leased
from chalicelib.core.storage.lists import Page, between, page_by_parent, some_of
from chalicelib.core.storage.table import Keys, Refused, Row, change, get, key, put_new
from chalicelib.core.storage.transaction import Transaction

SELF = "-"
JOB = Thing("job", "后台任务", "job")
TOPIC = "job"
# Longer than the function that works may run (60 s): who holds a row is dead when its time is over.
HOLD = timedelta(seconds=90)
# Longer than the longest pause of the queue (15 min): a job that nothing was heard of for so long has no message.
LOST_AFTER = timedelta(minutes=20)
# So many of what a job could not take are listed, the others counted.
MOST_LISTED = 1_000
REJECTS_A_ROW = 100
REJECTS_A_PAGE = 100
LAST = "rejects#~"


class JobState(StrEnum):
    """RUNNING: waits for its next step or is at it. FAILED: one step failed too often; it can be resumed."""

    RUNNING = "running"
    PAUSED = "paused"
    FAILED = "failed"
    CANCELLED = "cancelled"
    DONE = "done"


MAY_BECOME: dict[JobState, frozenset[JobState]] = {
    JobState.PAUSED: frozenset({JobState.RUNNING}),
    JobState.RUNNING: frozenset({JobState.PAUSED, JobState.FAILED}),
    JobState.CANCELLED: frozenset({JobState.RUNNING, JobState.PAUSED, JobState.FAILED}),
}
"""From which states an operator may move a job into a state."""


class Problem(msgspec.Struct, frozen=True):
    """Why the last try of a step failed. code: the error's; zh, en: its text, which names no person."""

    code: str
    zh: str
    en: str
    at: Moment


class Rejected(msgspec.Struct, frozen=True):
    """One thing that a job did not take.

    line: where it stands; field: in which column, where one is to blame; reference: an id of ours, where there is one.
    is_there: what it asks for was there already; listed, and no failure.
    """

    line: int
    reference: str
    zh: str
    en: str
    field: str = ""
    is_there: bool = False


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A job as it is asked for. what: the name of its kind; args: its struct as JSON."""

    job: str
    what: str
    version: int
    args: str
    zh: str
    en: str


class JobRow(Leased, discriminator="job"):
    """A job. While it runs it waits in the due index, where it is found when its message was lost.

    scope: of whoever asked, where they acted for less than the whole corp. right: the name of the right that they asked
    by, '' where no door was asked; backed_by: who resumed it last, and answers for it since, by the right to do so.
    """

    keys = Keys(pk="job#<job>", sk=SELF, parent="jobs", place="<created_at><job>", due=TOPIC)
    audited = Audited(thing=JOB, id="job", name="zh", shows=("state",))

    job = UnicodeAttribute()
    what = UnicodeAttribute()
    version = IntAttribute()
    args = UnicodeAttribute()
    zh = UnicodeAttribute()
    en = UnicodeAttribute()
    asked_by = UnicodeAttribute()
    scope = StructAttribute(Scope, null=True)
    right = UnicodeAttribute(default="")
    backed_by = UnicodeAttribute(default="")
    created_at = MomentAttribute()
    state = EnumAttribute(JobState)
    cursor = UnicodeAttribute(default="")
    done = IntAttribute(default=0)
    failed = IntAttribute(default=0)
    listed = IntAttribute(default=0)
    total = IntAttribute(null=True)
    tries = IntAttribute(default=0)
    taken_by = UnicodeAttribute(default="")
    problem = StructAttribute(Problem, null=True)
    result = UnicodeAttribute(default="")


class RejectsRow(Row, discriminator="job_rejects"):
    """What one step did not take, numbered through the whole job; `first` is the number of the first."""

    keys = Keys(pk="job#<job>", sk="rejects#<first>")

    first = IntAttribute()
    items = StructAttribute(list[Rejected])


class Overtaken(Exception):
    """Another worker has the job, or has done this step: what this one did does not count."""


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """What a step adds to a job. cursor: where the next one begins, None when there is none."""

    cursor: str | None
    done: int
    total: int | None
    result: str
    rejects: Sequence[Rejected]
    together: Callable[[Transaction], None] | None


def _row(ctx: Ctx, job: str) -> JobRow:
    return JobRow(key(ctx, "job", job), SELF)


def _found_later(ctx: Ctx, job: str) -> list[Action]:
    return due.at(ctx, TOPIC, job, iso(ctx.now + LOST_AFTER))


def create(ctx: Ctx, asked: Asked) -> JobRow:
    """A job that waits for its first step. 1 WU +1 listed +1 due. Raises Refused when the id is taken."""
    row = _row(ctx, asked.job)
    row.job, row.what, row.version, row.args = asked.job, asked.what, asked.version, asked.args
    row.zh, row.en, row.asked_by, row.created_at, row.state = asked.zh, asked.en, ctx.actor, ctx.at, JobState.RUNNING
    row.right = ctx.right
    row.scope = None if ctx.scope.is_everything else ctx.scope
    row.parent, row.place = key(ctx, "jobs"), ctx.at + asked.job
    row.due, row.due_at = due.place(ctx, TOPIC, asked.job, iso(ctx.now + LOST_AFTER))
    return put_new(ctx, row)


def job(ctx: Ctx, job: str) -> JobRow | None:
    """One job. 1 RU."""
    row = _row(ctx, job)
    return get(JobRow, row.pk, row.sk, consistent=True)


def page(ctx: Ctx, limit: int, cursor: str, asked_by: str = "") -> Page[JobRow]:
    """The corp's jobs, newest first, or those that somebody asked for; of these 500 are looked at. 0.5 RU per 4 KB."""

    def read(many: int, after: str) -> Page[JobRow]:
        return page_by_parent(JobRow, key(ctx, "jobs"), many, after, newest_first=True)

    return some_of(read, (lambda row: row.asked_by == asked_by) if asked_by else None, limit, cursor)


def take(ctx: Ctx, job: str, cursor: str) -> JobRow | None:
    """The job for one worker, to do the step that begins at `cursor`; None when there is no such step to do now.

    The try is counted before it is made, since a worker that dies counts nothing.

    1 WU +1 listed.
    """
    tried = [JobRow.tries.set(JobRow.tries + 1), JobRow.taken_by.set(ctx.request_id)]
    is_next = (JobRow.state == JobState.RUNNING) & (JobRow.cursor == cursor)
    try:
        return change(ctx, _row(ctx, job), [*leases.holding(ctx, HOLD), *tried], leases.is_free(ctx) & is_next)
    except Refused as refused:
        row = refused.row(JobRow)
    # Taken by this very request: its own answer was lost, and nobody else will make the step.
    is_own = row is not None and (row.taken_by, row.cursor) == (ctx.request_id, cursor) and row.lease_until > ctx.at
    return row if is_own else None


def _is_at_this_step(row: JobRow) -> Condition:
    mine: Condition = leases.is_mine(row) & (JobRow.cursor == row.cursor)
    return mine


def advance(ctx: Ctx, row: JobRow, progress: Progress) -> None:
    """The step is done, once, and with it whatever is `together`. 2 WU +1 listed +2 due, 2 WU a KB of rejects more.

    A job that was paused or cancelled meanwhile stays so, unless this was its last step. Raises Overtaken, and what
    `together` was refused with.
    """
    transaction = Transaction(ctx)
    if progress.together:
        progress.together(transaction)
    listed = progress.rejects[: max(0, MOST_LISTED - row.listed)]
    for begin in range(0, len(listed), REJECTS_A_ROW):
        page = _rejects(row, row.listed + begin, list(listed[begin : begin + REJECTS_A_ROW]))
        transaction.put_new(page, lambda _: Overtaken())
    actions = [*_counted(row, progress, len(listed)), *leases.letting_go(), *_going_on(ctx, row, progress)]
    transaction.change(JobRow(row.pk, row.sk), actions, _is_at_this_step(row), lambda _: Overtaken())
    transaction.commit()


def _counted(row: JobRow, progress: Progress, listed: int) -> list[Action]:
    actions: list[Action] = [
        JobRow.done.set(row.done + progress.done),
        JobRow.failed.set(row.failed + sum(not one.is_there for one in progress.rejects)),
        JobRow.listed.set(row.listed + listed),
        JobRow.tries.set(0),
        JobRow.problem.remove(),
        JobRow.result.set(progress.result or row.result),
    ]
    return actions if progress.total is None else [*actions, JobRow.total.set(progress.total)]


def _going_on(ctx: Ctx, row: JobRow, progress: Progress) -> list[Action]:
    if progress.cursor is None:
        # The cursor leaves the step, so that none can be done here once more.
        end: list[Action] = [JobRow.state.set(JobState.DONE), JobRow.cursor.set(f"{row.cursor}#end")]
        return [*end, *due.never()]
    return [JobRow.cursor.set(progress.cursor), *_found_later(ctx, row.job)]


def _rejects(row: JobRow, first: int, items: list[Rejected]) -> RejectsRow:
    page = RejectsRow(row.pk, f"rejects#{first:06d}")
    page.first, page.items = first, items
    return page


def stumble(ctx: Ctx, row: JobRow, problem: Problem, *, is_last: bool) -> None:
    """A try of a step failed: it may be tried again at once. is_last: never again by itself. 1 WU +1 listed +2 due.

    Raises Overtaken.
    """
    actions: list[Action] = [JobRow.problem.set(problem), *leases.letting_go()]
    condition = _is_at_this_step(row)
    if is_last:
        actions += [JobRow.state.set(JobState.FAILED), *due.never()]
        condition &= JobRow.state == JobState.RUNNING
    else:
        actions += _found_later(ctx, row.job)
    try:
        change(ctx, JobRow(row.pk, row.sk), actions, condition)
    except Refused:
        raise Overtaken() from None


def hold(ctx: Ctx, row: JobRow, problem: Problem) -> None:
    """Whoever answers for it may not do so any more: paused before its next step, with why. 1 WU +1 listed +1 due.

    Raises Overtaken.
    """
    actions: list[Action] = [JobRow.state.set(JobState.PAUSED), JobRow.problem.set(problem), JobRow.tries.set(0)]
    actions += [*leases.letting_go(), *due.never()]
    try:
        change(ctx, JobRow(row.pk, row.sk), actions, _is_at_this_step(row) & (JobRow.state == JobState.RUNNING))
    except Refused:
        raise Overtaken() from None


def move(ctx: Ctx, job: str, to: JobState) -> JobRow:
    """Pause, resume or cancel; a step under way is done all the same. 1 WU +1 listed +1 due. Raises Refused."""
    actions: list[Action] = [JobRow.state.set(to), JobRow.tries.set(0)]
    actions += _found_later(ctx, job) if to is JobState.RUNNING else due.never()
    if to is JobState.RUNNING and ctx.right:
        actions += [JobRow.backed_by.set(ctx.actor), JobRow.right.set(ctx.right)]
    return change(ctx, _row(ctx, job), actions, JobRow.state.is_in(*MAY_BECOME[to]))


def look_again(ctx: Ctx, waiting: Due) -> JobRow | None:
    """A job that was not heard of for long, to be asked for again; None when it has moved. 1 WU +1 listed +2 due.

    One that was paused or cancelled while a step was under way waits no more: the step had set a time all the same.
    """
    job, row = waiting.pk.rpartition("#")[2], JobRow(waiting.pk, waiting.sk)
    is_same, is_running = Row.due_at == waiting.due_at, JobRow.state == JobState.RUNNING
    try:
        return change(ctx, row, _found_later(ctx, job), is_same & is_running)
    except Refused as refused:
        found = refused.row(JobRow)
    if found is not None and found.due_at == waiting.due_at:
        with suppress(Refused):  # resumed meanwhile
            change(ctx, row, due.never(), is_same & ~is_running)
    return None


def rejects(ctx: Ctx, job: str, first: int) -> list[RejectsRow]:
    """What a job did not take, from a number on, at most a page of it. 1 RU per 4 KB."""
    found: list[RejectsRow] = []
    for row in between(RejectsRow, _row(ctx, job).pk, f"rejects#{first:06d}", LAST, REJECTS_A_PAGE):
        if sum(len(one.items) for one in found) + len(row.items) > REJECTS_A_PAGE:
            break
        found.append(row)
    return found
