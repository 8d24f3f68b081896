"""Rows of tasks, of their targets, and of what became of each target."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

import msgspec
from pynamodb.attributes import UnicodeAttribute
from pynamodb.expressions.condition import Condition

from chalicelib.audience.shapes import Channel
from chalicelib.core.context import Ctx
from chalicelib.core.ids import UserId
from chalicelib.core.moments import Moment
from chalicelib.core.problems import Problem, Remedy, problem_of
from chalicelib.core.storage.attributes import (
    EnumAttribute,
    IdAttribute,
    IntAttribute,
    MomentAttribute,
    StructAttribute,
)
from chalicelib.core.storage.leases import Leased, holding, is_free, is_mine, letting_go
from chalicelib.core.storage.lists import Page, between, values
from chalicelib.core.storage.table import Keys, Refused, Row, change, get, key, put_new
from chalicelib.core.storage.transaction import Refusal, Transaction, put_all
from chalicelib.tasks import errors
from chalicelib.tasks.ids import TaskId
from chalicelib.tasks.shapes import Brief, Plan, Segment
from chalicelib.tasks.states import MAYBE_AT_WECOM, Outcome, TaskState
from chalicelib.touches.shapes import Origin

SELF = "-"
SEPARATOR = ","


class TargetsRow(Row, discriminator="task_targets"):
    """Some targets of one sender, or some who are left out for one reason; never changed.

    It lies under its planner's fence, so what a planner wrote after another took over is never found.
    """

    keys = Keys(pk="tasks#<origin>", sk="targets#<fence>#<number>")

    name = UnicodeAttribute()
    many = IntAttribute()
    targets = UnicodeAttribute()


class TaskRow(Leased, discriminator="task"):
    """What one member of staff is asked to send: at most one task at WeCom, whatever crashes (docs/adr/0018).

    brief: all that it needs, whatever becomes of its origin. segments: where the targets lie. asked_at: since when a
    task of ours may exist at WeCom. called_at: set right before the call, with a hash of the text to know it by;
    without msgid the outcome is unknown then, and is looked up. reminders: how many its sender had, the latest three
    when; called_once_more_at: when the one before its end was made. ending: why it shall be taken back; told_at: when
    its sender was told of that. counts: targets by what became of them. problem: why it ended without being sent, where
    nobody decided that.
    """

    keys = Keys(pk="tasks#<origin>", sk="task#<fence>#<number>")

    number = IntAttribute()
    brief = StructAttribute(Brief)
    sender = IdAttribute[UserId]()
    targets = IntAttribute()
    segments = StructAttribute(tuple[str, ...])
    state = EnumAttribute(TaskState, default=TaskState.PLANNED)
    asked_at = MomentAttribute(null=True)
    called_at = MomentAttribute(null=True)
    text_hash = UnicodeAttribute(null=True)
    msgid = UnicodeAttribute(null=True)
    left_out = IntAttribute(null=True)
    created_at = MomentAttribute(null=True)
    confirmed_at = MomentAttribute(null=True)
    reminders = IntAttribute(default=0)
    reminded = StructAttribute(tuple[Moment, ...], null=True)
    called_once_more_at = MomentAttribute(null=True)
    ending = EnumAttribute(Outcome, null=True)
    taken_back_at = MomentAttribute(null=True)
    told_at = MomentAttribute(null=True)
    counts = StructAttribute(dict[str, int], null=True)
    reason = UnicodeAttribute(null=True)
    problem = StructAttribute(Problem, null=True)
    closed_at = MomentAttribute(null=True)


class OutcomeRow(Row, discriminator="task_outcome"):
    """What became of each target of a task, one character each (rules.MARKS), in the targets' order."""

    keys = Keys(pk="tasks#<origin>", sk="outcome#<fence>#<number>")

    marks = UnicodeAttribute()


class MsgidRow(Row, discriminator="task_msgid"):
    """Whose a task at WeCom is, so that no two of ours take the same one for theirs."""

    keys = Keys(pk="msgid#<msgid>", sk=SELF)

    task = UnicodeAttribute()


class MsgidTaken(Exception):
    """Another task of ours has this one at WeCom."""


