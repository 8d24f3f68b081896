"""Rows of what members of staff were asked to send, and of what became of each target."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.expressions.condition import Condition

from chalicelib.core.context import Ctx
from chalicelib.core.storage.lists import Page
from chalicelib.core.storage.table import Row, change, get, key
from chalicelib.core.storage.transaction import Transaction
from chalicelib.posts.planning import store as planning

SELF = "-"
PLANNED, ASKING, CREATED, CLOSED = "planned", "asking", "created", "closed"


class TaskRow(Row, discriminator="post_task"):
    """What one member of staff is asked to send: at most one task at WeCom, whatever crashes (docs/adr/0018).

    segments: where the targets lie. fence, lease_until: who is at it. asked_at: since when a task of ours may exist at
    WeCom. called_at: set right before the call, with a hash of the text to know it by; without msgid the outcome is
    unknown then, and is looked up. ending: why it shall be taken back (cancelled, unconfirmed, too_late). counts:
    targets by what became of them.
    """

    post_id = UnicodeAttribute()
    at = UnicodeAttribute()
    number = NumberAttribute()
    sender = UnicodeAttribute()
    targets = NumberAttribute()
    segments = JSONAttribute()
    state = UnicodeAttribute(default=PLANNED)
    fence = NumberAttribute(default=0)
    lease_until = UnicodeAttribute(default="")
    asked_at = UnicodeAttribute(null=True)
    called_at = UnicodeAttribute(null=True)
    text_hash = UnicodeAttribute(null=True)
    msgid = UnicodeAttribute(null=True)
    left_out = NumberAttribute(null=True)
    created_at = UnicodeAttribute(null=True)
    confirmed_at = UnicodeAttribute(null=True)
    reminders = NumberAttribute(default=0)
    ending = UnicodeAttribute(null=True)
    taken_back_at = UnicodeAttribute(null=True)
    counts = JSONAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    closed_at = UnicodeAttribute(null=True)


class OutcomeRow(Row, discriminator="post_outcome"):
    """What became of each target of a task, one character each (rules.MARKS), in the targets' order."""

    marks = UnicodeAttribute()


class MsgidRow(Row, discriminator="post_msgid"):
    """Whose a task at WeCom is, so that no two of ours take the same one for theirs."""

    task = UnicodeAttribute()


def _key(ctx: Ctx, post_id: str, at: str) -> str:
    return key(ctx, "occurrence", post_id, at)


def _outcome_key(row: TaskRow) -> tuple[str, str]:
    return str(row.pk), f"outcome#{row.sk}"


def put_tasks(ctx: Ctx, post_id: str, at: str, fence: int, tasks: Iterable[dict[str, Any]]) -> int:
    """Write the tasks of a plan under its fence, where nobody else writes: how many. 1 WU each, 25 a call."""
    number = -1
    with TaskRow.batch_write() as batch:
        for number, values in enumerate(tasks):
            sk = f"task#{fence:04d}#{number:05d}"
            row = TaskRow(_key(ctx, post_id, at), sk, post_id=post_id, at=at, number=number, **values)
            batch.save(row.stamped(ctx))
    return number + 1


def task(ctx: Ctx, post_id: str, at: str, name: str) -> TaskRow | None:
    """One task, read consistently. 1 RU."""
    return get(TaskRow, _key(ctx, post_id, at), f"task#{name}", consistent=True)


def name_of(row: TaskRow) -> str:
    """How a task is named in messages and answers."""
    return str(row.sk).partition("#")[2]


def tasks(ctx: Ctx, post_id: str, at: str, plan: int, after: str, limit: int) -> Page:
    """The tasks of a plan after one (''), in order, read consistently. 1 RU per 4 KB."""
    begin, end = f"task#{plan:04d}#", f"task#{plan:04d}$"
    found = TaskRow.query(
        _key(ctx, post_id, at),
        TaskRow.sk.between(f"task#{after}$" if after else begin, end),
        consistent_read=True,
        limit=limit,
        page_size=limit,
    )
    rows = list(found)
    return Page(rows, name_of(rows[-1]) if len(rows) == limit else "")


def ask(ctx: Ctx, row: TaskRow, until: str) -> TaskRow:
    """Become the one who asks WeCom for this task until a moment, and answer the row as it is now. 1 WU.

    Raises Refused while another is at it, and when it was asked for, closed or cancelled meanwhile.
    """
    fresh = (TaskRow.state == PLANNED) & TaskRow.ending.does_not_exist()
    stale = (TaskRow.state == ASKING) & (TaskRow.lease_until < ctx.at)
    actions = [
        TaskRow.state.set(ASKING),
        TaskRow.fence.set(TaskRow.fence + 1),
        TaskRow.lease_until.set(until),
        TaskRow.asked_at.set(TaskRow.asked_at | ctx.at),
    ]
    return change(ctx, TaskRow(row.pk, row.sk), actions, fresh | stale)


def _mine(row: TaskRow) -> Condition:
    mine: Condition = (TaskRow.fence == row.fence) & (TaskRow.state == ASKING)
    return mine


def calling(ctx: Ctx, row: TaskRow, text_hash: str) -> None:
    """The last word before the call: still ours, and nobody wants it taken back. 1 WU. Raises Refused."""
    wanted = _mine(row) & TaskRow.ending.does_not_exist()
    actions = [TaskRow.called_at.set(ctx.at), TaskRow.text_hash.set(text_hash)]
    change(ctx, TaskRow(row.pk, row.sk), actions, wanted)


