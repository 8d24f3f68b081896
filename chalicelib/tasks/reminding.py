"""Reminders that an operator asks for, beside those that come by themselves (docs/platform D8).

Both are counted together: three of a task within a day at most, as WeCom has it, and none within an hour of the last.
So pressing twice, or a repeat of what was asked for, reminds nobody twice.
"""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.errors import Outlook
from chalicelib.core.events import errands
from chalicelib.core.moments import moment
from chalicelib.core.ops import log
from chalicelib.core.storage.table import Refused
from chalicelib.platforms.wecom import mass
from chalicelib.platforms.wecom.errors import WeComRefused
from chalicelib.tasks import rules, store
from chalicelib.tasks.errands import RemindSenders
from chalicelib.tasks.shapes import Plan, Reminded
from chalicelib.tasks.states import TaskState
from chalicelib.tasks.store import TaskRow
from chalicelib.touches import service as touches

# A call each: what a worker does in well under its minute.
AT_ONCE = 50
LOOKED_AT_ONCE = 1000


def ask(ctx: Ctx, plan: Plan) -> Reminded:
    """Have those of a plan reminded who have not sent yet: how many that are. 1 RU per 4 KB of tasks.

    Safe to repeat: who was reminded within the hour is not reminded again. In quiet hours nobody is.
    """
    waiting, rest, after = 0, 0, ""
    while True:
        page = store.tasks(ctx, plan, after, LOOKED_AT_ONCE)
        held = [row for row in page.items if is_held(row)]
        due = sum(rules.may_remind(row.reminded or (), ctx.now) for row in held)
        waiting, rest, after = waiting + due, rest + len(held) - due, page.cursor
        if not after:
            break
    if waiting:
        errands.send(ctx, RemindSenders(origin=plan.origin, fence=plan.fence, asked_at=ctx.at))
    return Reminded(reminded=waiting, left_alone=rest)


def is_held(row: TaskRow) -> bool:
    """True while somebody holds a task at WeCom and has not tapped "send"."""
    return row.state is TaskState.CREATED and not row.confirmed_at and not row.ending


def remind(ctx: Ctx, errand: RemindSenders) -> None:
    """Remind the next of a plan, and ask for the rest. A call to WeCom and 1 WU each. Safe to repeat."""
    if touches.is_quiet(ctx):
        return
    page = store.tasks(ctx, Plan(errand.origin, errand.fence), errand.after, AT_ONCE)
    for row in page.items:
        if is_held(row) and rules.may_remind(row.reminded or (), moment(errand.asked_at)):
            _remind(ctx, row)
    if page.cursor:
        rest = RemindSenders(origin=errand.origin, fence=errand.fence, asked_at=errand.asked_at, after=page.cursor)
        errands.send(ctx, rest)


def _remind(ctx: Ctx, row: TaskRow) -> None:
    """Counted before it is made, so that no crash makes one too many."""
    try:
        store.remind(ctx, row, row.reminders + 1)
        mass.remind(ctx, row.msgid or "")
    except Refused:
        return  # they sent it, or were reminded, a moment ago
    except WeComRefused as refused:
        if refused.outlook is Outlook.AGAIN:
            raise
        # The next look at the task finds out what is wrong with it.
        log.info("reminder refused", corp=ctx.corp, errcode=refused.errcode, cause=ctx.cause)
