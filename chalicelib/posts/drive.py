"""The clock of posts: claim what is due, and bring each open occurrence to its next step until all is accounted for.

An occurrence waits in the due index as long as it is open, so whatever is lost on the way (a message, a worker) is
asked for again.
"""

from __future__ import annotations

import contextlib

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.errors import AppError, Outlook
from chalicelib.core.events import errands
from chalicelib.core.events.facts import Fact
from chalicelib.core.moments import NEVER, Moment, iso, moment
from chalicelib.core.ops import log, metrics
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.table import Refused
from chalicelib.posts import approvals, occurrence_rows, rules, schedule, store, troubles, versions, views
from chalicelib.posts.errands import CancelPost, DrivePost, PlanPost
from chalicelib.posts.errors import Overtaken
from chalicelib.posts.facts import PostCancelled, PostPlanned
from chalicelib.posts.ids import OccurrenceName
from chalicelib.posts.occurrence_rows import OccurrenceRow
from chalicelib.posts.shapes import Claim
from chalicelib.posts.states import OPEN, OccurrenceStatus, PostStatus, before
from chalicelib.posts.store import PostRow
from chalicelib.tasks import service as tasks
from chalicelib.tasks.shapes import Going, Plan, Tally
from chalicelib.tasks.states import Outcome
from chalicelib.touches import service as touches
from chalicelib.touches.shapes import TouchRules

# How many missed times one transaction notes; further ones are noted in the next minute.
MISSED_AT_ONCE = 50
# More than can be open at once.
CANCELLED_AT_ONCE = 400
OVERTAKEN = "overtaken"
DRIVEN = (OccurrenceStatus.SENDING, OccurrenceStatus.ENDING, OccurrenceStatus.CANCELLING)


def claim(ctx: Ctx, waiting: Due) -> None:
    """A post's time has come: its occurrence exists from now on, once, whoever else is looking.

    Of several missed times only the latest is sent, late; the others are noted as skipped. In quiet hours it waits.
    """
    row = store.post(ctx, occurrence_rows.of_due(ctx, waiting)[0])
    if row is None or row.status is not PostStatus.SCHEDULED or row.next_at > ctx.at:
        return
    touch_rules = touches.rules(ctx)
    opens = touches.after_quiet(touch_rules, ctx.now)
    with contextlib.suppress(Refused, Overtaken):  # another tick, or an operator, was first
        if opens > ctx.now:
            store.wait(ctx, row, iso(opens))
        else:
            _claim(ctx, row, touch_rules)


def _claim(ctx: Ctx, row: PostRow, touch_rules: TouchRules) -> None:
    times = schedule.due(row.schedule, moment(row.next_at), ctx.now, MISSED_AT_ONCE)
    following = next(schedule.after(row.schedule, times[-1]), None)
    some_left = following is not None and following <= ctx.now
    occurrences = [
        occurrence_rows.new(ctx, row, iso(at), OccurrenceStatus.SKIPPED, reason=OVERTAKEN)
        for at in (times if some_left else times[:-1])
    ]
    claim = Claim(next_at=iso(following) if following else NEVER, content=row.content, problem=row.problem)
    if not some_left:
        late = rules.is_late(touches.after_quiet(touch_rules, times[-1]), ctx.now)
        claim, occurrence = _begun(ctx, row, claim, iso(times[-1]), late=late)
        occurrences.append(occurrence)
    occurrence_rows.claim(ctx, row, claim, occurrences)
    metrics.count("PostsClaimed", corp=ctx.corp)


def _begun(ctx: Ctx, row: PostRow, claim: Claim, at: Moment, *, late: bool) -> tuple[Claim, OccurrenceRow]:
    """The occurrence whose time has come, with the content that goes out now; failed at once when none may."""
    try:
        approvals.check(ctx, row)
        content = versions.now(ctx, row.content, row.channel)
        approvals.check_version(ctx, row, content)
    except AppError as error:
        if error.outlook is not Outlook.NEVER:
            raise
        problem = troubles.problem_of_going_out(ctx, error)
        log.warning("post failed", corp=ctx.corp, reason=problem.code, cause=ctx.cause)
        failed = occurrence_rows.new(ctx, row, at, OccurrenceStatus.FAILED, reason=problem.code, late=late)
        return msgspec.structs.replace(claim, problem=problem), failed
    begun = occurrence_rows.new(ctx, row, at, OccurrenceStatus.CLAIMED, content=content, late=late)
    left = row.problem if row.problem and row.problem.about == store.ABOUT_TAGS else None
    return msgspec.structs.replace(claim, content=content, problem=left), begun


