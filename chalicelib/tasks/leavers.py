"""What becomes of the tasks of somebody who goes: nobody would tap "send" any more, so they end, and it is said why."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.core.context import Ctx
from chalicelib.core.events import errands
from chalicelib.core.ids import UserId
from chalicelib.core.storage.table import Refused
from chalicelib.tasks import store
from chalicelib.tasks.errands import PullTask
from chalicelib.tasks.shapes import Plan
from chalicelib.tasks.states import Outcome, TaskState
from chalicelib.tasks.store import TaskRow

AT_ONCE = 1000


def waiting(ctx: Ctx, plan: Plan, sender: UserId) -> int:
    """How many targets of a plan wait for somebody to tap "send". 1 RU per 4 KB of tasks."""
    return sum(row.targets for row in _unsent(ctx, plan, sender))


def end(ctx: Ctx, plan: Plan, sender: UserId) -> int:
    """Close what somebody has not sent of a plan: how many tasks. Safe to repeat. 1 RU per 4 KB, 1 WU each.

    What WeCom was not asked for is over at once; the rest is taken back there, by whoever looks next, which is now.
    """
    ended = 0
    for row in _unsent(ctx, plan, sender):
        try:
            now = _ended(ctx, row)
        except Refused:
            continue  # sent, closed or taken back a moment ago
        ended += 1
        if now.state is TaskState.CREATED:
            errands.send(ctx, PullTask(origin=plan.origin, task=store.id_of(now)))
    return ended


def _ended(ctx: Ctx, row: TaskRow) -> TaskRow:
    if row.state is TaskState.PLANNED:
        return store.close(ctx, row, Outcome.SENDER_LEFT, {Outcome.SENDER_LEFT.value: row.targets})
    return row if row.ending else store.end(ctx, row, Outcome.SENDER_LEFT)


def _unsent(ctx: Ctx, plan: Plan, sender: UserId) -> Iterator[TaskRow]:
    after = ""
    while True:
        page = store.tasks(ctx, plan, after, AT_ONCE)
        yield from (
            row
            for row in page.items
            if row.sender == sender and row.state is not TaskState.CLOSED and not row.confirmed_at
        )
        after = page.cursor
        if not after:
            return