class TakenOver(Exception):
    """Another asks for the task now."""


def _key(ctx: Ctx, origin: Origin) -> str:
    return key(ctx, "tasks", origin.name)


def put_segment(ctx: Ctx, origin: Origin, segment: Segment, targets: Sequence[str]) -> None:
    """Write a segment; the same one again changes nothing. 1 WU per KB: N targets of 32 bytes are about N/32."""
    row = TargetsRow(_key(ctx, origin), f"targets#{segment.place}")
    row.name, row.many, row.targets = segment.name, segment.count, SEPARATOR.join(targets)
    try:
        put_new(ctx, row)
    except Refused:
        return  # our own try, whose answer was lost


def segments(ctx: Ctx, origin: Origin, fence: int) -> Iterator[Segment]:
    """The segments under a fence, without their targets; reading passes over them all the same: N/128 RU."""
    prefix = f"targets#{fence:04d}#"
    for sk, name, many in values(_key(ctx, origin), ["sk", "name", "many"], prefix=prefix, consistent=True):
        yield Segment(fence, int(sk.removeprefix(prefix)), name, many)


def targets(ctx: Ctx, row: TaskRow) -> list[str]:
    """A task's targets, in order. 1 RU per 4 KB."""
    return [target for place in row.segments for target in segment_targets(ctx, row.brief.origin, place)]


def segment_targets(ctx: Ctx, origin: Origin, place: str) -> list[str]:
    """The targets of one segment. 1 RU per 4 KB."""
    row = get(TargetsRow, _key(ctx, origin), f"targets#{place}", consistent=True)
    return row.targets.split(SEPARATOR) if row and row.targets else []


def new_task(ctx: Ctx, brief: Brief, fence: int, number: int, sender: UserId, segments: Sequence[Segment]) -> TaskRow:
    """The row of a task about to be written: the how-maniest under its planner's fence."""
    row = TaskRow(_key(ctx, brief.origin), f"task#{fence:04d}#{number:05d}")
    row.number, row.brief, row.sender = number, brief, sender
    row.targets = sum(segment.count for segment in segments)
    row.segments = tuple(segment.place for segment in segments)
    return row


def put_tasks(ctx: Ctx, rows: Iterable[TaskRow]) -> int:
    """Write the tasks of a plan under its fence, where nobody else writes: how many. 2 WU each, 100 a call."""
    return put_all(ctx, rows)


def id_of(row: TaskRow) -> TaskId:
    """How a task is named in messages and answers."""
    return TaskId(row.sk.removeprefix("task#"))


def task(ctx: Ctx, origin: Origin, task_id: TaskId) -> TaskRow | None:
    """One task, read consistently. 1 RU."""
    return get(TaskRow, _key(ctx, origin), f"task#{task_id}", consistent=True)


def before(ctx: Ctx, row: TaskRow) -> TaskRow | None:
    """The task before it in its plan, read consistently. 1 RU."""
    if not row.number:
        return None
    fence = id_of(row).partition("#")[0]
    return task(ctx, row.brief.origin, TaskId(f"{fence}#{row.number - 1:05d}"))


def tasks(ctx: Ctx, plan: Plan, after: str, limit: int) -> Page[TaskRow]:
    """The tasks of a plan after one (''), in order, read consistently. 1 RU per 4 KB."""
    begin, end = f"task#{plan.fence:04d}#", f"task#{plan.fence:04d}$"
    rows = between(TaskRow, _key(ctx, plan.origin), f"task#{after}$" if after else begin, end, limit)
    return Page(rows, id_of(rows[-1]) if len(rows) == limit else "")


def ask(ctx: Ctx, row: TaskRow, hold: timedelta) -> TaskRow:
    """Become the one who asks WeCom for this task for a while, and answer the row as it is now. 1 WU.

    Raises Refused while another is at it, and when it was asked for, closed or cancelled meanwhile.
    """
    fresh = (TaskRow.state == TaskState.PLANNED) & TaskRow.ending.does_not_exist()
    stale = (TaskRow.state == TaskState.ASKING) & is_free(ctx)
    actions = [
        TaskRow.state.set(TaskState.ASKING),
        *holding(ctx, hold),
        TaskRow.asked_at.set(TaskRow.asked_at | ctx.at),
    ]
    return change(ctx, TaskRow(row.pk, row.sk), actions, fresh | stale)