def wake(ctx: Ctx, waiting: Due) -> None:
    """An open occurrence's next step is due: ask for it, and again in a while."""
    row = occurrence_rows.occurrence(ctx, *occurrence_rows.of_due(ctx, waiting))
    if row is None or row.status not in OPEN or (row.dry and row.planned_at):
        return
    with contextlib.suppress(Refused):
        occurrence_rows.look_again(ctx, row, iso(ctx.now + occurrence_rows.AGAIN))
    if row.status in before(OccurrenceStatus.PLANNING):
        errands.send(ctx, PlanPost(post=row.post_id, occurrence=views.name_of(row)))
    else:
        errands.send(ctx, DrivePost(post=row.post_id, at=row.at))


def drive_later(ctx: Ctx, fact: Fact[PostPlanned]) -> None:
    """After a plan stands: ask for its tasks."""
    errands.send(ctx, DrivePost(post=fact.data.post, at=fact.data.at))


def cancel_later(ctx: Ctx, fact: Fact[PostCancelled]) -> None:
    """After a post was cancelled: take back what is unsent."""
    errands.send(ctx, CancelPost(post=fact.data.post))


def cancel(ctx: Ctx, errand: CancelPost) -> None:
    """End every open occurrence of a cancelled post. Safe to repeat."""
    for row in occurrence_rows.occurrences(ctx, errand.post, CANCELLED_AT_ONCE):
        if row.status not in OPEN:
            continue
        with contextlib.suppress(Refused):
            occurrence_rows.cancel(ctx, row)
        errands.send(ctx, DrivePost(post=errand.post, at=row.at))


def drive(ctx: Ctx, errand: DrivePost) -> None:
    """Ask for the next step of each open task of an occurrence; when none is open, close it. Safe to repeat."""
    row = occurrence_rows.occurrence(ctx, errand.post, OccurrenceName(errand.at))
    if row is None or row.status not in DRIVEN:
        return
    if row.status is OccurrenceStatus.SENDING and row.ends_at and row.ends_at <= ctx.at:
        try:
            row = occurrence_rows.end(ctx, row)
        except Refused:
            return  # another moved its end, ended it or takes it back, and had it driven
    touch_rules = touches.rules(ctx)
    opens = touches.after_quiet(touch_rules, ctx.now)
    going = _going(row, touch_rules, is_quiet=opens > ctx.now)
    plan = Plan(views.origin_of(row), row.plan or 0)
    tally = tasks.bring_on(ctx, plan, errand.so_far, going)
    if tally.after:
        errands.send(ctx, DrivePost(post=errand.post, at=errand.at, so_far=tally))
        return
    with contextlib.suppress(Refused, Overtaken):  # it was cancelled meanwhile, and is driven again
        if tally.is_over:
            _close(ctx, row, tally)
        else:
            occurrence_rows.look_again(ctx, row, tasks.next_look(ctx, opens, tally, going))


def _going(row: OccurrenceRow, touch_rules: TouchRules, *, is_quiet: bool) -> Going:
    """How its tasks go on: as fast as it says, called once more before its end, and taken back when it shall end."""
    ending = _ending(row)
    if ending or not row.ends_at:
        return Going(is_quiet=is_quiet, per_minute=row.per_minute, ending=ending)
    call = moment(rules.last_call(moment(row.claimed_at), moment(row.ends_at)))
    return Going(
        is_quiet=is_quiet,
        per_minute=row.per_minute,
        until=row.ends_at,
        last_call=iso(touches.before_quiet(touch_rules, call)),
    )


def _ending(row: OccurrenceRow) -> Outcome | None:
    """Why what is unsent of an occurrence shall be taken back, if it shall."""
    if row.status is OccurrenceStatus.ENDING:
        return Outcome.UNCONFIRMED
    if row.status is not OccurrenceStatus.CANCELLING:
        return None
    return Outcome.RECALLED if row.reason == Outcome.RECALLED else Outcome.CANCELLED


def _close(ctx: Ctx, row: OccurrenceRow, tally: Tally) -> None:
    end = rules.end_of(views.origin_of(row), row.status, tally, row.reason)
    if end.status is OccurrenceStatus.FAILED:
        end = msgspec.structs.replace(end, problem=troubles.problem_of_reason(ctx, end.reason))
    occurrence_rows.close(ctx, row, end)
    log.info("post closed", corp=ctx.corp, outcome=end.status, reason=end.reason, cause=ctx.cause)
