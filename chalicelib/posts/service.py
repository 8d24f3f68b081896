"""The verbs of posts: schedule, change, pause, cancel, forecast, look."""

from __future__ import annotations

from typing import Any

import msgspec

from chalicelib.audience import service as audiences
from chalicelib.audience.shapes import Audience
from chalicelib.content import service as contents
from chalicelib.core.context import Ctx
from chalicelib.core.errors import Conflict, IdempotencyMismatch
from chalicelib.core.moments import iso
from chalicelib.core.storage.table import Refused
from chalicelib.coupons import service as coupons
from chalicelib.posts import report as reports
from chalicelib.posts import schedule, shapes, store
from chalicelib.posts.errors import (
    BadSchedule,
    PostChanged,
    PostIsMissed,
    PostIsOver,
    UnknownForecast,
    UnknownOccurrence,
    UnknownPost,
)
from chalicelib.posts.planning import verbs as planning
from chalicelib.posts.sending import create as sending
from chalicelib.posts.sending import drive
from chalicelib.posts.sending import store as tasks_store
from chalicelib.posts.shapes import EditPost, NewPost, Schedule
from chalicelib.posts.store import OccurrenceRow, PostRow

LATEST = 50
CANCEL_TRIES = 3


def create(ctx: Ctx, new: NewPost) -> shapes.Post:
    """A post that waits for its time. Under one Idempotency-Key it is made once.

    Raises BadSchedule, UnknownTemplate, and what content says of a version or values that may not be sent.
    """
    values = _checked(ctx, new)
    try:
        row = store.create(ctx, ctx.new_id(), values)
    except Refused as refused:
        # Ids follow from the Idempotency-Key: this is our own earlier attempt, whose answer was lost.
        made: PostRow | None = refused.old
        if made is None:
            raise IdempotencyMismatch() from None
        row = made
    return _shown(ctx, row)


def _checked(ctx: Ctx, new: NewPost) -> dict[str, Any]:
    """What is stored of a post, after everything that could fail it at its time was looked at."""
    problem = schedule.problem(new.schedule, ctx.now)
    if problem:
        raise BadSchedule(problem)
    channel = str(type(new.audience).__struct_config__.tag)
    content = contents.approved(ctx, new.content.item_id, new.content.version)
    contents.check_values(ctx, content, channel, sending.built_in(ctx, "", ctx.at) | new.content.values)
    if new.coupon_template_id:
        coupons.template(ctx, new.coupon_template_id)
    return {
        "name": new.name,
        "content": msgspec.to_builtins(new.content),
        "channel": channel,
        "audience": msgspec.to_builtins(new.audience),
        "schedule": msgspec.to_builtins(new.schedule),
        "coupon_template_id": new.coupon_template_id,
        "next_at": iso(next(schedule.after(new.schedule, ctx.now))),
    }


def edit(ctx: Ctx, post_id: str, new: EditPost) -> shapes.Post:
    """The post anew, until its next occurrence is claimed; occurrences under way stay as they were.

    Raises UnknownPost, PostIsOver, PostChanged when `revision` is not the latest, and what `create` raises.
    """
    seen = _known(ctx, post_id)
    if _is_our_own(ctx, seen, new.revision + 1):
        return _shown(ctx, seen)
    _refuse_if_over(seen)
    if seen.revision != new.revision:
        raise PostChanged(revision=int(seen.revision))
    try:
        return _shown(ctx, store.edit(ctx, seen, _checked(ctx, new)))
    except Refused as refused:
        raise _why_not(refused.old) from None


def _is_our_own(ctx: Ctx, row: PostRow, revision: int) -> bool:
    """This very request made that revision before, and only its answer was lost."""
    return (row.revision, row.cause, row.changed_by) == (revision, ctx.cause, ctx.actor)


def _refuse_if_over(row: PostRow) -> None:
    if row.status not in (store.SCHEDULED, store.PAUSED):
        raise PostIsOver(status=row.status)


def _why_not(now: PostRow) -> Conflict:
    if now.status not in (store.SCHEDULED, store.PAUSED):
        return PostIsOver(status=now.status)
    return PostChanged(revision=int(now.revision))


def pause(ctx: Ctx, post_id: str) -> shapes.Post:
    """No further occurrence is claimed; those under way go on. Safe to repeat. Raises UnknownPost, PostIsOver."""
    return _move(ctx, _known(ctx, post_id), store.PAUSED, "")


def resume(ctx: Ctx, post_id: str) -> shapes.Post:
    """Occurrences are claimed again, from now on: what fell into the pause is not made up. Safe to repeat.

    Raises UnknownPost, PostIsOver, PostIsMissed when no time is left.
    """
    seen = _known(ctx, post_id)
    following = next(schedule.after(msgspec.convert(seen.schedule, Schedule), ctx.now), None)
    if seen.status == store.PAUSED and following is None:
        raise PostIsMissed()
    return _move(ctx, seen, store.SCHEDULED, iso(following) if following else "")


