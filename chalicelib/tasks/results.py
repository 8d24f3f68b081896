"""What became of a task at WeCom: pulled until every target has its end, reminded of, taken back (docs/platform D8)."""

from __future__ import annotations

import contextlib
from datetime import timedelta

from chalicelib.core.context import Ctx
from chalicelib.core.errors import Outlook
from chalicelib.core.events import errands
from chalicelib.core.moments import Moment, moment, told_at
from chalicelib.core.ops import log, refusals
from chalicelib.core.problems import Remedy
from chalicelib.core.storage.table import Refused
from chalicelib.platforms.wecom import mass
from chalicelib.platforms.wecom.errors import WeComRefused
from chalicelib.tasks import rules, store
from chalicelib.tasks.errands import PullTask, TellSender
from chalicelib.tasks.rules import UNSENT
from chalicelib.tasks.states import Outcome, TaskState
from chalicelib.tasks.store import TaskRow
from chalicelib.touches import service as touches

CONFIRMED = 2


def pull(ctx: Ctx, errand: PullTask) -> None:
    """Look what became of a task; remind, take back or close it when it is time. Safe to repeat and to race."""
    row = store.task(ctx, errand.origin, errand.task)
    if row is None or row.state is not TaskState.CREATED:
        return
    age = ctx.now - moment(row.created_at or ctx.at)
    with contextlib.suppress(Refused):  # another did the same a moment ago
        if age >= rules.CONFIRM_WITHIN and not row.ending:
            row = store.end(ctx, row, Outcome.UNCONFIRMED)
        try:
            if row.ending and not row.taken_back_at:
                _take_back(ctx, row)
            _look(ctx, row, age, errand.last_call)
        except WeComRefused as refused:
            if not _is_hopeless(row, refused):
                raise  # the next look asks again
            _give_up(ctx, row, refused)


def _is_hopeless(row: TaskRow, refused: WeComRefused) -> bool:
    """True when WeCom will never tell: it has no such task, or it refuses for good what had to end by now."""
    return refused.outlook is Outlook.NEVER and (refused.errcode in mass.NO_SUCH_TASK or row.ending is not None)


def _give_up(ctx: Ctx, row: TaskRow, refused: WeComRefused) -> None:
    """Close a task of which WeCom tells nothing any more; what is open is not known. Shown with the errcode."""
    problem = refusals.note(ctx, refused, Remedy.NOTHING, row.sender)
    marks = (store.outcome(ctx, row) or UNSENT * row.targets).replace(UNSENT, rules.MARK_OF[Outcome.UNKNOWN])
    store.keep_outcome(ctx, row, marks)
    if row.ending is Outcome.RECALLED and not row.taken_back_at:
        # They hold it still and could send it: all the more they have to know.
        errands.send(ctx, TellSender(origin=row.brief.origin, task=store.id_of(row)))
    store.close(ctx, row, f"wecom_{refused.errcode}", rules.counted(marks), problem)


def _msgid(row: TaskRow) -> str:
    return row.msgid or ""


def _take_back(ctx: Ctx, row: TaskRow) -> None:
    """What is unsent can no longer be sent, so that what we tell stays true."""
    try:
        mass.cancel(ctx, _msgid(row))
    except WeComRefused as refused:
        if refused.errcode != mass.TASK_CANCELLED:
            raise
    store.taken_back(ctx, row)


def _look(ctx: Ctx, row: TaskRow, age: timedelta, last_call: Moment) -> None:
    confirmations = mass.confirmations(ctx, _msgid(row))
    sent = next((confirmation for confirmation in confirmations if confirmation.status == CONFIRMED), None)
    if sent and not row.confirmed_at:
        store.confirm(ctx, row, told_at(sent.send_time, ctx.now))
    if sent or row.ending:
        _account(ctx, row, is_sent=sent is not None)
    else:
        _remind(ctx, row, age, last_call)


def _account(ctx: Ctx, row: TaskRow, *, is_sent: bool) -> None:
    """Keep what is known of each target; close when nothing is open, or nothing more can come."""
    before = store.outcome(ctx, row)
    marks = _marks(ctx, row, before) if is_sent else before or UNSENT * row.targets
    if row.ending and not (is_sent and _is_being_told(ctx, row)):
        marks = marks.replace(UNSENT, rules.MARK_OF[row.ending])
    if marks != before:
        store.keep_outcome(ctx, row, marks)
    if UNSENT not in marks:
        store.close(ctx, row, row.ending or "", rules.counted(marks))


def _is_being_told(ctx: Ctx, row: TaskRow) -> bool:
    """They tapped "send" before it was taken back: of each target WeCom may tell a while later."""
    return row.taken_back_at is None or ctx.now < moment(row.taken_back_at) + rules.TOLD_WITHIN


def _marks(ctx: Ctx, row: TaskRow, before: str) -> str:
    """What WeCom tells of each target, in their order; what it does not tell stays as it was."""
    sendings = mass.results(ctx, _msgid(row), row.sender)
    reported = {sending.target: rules.mark_of_status(sending.status) for sending in sendings}
    targets = store.targets(ctx, row)
    old = before or UNSENT * len(targets)
    return "".join(
        reported.get(target, mark) if mark == UNSENT else mark for target, mark in zip(targets, old, strict=True)
    )


def _remind(ctx: Ctx, row: TaskRow, age: timedelta, last_call: Moment) -> None:
    """Three reminders, hours apart, and where it has an end one of them before that; none in quiet hours.

    A missed one is not made up.
    """
    left = moment(last_call) - ctx.now if last_call else None
    due = rules.reminders_due(age, left)
    is_last_call = left is not None and not row.called_once_more_at and rules.is_last_call(age, left)
    if not (due > row.reminders or is_last_call) or not rules.may_remind(row.reminded or (), ctx.now):
        return
    if touches.is_quiet(ctx):
        return
    store.remind(ctx, row, max(due, row.reminders + is_last_call), is_last_call=is_last_call)
    try:
        mass.remind(ctx, _msgid(row))
    except WeComRefused as refused:
        if refused.errcode not in (mass.REMINDED_ENOUGH, mass.TASK_CANCELLED):
            raise
        log.info("reminder refused", corp=ctx.corp, errcode=refused.errcode, cause=ctx.cause)
