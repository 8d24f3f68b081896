"""The verbs of tasks for whoever has something sent: draft, plan, bring on, look.

Whoever plans tasks gives each of them all that it needs (`Brief`) and is told facts; tasks know nothing of posts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

import msgspec

from chalicelib.content import service as contents
from chalicelib.core.context import Ctx
from chalicelib.core.events import errands
from chalicelib.core.ids import UserId
from chalicelib.core.moments import Moment, iso, moment
from chalicelib.core.storage.lists import Page
from chalicelib.core.storage.table import Refused
from chalicelib.staff import service as people
from chalicelib.tasks import drafts, leavers, reminding, retrying, rules, store, views
from chalicelib.tasks.errands import CreateTask, PullTask
from chalicelib.tasks.packing import packed
from chalicelib.tasks.shapes import Brief, Done, Going, Out, Plan, Segment, Tally, Task
from chalicelib.tasks.states import UNASKED, Doing, Outcome, TaskState
from chalicelib.tasks.store import TaskRow
from chalicelib.touches.shapes import Origin

TASKS_AT_ONCE = 1000

Draft = drafts.Draft
summed = rules.summed
remind = reminding.ask
ask_again = retrying.ask_again
unsent_of = leavers.waiting
end_unsent = leavers.end
CONFIRM_WITHIN = rules.CONFIRM_WITHIN


def plan(ctx: Ctx, brief: Brief, fence: int, noted: Mapping[int, int]) -> int:
    """Make the tasks of a plan out of drafts: how many. 1 WU each. They count once their plan stands.

    brief: of all of them; values that it does not give are filled in for each sender. fence: of the planner who plans;
    noted: how many segments count of each planner's draft, by fence.
    """
    segments = [segment for segment in _noted(ctx, brief.origin, noted) if not segment.is_left_out]
    tasks = packed(segments, drafts.most_targets(brief.channel))
    rows = (
        store.new_task(ctx, _filled(ctx, brief, UserId(sender)), fence, number, UserId(sender), mine)
        for number, (sender, mine) in enumerate(tasks)
    )
    return store.put_tasks(ctx, rows)


def _noted(ctx: Ctx, origin: Origin, noted: Mapping[int, int]) -> Iterator[Segment]:
    """The segments that count, of all planners, in order."""
    for fence, count in sorted(noted.items()):
        yield from (segment for segment in store.segments(ctx, origin, fence) if segment.number < count)


def _filled(ctx: Ctx, brief: Brief, sender: UserId) -> Brief:
    return msgspec.structs.replace(brief, values=contents.built_in(ctx, sender, brief.planned_at) | brief.values)


def tasks(ctx: Ctx, plan: Plan, limit: int, cursor: str) -> Page[Task]:
    """The tasks of a plan, in order, with their senders' names. 1 RU per 4 KB, 0.5 RU for each name that is cold."""
    page = store.tasks(ctx, plan, cursor, limit)
    names = people.names(ctx, [row.sender for row in page.items if row.sender])
    return page.map(lambda row: views.task(row, names.get(row.sender, "")))


def done(ctx: Ctx, plan: Plan) -> Iterator[Done]:
    """What staff have done about each task of a plan, and what became of its targets. 1 RU per 4 KB of tasks."""
    after = ""
    while True:
        page = store.tasks(ctx, plan, after, TASKS_AT_ONCE)
        yield from map(views.done, page.items)
        after = page.cursor
        if not after:
            return


def unconfirmed(ctx: Ctx, plan: Plan, most: int) -> int:
    """How many targets wait for staff who were asked and have not sent, of the first `most` tasks. 1 RU per 4 KB."""
    return sum(waiting for _, waiting in unconfirmed_by_staff(ctx, plan, most))


def unconfirmed_by_staff(ctx: Ctx, plan: Plan, most: int) -> list[tuple[UserId, int]]:
    """Of the first `most` tasks those whose senders were asked and have not sent: whose, and how many targets wait.
    1 RU per 4 KB.
    """
    done = map(views.done, store.tasks(ctx, plan, "", most).items)
    return [(one.sender, one.waiting) for one in done if one.doing is Doing.WAITING]