def cancel(ctx: Ctx, post_id: str) -> shapes.Post:
    """No further occurrence; what is unsent of those under way is taken back. Safe to repeat.

    Raises UnknownPost, PostChanged when others change it over and over.
    """
    seen = _known(ctx, post_id)
    for _ in range(CANCEL_TRIES):
        if seen.status == store.POST_CANCELLED:
            return _shown(ctx, seen)
        try:
            return _shown(ctx, store.set_status(ctx, seen, store.POST_CANCELLED, ""))
        except Refused as refused:
            # Claimed or edited between our look and our write: what is there now is cancelled all the same.
            seen = refused.old
    raise PostChanged(revision=int(seen.revision))


def _move(ctx: Ctx, seen: PostRow, status: str, next_at: str) -> shapes.Post:
    if seen.status == status:
        return _shown(ctx, seen)
    _refuse_if_over(seen)
    try:
        return _shown(ctx, store.set_status(ctx, seen, status, next_at))
    except Refused as refused:
        raise _why_not(refused.old) from None


def _known(ctx: Ctx, post_id: str) -> PostRow:
    row = store.post(ctx, post_id)
    if row is None:
        raise UnknownPost()
    return row


def post(ctx: Ctx, post_id: str) -> shapes.Post:
    """A post with its latest occurrences. Raises UnknownPost."""
    return _shown(ctx, _known(ctx, post_id))


def posts(ctx: Ctx, limit: int, cursor: str) -> Any:
    """The corp's posts, newest first."""
    return store.posts(ctx, limit, cursor)


def _shown(ctx: Ctx, row: PostRow) -> shapes.Post:
    fields = {name: getattr(row, name) for name in shapes.Post.__struct_fields__ if name != "occurrences"}
    latest = [_occurrence(one) for one in store.occurrences(ctx, row.post_id, LATEST)]
    shown = {**fields, "revision": int(row.revision), "occurrences": latest}
    return msgspec.convert(shown, shapes.Post)


def _occurrence(row: OccurrenceRow) -> shapes.Occurrence:
    fields = {name: getattr(row, name) for name in ("at", "status", "late", "reason", "claimed_at")}
    return shapes.Occurrence(
        **fields,
        targeted=int(row.targeted),
        excluded=row.excluded or {},
        counts=row.counts or {},
        tasks=int(row.tasks),
    )


def tasks(ctx: Ctx, post_id: str, at: str, limit: int, cursor: str) -> shapes.Tasks:
    """The tasks of an occurrence. Raises UnknownPost, UnknownOccurrence."""
    _known(ctx, post_id)
    row = store.occurrence(ctx, post_id, at)
    if row is None or row.dry:
        raise UnknownOccurrence()
    page = tasks_store.tasks(ctx, post_id, at, int(row.plan or 0), cursor, limit)
    return shapes.Tasks([_task(one) for one in page.items], page.cursor)


def _task(row: tasks_store.TaskRow) -> shapes.Task:
    texts = {
        name: getattr(row, name) or ""
        for name in ("sender", "state", "msgid", "reason", "created_at", "confirmed_at", "closed_at")
    }
    return shapes.Task(
        **texts,
        task=tasks_store.name_of(row),
        targets=int(row.targets),
        reminders=int(row.reminders),
        counts=row.counts or {},
    )


def forecast(ctx: Ctx, post_id: str) -> shapes.Forecast:
    """Begin a dry run: who would get the post if it were planned now. Raises UnknownPost."""
    row = _known(ctx, post_id)
    try:
        return _forecast(store.new_forecast(ctx, row, ctx.new_id(), drive.brief_of(row)))
    except Refused as refused:
        return _forecast(refused.old)  # our own earlier attempt, under the same Idempotency-Key


def read_forecast(ctx: Ctx, post_id: str, forecast_id: str) -> shapes.Forecast:
    """How far a dry run is, and what it has counted. Raises UnknownForecast."""
    row = store.occurrence(ctx, post_id, forecast_id)
    if row is None or not row.dry:
        raise UnknownForecast()
    return _forecast(row)


def _forecast(row: OccurrenceRow) -> shapes.Forecast:
    progress = msgspec.convert(row.progress or {}, planning.Progress)
    audience: Audience = msgspec.convert(row.brief["audience"], Audience)
    counts = dict(progress.counts)
    return shapes.Forecast(
        forecast_id=row.forecast_id,
        status={store.SENDING: "done", store.FAILED: "failed"}.get(row.status, "running"),
        progress=round(progress.part / audiences.parts(audience), 3),
        reason=row.reason,
        started_at=row.claimed_at,
        targeted=counts.pop(planning.TARGETED, 0),
        excluded=counts,
        samples=progress.samples,
    )


def report(ctx: Ctx, post_id: str) -> shapes.Report:
    """What became of a post, from its facts. Raises UnknownPost."""
    _known(ctx, post_id)
    return reports.report(ctx, post_id)
