"""What became of a task at WeCom: pulled until every target has its end, reminded of, taken back (docs/platform D8)."""

from __future__ import annotations

import contextlib
from datetime import timedelta

from chalicelib.core.context import Ctx
from chalicelib.core.moments import epoch_iso, moment
from chalicelib.core.ops import log
from chalicelib.core.storage.table import Refused
from chalicelib.platforms.wecom import mass
from chalicelib.platforms.wecom.errors import WeComRefused
from chalicelib.posts import rules
from chalicelib.posts.sending import store
from chalicelib.posts.sending.store import TaskRow
from chalicelib.touches import service as touches

CONFIRMED = 2
UNSENT = rules.MARK_OF[rules.WAITING]


def pull(ctx: Ctx, post_id: str, at: str, chunk: str) -> None:
    """Look what became of a task; remind, take back or close it when it is time. Safe to repeat and to race."""
    row = store.task(ctx, post_id, at, chunk)
    if row is None or row.state != store.CREATED:
        return
    age = ctx.now - moment(row.created_at)
    with contextlib.suppress(Refused):  # another did the same a moment ago
        if age >= rules.EXPIRES and not row.ending:
            row = store.end(ctx, row, rules.UNCONFIRMED)
        if row.ending and not row.taken_back_at:
            _take_back(ctx, row)
        _look(ctx, row, age)


def _take_back(ctx: Ctx, row: TaskRow) -> None:
    """What is unsent can no longer be sent, so that what we tell stays true."""
    try:
        mass.cancel(ctx, row.msgid)
    except WeComRefused as refused:
        if refused.errcode != mass.TASK_CANCELLED:
            raise
    store.taken_back(ctx, row)


def _look(ctx: Ctx, row: TaskRow, age: timedelta) -> None:
    sent = next((one for one in mass.confirmations(ctx, row.msgid) if one.status == CONFIRMED), None)
    if sent and not row.confirmed_at:
        store.confirm(ctx, row, epoch_iso(sent.send_time) if sent.send_time else ctx.at)
    if sent or row.ending:
        _settle(ctx, row, is_sent=sent is not None)
    else:
        _remind(ctx, row, age)


def _settle(ctx: Ctx, row: TaskRow, *, is_sent: bool) -> None:
    """Keep what is known; close when nothing is open, or nothing more can come."""
    before = store.outcome(ctx, row)
    marks = _marks(ctx, row, before) if is_sent else before or UNSENT * int(row.targets)
    if row.ending:
        marks = marks.replace(UNSENT, rules.MARK_OF[row.ending])
    if marks != before:
        store.keep_outcome(ctx, row, marks)
    if UNSENT not in marks:
        store.settle(ctx, row, row.ending or "", rules.counted(marks))


def _marks(ctx: Ctx, row: TaskRow, before: str) -> str:
    """What WeCom tells of each target, in their order; what it does not tell stays as it was."""
    found = {sending.target: str(sending.status) for sending in mass.results(ctx, row.msgid, row.sender)}
    targets = store.targets(ctx, row)
    old = before or UNSENT * len(targets)
    return "".join(
        found.get(target, mark) if mark == UNSENT else mark for target, mark in zip(targets, old, strict=True)
    )


def _remind(ctx: Ctx, row: TaskRow, age: timedelta) -> None:
    """At most three reminders in all, hours apart, none in quiet hours; a missed one is not made up."""
    due = rules.reminders_due(age)
    if due <= int(row.reminders) or touches.is_quiet(ctx):
        return
    store.remind(ctx, row, due)
    try:
        mass.remind(ctx, row.msgid)
    except WeComRefused as refused:
        if refused.errcode not in (mass.REMINDED_ENOUGH, mass.TASK_CANCELLED):
            raise
        log.info("reminder refused", corp=ctx.corp, errcode=refused.errcode, cause=ctx.cause)