def _still_asking(row: TaskRow) -> Condition:
    mine: Condition = is_mine(row) & (TaskRow.state == TaskState.ASKING)
    return mine


def calling(ctx: Ctx, row: TaskRow, text_hash: str) -> None:
    """The last word before the call: still ours, and nobody wants it taken back. 1 WU. Raises Refused."""
    is_wanted = _still_asking(row) & TaskRow.ending.does_not_exist()
    actions = [TaskRow.called_at.set(ctx.at), TaskRow.text_hash.set(text_hash)]
    change(ctx, TaskRow(row.pk, row.sk), actions, is_wanted)


def unask(ctx: Ctx, row: TaskRow) -> None:
    """WeCom said that it did nothing: as if nobody had asked. 1 WU. Raises Refused."""
    actions = [
        TaskRow.state.set(TaskState.PLANNED),
        *letting_go(),
        TaskRow.asked_at.remove(),
        TaskRow.called_at.remove(),
    ]
    change(ctx, TaskRow(row.pk, row.sk), actions, _still_asking(row))


def created(ctx: Ctx, row: TaskRow, msgid: str, left_out: int) -> None:
    """WeCom has the task, and its msgid is nobody else's, together. 4 WU.

    Raises MsgidTaken when another task of ours has it, TakenOver when another asks for this one now.
    """
    transaction = Transaction(ctx)
    whose = MsgidRow(key(ctx, "msgid", msgid), SELF, task=row.pk + row.sk)
    transaction.put_new(whose, lambda _: MsgidTaken())
    actions = [
        TaskRow.state.set(TaskState.CREATED),
        TaskRow.msgid.set(msgid),
        TaskRow.created_at.set(ctx.at),
        TaskRow.left_out.set(left_out),
    ]
    transaction.change(TaskRow(row.pk, row.sk), actions, _still_asking(row), lambda _: TakenOver())
    transaction.commit()


def is_taken(ctx: Ctx, msgid: str) -> bool:
    """True when a task of ours is known to have this one at WeCom. 1 RU."""
    return get(MsgidRow, key(ctx, "msgid", msgid), SELF, consistent=True) is not None


def delivered(ctx: Ctx, row: TaskRow, left_out: int, counts: dict[str, int]) -> None:
    """An app message reached who it could: made, sent and closed in one. 1 WU. Raises Refused."""
    actions = [
        TaskRow.state.set(TaskState.CLOSED),
        TaskRow.created_at.set(ctx.at),
        TaskRow.confirmed_at.set(ctx.at),
        TaskRow.closed_at.set(ctx.at),
        TaskRow.left_out.set(left_out),
        TaskRow.counts.set(counts),
    ]
    change(ctx, TaskRow(row.pk, row.sk), actions, _still_asking(row))


def close(ctx: Ctx, row: TaskRow, reason: str, counts: dict[str, int], problem: Problem | None = None) -> TaskRow:
    """The task ends here, if nobody has done anything with it since `row` was read. 1 WU. Raises Refused.

    problem: why, where the reason alone does not say it (errors.OF_OUTCOME).
    """
    actions = [
        TaskRow.state.set(TaskState.CLOSED),
        TaskRow.reason.set(reason),
        TaskRow.counts.set(counts),
        TaskRow.closed_at.set(ctx.at),
    ]
    if problem is None and reason in errors.OF_OUTCOME:
        problem = problem_of(ctx, errors.OF_OUTCOME[reason](), Remedy.NOTHING, row.sender)
    if problem:
        actions.append(TaskRow.problem.set(problem))
    return change(ctx, TaskRow(row.pk, row.sk), actions, is_mine(row) & (TaskRow.state == row.state))


