"""Ask again for the tasks of a plan that nobody was handed, and for no others: nobody gets twice what was sent once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from chalicelib.audience.shapes import Channel
from chalicelib.core.context import Ctx
from chalicelib.core.moments import Moment, moment
from chalicelib.core.storage.table import Refused
from chalicelib.core.storage.transaction import Transaction
from chalicelib.platforms.wecom import mass
from chalicelib.tasks import store
from chalicelib.tasks.shapes import Plan
from chalicelib.tasks.states import Outcome, TaskState
from chalicelib.tasks.store import TaskRow

AT_ONCE = 100
# Somebody decided these, or nobody knows; whoever asks again, it stays so.
SETTLED = frozenset({Outcome.CANCELLED, Outcome.RECALLED, Outcome.REFUSED, Outcome.SENDER_LEFT, Outcome.UNKNOWN})
# Before WeCom's check of repeats ends, by so much.
CLOCK_SKEW = timedelta(minutes=2)


def ask_again(
    ctx: Ctx, plan: Plan, ask_until: Moment, with_it: Callable[[Transaction], None], after: str = ""
) -> tuple[int, str]:
    """Ask WeCom again for what failed among 100 tasks, task by task: how many, and where to go on, '' at the end.

    1 RU per 4 KB, 4 WU each that has failed. Safe to repeat. after: the last task that was looked at. ask_until: not
    asked for after that. with_it: adds to each what has to be true of whoever planned; where it is not, nothing is
    asked for.
    """
    page = store.tasks(ctx, plan, after, AT_ONCE)
    failed = [row for row in page.items if has_failed(ctx, row)]
    return sum(_is_asked_again(ctx, row, ask_until, with_it) for row in failed), page.cursor


def has_failed(ctx: Ctx, row: TaskRow) -> bool:
    """True for a task that is over and that nobody was handed; of app messages, while WeCom drops a repeat."""
    if row.state is not TaskState.CLOSED or row.created_at or row.reason in SETTLED:
        return False
    if row.brief.channel is not Channel.STAFF or not row.called_at:
        return True
    return ctx.now < moment(row.asked_at or row.called_at) + mass.SAME_MESSAGE - CLOCK_SKEW


def _is_asked_again(ctx: Ctx, row: TaskRow, ask_until: Moment, with_it: Callable[[Transaction], None]) -> bool:
    transaction = Transaction(ctx)
    store.reopen_in(transaction, row, ask_until, Refused)
    with_it(transaction)
    try:
        transaction.commit()
    except Refused:
        return False  # another asked a moment ago, or it is over
    return True