def unask(ctx: Ctx, row: TaskRow) -> None:
    """WeCom said that it did nothing: as if nobody had asked. 1 WU. Raises Refused."""
    actions = [
        TaskRow.state.set(PLANNED),
        TaskRow.lease_until.set(""),
        TaskRow.asked_at.remove(),
        TaskRow.called_at.remove(),
    ]
    change(ctx, TaskRow(row.pk, row.sk), actions, _mine(row))


def created(ctx: Ctx, row: TaskRow, msgid: str, left_out: int) -> None:
    """WeCom has the task, and its msgid is nobody else's, together. 4 WU.

    Raises MsgidTaken when another task of ours has it, Refused when another asks for this one now.
    """
    transaction = Transaction(ctx)
    transaction.put_new(MsgidRow(key(ctx, "msgid", msgid), SELF, task=row.pk + row.sk), refused=lambda _: MsgidTaken())
    actions = [
        TaskRow.state.set(CREATED),
        TaskRow.msgid.set(msgid),
        TaskRow.created_at.set(ctx.at),
        TaskRow.left_out.set(left_out),
    ]
    transaction.change(TaskRow(row.pk, row.sk), actions, _mine(row))
    transaction.commit()


def is_taken(ctx: Ctx, msgid: str) -> bool:
    """True when a task of ours is known to have this one at WeCom. 1 RU."""
    return get(MsgidRow, key(ctx, "msgid", msgid), SELF, consistent=True) is not None


def delivered(ctx: Ctx, row: TaskRow, left_out: int, counts: dict[str, int]) -> None:
    """An app message reached who it could: made, sent and closed in one. 1 WU. Raises Refused."""
    actions = [
        TaskRow.state.set(CLOSED),
        TaskRow.created_at.set(ctx.at),
        TaskRow.confirmed_at.set(ctx.at),
        TaskRow.closed_at.set(ctx.at),
        TaskRow.left_out.set(left_out),
        TaskRow.counts.set(counts),
    ]
    change(ctx, TaskRow(row.pk, row.sk), actions, _mine(row))


class MsgidTaken(Exception):
    """Another task of ours has this one at WeCom."""


def settle(ctx: Ctx, row: TaskRow, reason: str, counts: dict[str, int]) -> TaskRow:
    """The task ends here, if nothing happened to it since it was seen. 1 WU. Raises Refused."""
    actions = [
        TaskRow.state.set(CLOSED),
        TaskRow.reason.set(reason),
        TaskRow.counts.set(counts),
        TaskRow.closed_at.set(ctx.at),
    ]
    unchanged = (TaskRow.fence == row.fence) & (TaskRow.state == row.state)
    return change(ctx, TaskRow(row.pk, row.sk), actions, unchanged)


def confirm(ctx: Ctx, row: TaskRow, at: str) -> None:
    """The member of staff has sent it. 1 WU. Raises Refused when that is known."""
    unknown = (TaskRow.state == CREATED) & TaskRow.confirmed_at.does_not_exist()
    change(ctx, TaskRow(row.pk, row.sk), [TaskRow.confirmed_at.set(at)], unknown)


def end(ctx: Ctx, row: TaskRow, why: str) -> TaskRow:
    """Somebody wants what is unsent taken back; whoever comes next does it. 1 WU. Raises Refused when it is over."""
    open_still = TaskRow.state.is_in(ASKING, CREATED) & TaskRow.ending.does_not_exist()
    return change(ctx, TaskRow(row.pk, row.sk), [TaskRow.ending.set(why)], open_still)


def taken_back(ctx: Ctx, row: TaskRow) -> None:
    """WeCom has taken back what is unsent. 1 WU."""
    change(ctx, TaskRow(row.pk, row.sk), [TaskRow.taken_back_at.set(ctx.at)], TaskRow.state == CREATED)


def remind(ctx: Ctx, row: TaskRow, reminders: int) -> None:
    """Count a reminder before it is made, so that no crash makes a fourth. 1 WU. Raises Refused when it was counted."""
    uncounted = (TaskRow.reminders == row.reminders) & (TaskRow.state == CREATED) & TaskRow.ending.does_not_exist()
    change(ctx, TaskRow(row.pk, row.sk), [TaskRow.reminders.set(reminders)], uncounted)


def keep_outcome(ctx: Ctx, row: TaskRow, marks: str) -> None:
    """What became of each target, as far as it is known. 1 WU per 1,000 targets."""
    actions = [OutcomeRow.kind.set(OutcomeRow), OutcomeRow.marks.set(marks)]
    change(ctx, OutcomeRow(*_outcome_key(row)), actions, None)


def outcome(ctx: Ctx, row: TaskRow) -> str:
    """What became of each target, '' while nothing is known. 1 RU per 4,000 targets."""
    found = get(OutcomeRow, *_outcome_key(row), consistent=True)
    return str(found.marks) if found else ""


def targets(ctx: Ctx, row: TaskRow) -> list[str]:
    """A task's targets, in order. 1 RU per 4 KB."""
    return [one for place in row.segments for one in planning.targets(ctx, row.post_id, row.at, place)]
