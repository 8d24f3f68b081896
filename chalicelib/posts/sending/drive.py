"""The clock of posts: claim what is due, and bring each open occurrence to its next step until all is accounted for.

An occurrence waits in the due index as long as it is open, so whatever is lost on the way (a message, a worker) is
asked for again.
"""

from __future__ import annotations

import contextlib
from datetime import datetime, timedelta
from typing import Any

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.events import errands
from chalicelib.core.events.facts import Fact
from chalicelib.core.moments import iso, moment
from chalicelib.core.ops import log, metrics
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.table import Refused
from chalicelib.posts import rules, schedule
from chalicelib.posts import store as posts
from chalicelib.posts.sending import store
from chalicelib.posts.sending.store import TaskRow
from chalicelib.posts.shapes import Schedule
from chalicelib.posts.store import OccurrenceRow, PostRow
from chalicelib.touches import service as touches
from chalicelib.touches.shapes import TouchRules
from chalicelib.touches.states import LeftOut

# How many missed times one transaction notes; further ones are noted in the next minute.
MISSED_AT_ONCE = 50
TASKS_AT_ONCE = 1000
OVERTAKEN = "overtaken"


def claim(ctx: Ctx, one: Due) -> None:
    """A post's time has come: its occurrence exists from now on, once, whoever else is looking (flows.ON_DUE).

    Of several missed times only the latest is sent, late; the others are noted as skipped. In quiet hours it waits.
    """
    post = posts.post(ctx, posts.of_due(ctx, one)[0])
    if post is None or post.status != posts.SCHEDULED or post.next_at > ctx.at:
        return
    rules = touches.rules(ctx)
    opens = touches.after_quiet(rules, ctx.now)
    with contextlib.suppress(Refused):  # another tick, or an operator, was first
        if opens > ctx.now:
            posts.wait(ctx, post, iso(opens))
        else:
            _claim(ctx, post, rules)


def _claim(ctx: Ctx, post: PostRow, quiet: TouchRules) -> None:
    plan: Schedule = msgspec.convert(post.schedule, Schedule)
    times = schedule.due(plan, moment(post.next_at), ctx.now, MISSED_AT_ONCE)
    following = next(schedule.after(plan, times[-1]), None)
    some_left = following is not None and following <= ctx.now
    rows = [_skipped(ctx, post, at) for at in (times if some_left else times[:-1])]
    if not some_left:
        rows.append(_claimed(ctx, post, times[-1], quiet))
    next_at = iso(following) if following else ""
    posts.claim(ctx, post, rows, next_at)
    metrics.count("PostsClaimed", corp=ctx.corp)


def _skipped(ctx: Ctx, post: PostRow, at: datetime) -> OccurrenceRow:
    return posts.new_occurrence(ctx, post, iso(at), status=posts.SKIPPED, reason=OVERTAKEN)


def _claimed(ctx: Ctx, post: PostRow, at: datetime, quiet: TouchRules) -> OccurrenceRow:
    due_at = touches.after_quiet(quiet, at)
    late = rules.is_late(due_at, ctx.now)
    return posts.new_occurrence(ctx, post, iso(at), status=posts.CLAIMED, late=late, brief=brief_of(post))


def brief_of(post: PostRow) -> dict[str, Any]:
    """What an occurrence keeps of its post, whatever becomes of the post later."""
    return {name: getattr(post, name) for name in ("name", "content", "channel", "audience")}


def wake(ctx: Ctx, one: Due) -> None:
    """An open occurrence's next step is due: ask for it, and again in a while (flows.ON_DUE)."""
    row = posts.occurrence(ctx, *posts.of_due(ctx, one))
    if row is None or row.status not in posts.OPEN:
        return
    with contextlib.suppress(Refused):
        posts.look_again(ctx, row, iso(ctx.now + posts.AGAIN))
    task = "plan_post" if row.status in (posts.CLAIMED, posts.PLANNING) else "drive_post"
    errands.old_send(ctx, task, post_id=row.post_id, name=posts.name_of(row))


def drive_later(ctx: Ctx, fact: Fact[Any]) -> None:
    """After a plan stands: ask for its tasks."""
    errands.old_send(ctx, "drive_post", post_id=fact.data["post_id"], name=fact.data["at"])


def cancel_later(ctx: Ctx, fact: Fact[Any]) -> None:
    """After a post was cancelled: take back what is unsent."""
    errands.old_send(ctx, "cancel_post", post_id=fact.data["post_id"])


def cancel(ctx: Ctx, post_id: str) -> None:
    """End every open occurrence of a cancelled post. Safe to repeat."""
    for row in posts.occurrences(ctx, post_id, 400):
        if row.status not in posts.OPEN:
            continue
        with contextlib.suppress(Refused):
            posts.cancel_occurrence(ctx, row)
        errands.old_send(ctx, "drive_post", post_id=post_id, name=row.at)


