"""The verbs of posts: schedule, change, pause, cancel, forecast, look."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from chalicelib.audience.shapes import Channel
from chalicelib.content import service as contents
from chalicelib.content.ids import ContentId
from chalicelib.core import called
from chalicelib.core.context import Ctx
from chalicelib.core.errors import Conflict
from chalicelib.core.moments import NEVER, Moment, iso, moment
from chalicelib.core.ops import jobs
from chalicelib.core.storage import retry
from chalicelib.core.storage.lists import Page
from chalicelib.core.storage.table import Refused, get_many, key
from chalicelib.posts import (
    approvals,
    audiences,
    bounding,
    checks,
    leavers,
    occurrence_rows,
    recalls,
    report_rows,
    schedule,
    store,
    versions,
    views,
    waiting,
)
from chalicelib.posts.errors import (
    NoReportYet,
    PostChanged,
    PostIsHeld,
    PostIsMissed,
    PostIsOver,
    UnknownOccurrence,
    UnknownPost,
)
from chalicelib.posts.ids import OccurrenceName, PostId
from chalicelib.posts.jobs import ReportPost
from chalicelib.posts.occurrence_rows import OccurrenceRow
from chalicelib.posts.shapes import Bounds, EditPost, NewPost, NewVersion, Post, Report, ReportAsked, Terms
from chalicelib.posts.states import EDITABLE, PostStatus
from chalicelib.posts.store import PostRow
from chalicelib.tasks import service as staff_tasks
from chalicelib.tasks.shapes import Plan, Task

LATEST = 50

sent = recalls.sent
held_by = leavers.held_by
troubled = waiting.troubled
unsent = waiting.unsent
unsent_by_staff = waiting.unsent_by_staff
hand_over = leavers.hand_over
end_unsent = leavers.end_unsent
posts_naming = audiences.naming
rename_tag = audiences.rename_tag
tag_beside = audiences.beside
let_go_tag = audiences.let_go
look_at_tags = audiences.look_again
hold_naming = audiences.hold_naming
CANCEL_TRIES = 3


def create(ctx: Ctx, new: NewPost, bounds: Bounds | None = None) -> Post:
    """A post that waits for its time. Under one Idempotency-Key it is made once. bounds: of what it is a copy of.

    Raises what `checks.check` raises.
    """
    terms = _checked(ctx, new, bounds or bounding.given(ctx, new.stores))
    try:
        row = store.create(ctx, PostId(ctx.new_id()), terms)
    except Refused as refused:
        row = refused.own_lost_answer(PostRow)
    return shown(ctx, row)


def _checked(ctx: Ctx, new: NewPost, bounds: Bounds, used: ContentId | None = None) -> Terms:
    """What is stored of a post, after everything that could fail it at its time was looked at."""
    channel = Channel(str(type(new.audience).__struct_config__.tag))
    checks.check(ctx, new, channel, bounds, used)
    return Terms(
        bounds=bounds,
        ends_after_hours=new.ends_after_hours,
        per_minute=new.per_minute,
        name=new.name,
        content=new.content,
        channel=channel,
        audience=new.audience,
        schedule=new.schedule,
        coupon_template_id=new.coupon_template_id,
        next_at=iso(next(schedule.after(new.schedule, ctx.now))),
        corp_tags=checks.corp_tags(ctx, new),
    )


def edit(ctx: Ctx, post_id: PostId, new: EditPost) -> Post:
    """The post anew, until its next occurrence is claimed; occurrences under way stay as they were.

    Raises UnknownPost, PostIsOver, PostChanged when `revision` is not the latest, and what `create` raises.
    """
    row = known(ctx, post_id)
    if _is_our_own(ctx, row, new.revision + 1):
        return shown(ctx, row)
    _refuse_if_over(row)
    if row.revision != new.revision:
        raise PostChanged(revision=row.revision)
    bounds = bounding.kept(ctx, row.bounds, new.stores)
    terms = _checked(ctx, _kept(ctx, row, new), bounds, row.content.item_id)
    if row.status is PostStatus.PAUSED:
        terms = msgspec.structs.replace(terms, next_at=NEVER)
    try:
        store.edit(ctx, row, terms)
    except Refused as refused:
        raise _why_not(refused.row(PostRow)) from None
    return post(ctx, post_id)


def _kept(ctx: Ctx, row: PostRow, new: EditPost) -> EditPost:
    """The edit with what goes out now, where it leaves the content as it is and another version took its place."""
    if (new.content.item_id, new.content.version) != (row.content.item_id, row.content.version):
        return new
    channel = Channel(str(type(new.audience).__struct_config__.tag))
    return msgspec.structs.replace(new, content=versions.now(ctx, new.content, channel))


def use_new_version(ctx: Ctx, post_id: PostId, new: NewVersion) -> Post:
    """The post with the version of its content that was approved last, from its next time on. Safe to repeat.

    One that is finished too: an occurrence that has failed may be tried again with it.
    Raises UnknownPost, PostIsOver, PostChanged, NotApproved, ChannelNotApproved, BadValues.
    """
    row = known(ctx, post_id)
    if row.status is PostStatus.CANCELLED:
        raise PostIsOver(status=row.status)
    wanted = row.content if new.values is None else msgspec.structs.replace(row.content, values=new.values)
    content = versions.newest(ctx, wanted, row.channel)
    if content == row.content:
        return shown(ctx, row)
    versions.check(ctx, contents.approved(ctx, content.item_id, content.version, is_used=True), row.channel, content)
    try:
        store.use_version(ctx, row, content)
    except Refused as refused:
        there = refused.row(PostRow)
        if there is None or there.content != content:  # else somebody pressed it a moment ago
            raise _why_not(there) from None
    return post(ctx, post_id)


def _is_our_own(ctx: Ctx, row: PostRow, revision: int) -> bool:
    """This very request made that revision before, and only its answer was lost."""
    return (row.revision, row.cause, row.changed_by) == (revision, ctx.cause, ctx.actor)


def approve(ctx: Ctx, post_id: PostId, revision: int) -> Post:
    """A second person approves a post as it is. Safe to repeat. Raises what `approvals.approve` raises."""
    approvals.approve(ctx, post_id, revision)
    return post(ctx, post_id)


def _refuse_if_over(row: PostRow) -> None:
    if row.status not in EDITABLE:
        raise PostIsOver(status=row.status)


def _why_not(row: PostRow | None) -> Conflict | UnknownPost:
    """Why a post is not as it was read a moment ago."""
    if row is None:
        return UnknownPost()
    if row.status not in EDITABLE:
        return PostIsOver(status=row.status)
    return PostChanged(revision=row.revision)


def pause(ctx: Ctx, post_id: PostId) -> Post:
    """No further occurrence is claimed; those under way go on. Safe to repeat. Raises UnknownPost, PostIsOver."""
    return _move(ctx, known(ctx, post_id), PostStatus.PAUSED, NEVER)


def resume(ctx: Ctx, post_id: PostId) -> Post:
    """Occurrences are claimed again, from now on: what fell into the pause is not made up. Safe to repeat.

    Raises UnknownPost, PostIsOver, PostIsMissed when no time is left, PostIsHeld while its audience is to be changed.
    """
    row = known(ctx, post_id)
    if row.status is PostStatus.PAUSED and row.is_held:
        raise PostIsHeld()
    following = next(schedule.after(row.schedule, ctx.now), None)
    if row.status is PostStatus.PAUSED and following is None:
        raise PostIsMissed()
    return _move(ctx, row, PostStatus.SCHEDULED, iso(following) if following else NEVER)


def cancel(ctx: Ctx, post_id: PostId) -> Post:
    """No further occurrence; what is unsent of those under way is taken back. Safe to repeat.

    Raises UnknownPost, TooBusy when others change it over and over.
    """
    # Claimed or edited between our look and our write: what is there then is cancelled all the same.
    return retry.on_collision(lambda: _cancel(ctx, post_id), Refused, attempts=CANCEL_TRIES, pause=0)


def _cancel(ctx: Ctx, post_id: PostId) -> Post:
    row = known(ctx, post_id)
    if row.status is not PostStatus.CANCELLED:
        store.cancel(ctx, row)
    return post(ctx, post_id)


def _move(ctx: Ctx, row: PostRow, status: PostStatus, next_at: Moment) -> Post:
    if row.status is status:
        return shown(ctx, row)
    _refuse_if_over(row)
    try:
        return shown(ctx, store.set_status(ctx, row, status, next_at))
    except Refused as refused:
        raise _why_not(refused.row(PostRow)) from None


def known(ctx: Ctx, post_id: PostId) -> PostRow:
    """A post as it is now, of those in the scope. Raises UnknownPost."""
    row = store.post(ctx, post_id)
    if row is None or not bounding.allows(ctx, row.bounds):
        raise UnknownPost()
    return row


def post(ctx: Ctx, post_id: PostId) -> Post:
    """A post with its latest occurrences. Raises UnknownPost."""
    return shown(ctx, known(ctx, post_id))


def shown(ctx: Ctx, row: PostRow) -> Post:
    """A post with its latest occurrences, whose row was read. 1 RU per 4 KB of them."""
    must = approvals.is_needed(ctx)
    return views.post(row, occurrence_rows.occurrences(ctx, row.post_id, LATEST), ctx.now, must_be_approved=must)


def tasks(ctx: Ctx, post_id: PostId, at: Moment, limit: int, cursor: str) -> Page[Task]:
    """The tasks of an occurrence. Raises UnknownPost, UnknownOccurrence."""
    row = known_occurrence(ctx, post_id, at)
    return staff_tasks.tasks(ctx, Plan(views.origin_of(row), row.plan or 0), limit, cursor)


def known_occurrence(ctx: Ctx, post_id: PostId, at: Moment) -> OccurrenceRow:
    """A time of a post as it is now, if it went out to those in the scope. Raises UnknownPost, UnknownOccurrence."""
    known(ctx, post_id)
    row = occurrence_rows.occurrence(ctx, post_id, OccurrenceName(at))
    if row is None or row.dry or (row.snapshot and not bounding.allows(ctx, row.snapshot.bounds)):
        raise UnknownOccurrence()
    return row


def ask_report(ctx: Ctx, post_id: PostId) -> ReportAsked:
    """Begin to add up what became of a post. Under one Idempotency-Key it is one job. Raises UnknownPost."""
    known(ctx, post_id)
    return ReportAsked(jobs.start(ctx, ReportPost(post=post_id)))


def report(ctx: Ctx, post_id: PostId) -> Report:
    """The last report of a post, and how old it is. 2 RU. Raises NoReportYet, UnknownPost."""
    known(ctx, post_id)
    row = report_rows.report(ctx, post_id)
    if row is None:
        raise NoReportYet()
    age = max(0, int((ctx.now - moment(row.as_of)).total_seconds()))
    return Report(post_id=post_id, as_of=row.as_of, age=age, **msgspec.structs.asdict(row.sums))


def names(ctx: Ctx, post_ids: Sequence[PostId]) -> dict[PostId, str]:
    """What these posts are called, of those that there are. 0.5 RU each, one call for 100."""
    rows = get_many([(key(ctx, "post", post_id), store.SELF) for post_id in post_ids])
    return {row.post_id: row.name for row in rows if isinstance(row, PostRow)}


called.look_up_with("post", names)