def reopen_in(transaction: Transaction, row: TaskRow, ask_until: Moment, refused: Refusal[TaskRow]) -> None:
    """Add: WeCom is asked again for a task that nobody was handed. 2 WU. refused: somebody was first.

    Of an app message it is not forgotten when it was first asked for: WeCom drops a repeat for so long, and no longer.
    """
    is_by_app = row.brief.channel is Channel.STAFF
    actions = [
        TaskRow.state.set(TaskState.PLANNED),
        TaskRow.brief.set(msgspec.structs.replace(row.brief, ask_until=ask_until)),
        *letting_go(),
        *([] if is_by_app else [TaskRow.asked_at.remove(), TaskRow.called_at.remove()]),
        TaskRow.ending.remove(),
        TaskRow.counts.remove(),
        TaskRow.reason.remove(),
        TaskRow.problem.remove(),
        TaskRow.closed_at.remove(),
    ]
    is_as_read = (TaskRow.state == TaskState.CLOSED) & (TaskRow.closed_at == row.closed_at)
    transaction.change(TaskRow(row.pk, row.sk), actions, is_as_read, refused)


def confirm(ctx: Ctx, row: TaskRow, at: Moment) -> None:
    """The member of staff has sent it. 1 WU. Raises Refused when that is known."""
    is_news = (TaskRow.state == TaskState.CREATED) & TaskRow.confirmed_at.does_not_exist()
    change(ctx, TaskRow(row.pk, row.sk), [TaskRow.confirmed_at.set(at)], is_news)


def end(ctx: Ctx, row: TaskRow, why: Outcome) -> TaskRow:
    """Somebody wants what is unsent taken back; whoever comes next does it. 1 WU. Raises Refused when it is over."""
    is_open = TaskRow.state.is_in(*MAYBE_AT_WECOM) & TaskRow.ending.does_not_exist()
    return change(ctx, TaskRow(row.pk, row.sk), [TaskRow.ending.set(why)], is_open)


def taken_back(ctx: Ctx, row: TaskRow) -> None:
    """WeCom has taken back what is unsent. 1 WU. Raises Refused when it is over."""
    change(ctx, TaskRow(row.pk, row.sk), [TaskRow.taken_back_at.set(ctx.at)], TaskRow.state == TaskState.CREATED)


def told(ctx: Ctx, row: TaskRow) -> None:
    """Its sender was told that it was taken back. 1 WU. Raises Refused when that is known."""
    change(ctx, TaskRow(row.pk, row.sk), [TaskRow.told_at.set(ctx.at)], TaskRow.told_at.does_not_exist())


def remind(ctx: Ctx, row: TaskRow, reminders: int, *, is_last_call: bool = False) -> None:
    """Count a reminder before it is made, so that no crash makes a fourth of a day, or a second one before the end.

    1 WU. Raises Refused when it was counted, when they have sent it, and when it shall be taken back.
    """
    is_open = (TaskRow.state == TaskState.CREATED) & TaskRow.ending.does_not_exist()
    is_to_do = is_open & TaskRow.confirmed_at.does_not_exist() & (TaskRow.reminders == row.reminders)
    actions = [TaskRow.reminders.set(reminders), TaskRow.reminded.set((*(row.reminded or ())[-2:], ctx.at))]
    if is_last_call:
        actions.append(TaskRow.called_once_more_at.set(ctx.at))
        is_to_do &= TaskRow.called_once_more_at.does_not_exist()
    change(ctx, TaskRow(row.pk, row.sk), actions, is_to_do)


def _outcome_row(row: TaskRow) -> OutcomeRow:
    return OutcomeRow(row.pk, f"outcome#{id_of(row)}")


def keep_outcome(ctx: Ctx, row: TaskRow, marks: str) -> None:
    """What became of each target, as far as it is known. 1 WU per 1,000 targets."""
    actions = [OutcomeRow.kind.set(OutcomeRow), OutcomeRow.marks.set(marks)]
    change(ctx, _outcome_row(row), actions, None)


def outcome(ctx: Ctx, row: TaskRow) -> str:
    """What became of each target, '' while nothing is known. 1 RU per 4,000 targets."""
    place = _outcome_row(row)
    known = get(OutcomeRow, place.pk, place.sk, consistent=True)
    return known.marks if known else ""