class Seen(msgspec.Struct, kw_only=True):
    """What a look at all tasks has seen.

    unasked: how many WeCom has still to be asked for; youngest: the age in seconds of the youngest that is open there.
    Of those that are closed: created, confirmed, counts in targets, and reasons.
    """

    unasked: int = 0
    youngest: float | None = None
    created: int = 0
    confirmed: int = 0
    counts: dict[str, int] = {}
    reasons: list[str] = []

    @property
    def is_over(self) -> bool:
        """True when no task is open."""
        return not self.unasked and self.youngest is None


def drive(ctx: Ctx, post_id: str, name: str, after: str = "", seen: dict[str, Any] | None = None) -> None:
    """Ask for the next step of each open task of an occurrence; when none is open, close it. Safe to repeat.

    after, seen: how far an earlier call came among thousands of tasks, and what it saw.
    """
    row = posts.occurrence(ctx, post_id, name)
    if row is None or row.status not in (posts.SENDING, posts.CANCELLING):
        return
    so_far = msgspec.convert(seen or {}, Seen)
    opens = touches.opens(ctx)
    page = store.tasks(ctx, post_id, name, int(row.plan or 0), after, TASKS_AT_ONCE)
    for task in page.items:
        _step(ctx, row, task, so_far, is_quiet=opens > ctx.now)
    if page.cursor:
        further = {"after": page.cursor, "seen": msgspec.to_builtins(so_far)}
        errands.old_send(ctx, "drive_post", post_id=post_id, name=name, **further)
        return
    with contextlib.suppress(Refused):  # it was cancelled meanwhile, and is driven again
        if so_far.is_over:
            _close(ctx, row, so_far)
        else:
            posts.look_again(ctx, row, iso(_next_look(ctx.now, opens, so_far)))


def _step(ctx: Ctx, row: OccurrenceRow, task: TaskRow, seen: Seen, *, is_quiet: bool) -> None:
    """What one task needs next, and what it adds to the whole."""
    ending = _ending(ctx, row, task)
    if ending and task.state != store.CLOSED:
        task = _ended(ctx, task, ending)
    if task.state == store.CLOSED:
        _add(seen, task)
        return
    arguments = {"post_id": row.post_id, "at": row.at, "chunk": store.name_of(task)}
    if task.state == store.CREATED:
        age = (ctx.now - moment(task.created_at)).total_seconds()
        seen.youngest = age if seen.youngest is None else min(age, seen.youngest)
        errands.old_send(ctx, "pull_post_results", **arguments)
        return
    seen.unasked += 1
    if not is_quiet:
        errands.old_send(ctx, "create_mass_task", **arguments)


def _add(seen: Seen, task: TaskRow) -> None:
    seen.counts = rules.summed([seen.counts, task.counts])
    seen.created += int(task.targets) - int(task.left_out or 0) if task.created_at else 0
    seen.confirmed += int(task.targets) if task.confirmed_at else 0
    if task.reason and task.reason not in seen.reasons:
        seen.reasons.append(task.reason)


def _ending(ctx: Ctx, row: OccurrenceRow, task: TaskRow) -> str:
    """Why a task shall come to its end: cancelled, or too old to be asked for."""
    if row.status == posts.CANCELLING:
        return rules.CANCELLED
    is_old = ctx.now - moment(row.claimed_at) > rules.EXPIRES
    return rules.TOO_LATE if is_old and task.state != store.CREATED else ""


def _ended(ctx: Ctx, task: TaskRow, why: str) -> TaskRow:
    """The task as it is after it was ended: over, when WeCom was never asked, else to be taken back."""
    try:
        if task.state == store.PLANNED:
            return store.settle(ctx, task, why, {why: int(task.targets)})
        return task if task.ending else store.end(ctx, task, why)
    except Refused as refused:
        now: TaskRow = refused.old
        return now


def _next_look(now: datetime, opens: datetime, seen: Seen) -> datetime:
    ages = [] if seen.youngest is None else [timedelta(seconds=seen.youngest)]
    when = now + rules.next_look(ages, seen.unasked > 0)
    return when if ages else max(when, opens)


def _close(ctx: Ctx, row: OccurrenceRow, seen: Seen) -> None:
    """Failed when nothing was made at WeCom for a reason that somebody can mend; else closed, or cancelled."""
    status, reason = posts.CLOSED, ""
    troubles = [reason for reason in seen.reasons if reason != LeftOut.REFUSED]
    if row.status == posts.CANCELLING:
        status = posts.CANCELLED
    elif troubles and not seen.created:
        status, reason = posts.FAILED, troubles[0]
    sums = {"created": seen.created, "confirmed": seen.confirmed}
    posts.close(ctx, row, status, reason, seen.counts, sums)
    log.info("post closed", corp=ctx.corp, outcome=status, reason=reason, cause=ctx.cause)