def out(ctx: Ctx, plan: Plan) -> Out:
    """How many targets of a plan have got it as far as is known, and how many may still. 1 RU per 4 KB of tasks."""
    total, after = Out(), ""
    while True:
        page = store.tasks(ctx, plan, after, TASKS_AT_ONCE)
        for task in map(views.out, page.items):
            total = Out(out=total.out + task.out, waiting=total.waiting + task.waiting)
        after = page.cursor
        if not after:
            return total


def bring_on(ctx: Ctx, plan: Plan, so_far: Tally, going: Going) -> Tally:
    """Ask for the next step of each open task of a plan, up to 1,000 at once: what was found. Safe to repeat.

    so_far: what an earlier call found among thousands of tasks.
    """
    page = store.tasks(ctx, plan, so_far.after, TASKS_AT_ONCE)
    tally = so_far
    waiting: list[TaskRow] = []
    for row in (_as_it_goes(ctx, read, going) for read in page.items):
        tally = _step(ctx, row, tally, going)
        waiting += [row] if row.state in UNASKED else []
    left = None if going.per_minute is None else max(0, going.per_minute - so_far.unasked)
    for row in () if going.is_quiet else rules.next_of(waiting, left, ctx.now):
        errands.send(ctx, _asking(row, going))
    return msgspec.structs.replace(tally, after=page.cursor)


def _asking(row: TaskRow, going: Going) -> CreateTask:
    return CreateTask(origin=row.brief.origin, task=store.id_of(row), per_minute=going.per_minute, until=going.until)


def _as_it_goes(ctx: Ctx, row: TaskRow, going: Going) -> TaskRow:
    """The task, ended when it shall end."""
    why = _why_to_end(ctx, row, going)
    return _ended(ctx, row, why) if why and row.state is not TaskState.CLOSED else row


def _why_to_end(ctx: Ctx, row: TaskRow, going: Going) -> Outcome | None:
    """When the end has come, what nobody holds was never handed over, and what somebody holds they did not send."""
    if going.ending is Outcome.UNCONFIRMED:
        return Outcome.TOO_LATE if row.state in UNASKED else Outcome.UNCONFIRMED
    is_old = ctx.at > row.brief.ask_until and row.state in UNASKED
    return going.ending or (Outcome.TOO_LATE if is_old else None)


def _step(ctx: Ctx, row: TaskRow, tally: Tally, going: Going) -> Tally:
    """What one task adds to the whole; what WeCom has is looked at."""
    if row.state is TaskState.CLOSED:
        return _with_closed(tally, row)
    if row.state is TaskState.CREATED:
        errands.send(ctx, PullTask(origin=row.brief.origin, task=store.id_of(row), last_call=going.last_call))
        age = (ctx.now - moment(row.created_at or ctx.at)).total_seconds()
        youngest = age if tally.youngest is None else min(age, tally.youngest)
        return msgspec.structs.replace(tally, youngest=youngest)
    return msgspec.structs.replace(tally, unasked=tally.unasked + 1)


def _ended(ctx: Ctx, row: TaskRow, why: Outcome) -> TaskRow:
    """The task as it is after it was ended: over, when WeCom was never asked, else to be taken back."""
    try:
        if row.state is TaskState.PLANNED:
            return store.close(ctx, row, why, {why.value: row.targets})
        return row if row.ending else store.end(ctx, row, why)
    except Refused as refused:
        return refused.row(TaskRow) or row


def _with_closed(tally: Tally, row: TaskRow) -> Tally:
    is_news = bool(row.reason) and row.reason not in tally.reasons
    return msgspec.structs.replace(
        tally,
        counts=rules.summed([tally.counts, row.counts or {}]),
        created=tally.created + (row.targets - (row.left_out or 0) if row.created_at else 0),
        confirmed=tally.confirmed + (row.targets if row.confirmed_at else 0),
        reasons=(*tally.reasons, row.reason or "") if is_news else tally.reasons,
    )


def next_look(ctx: Ctx, opens: datetime, tally: Tally, going: Going) -> Moment:
    """When the open tasks of a plan are to be brought on again. opens: when people may be written to."""
    if going.ending:
        return iso(ctx.now + rules.RETRY_GAP)  # what is taken back is looked at at once, and then it is over
    look = iso(rules.next_look(ctx.now, opens, tally, is_paced=going.per_minute is not None))
    return min([look, *(at for at in (going.last_call, going.until) if at > ctx.at)])
