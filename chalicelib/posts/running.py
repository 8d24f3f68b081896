"""What operators do with a time of a post that is under way or over: its end and pace, take it back, try it again."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.errors import Fault
from chalicelib.core.events import errands
from chalicelib.core.moments import Moment, iso, moment
from chalicelib.core.sanity import judge
from chalicelib.core.storage.table import Refused
from chalicelib.posts import approvals, occurrence_rows, recalls, rules, service, versions, views
from chalicelib.posts.errands import DrivePost
from chalicelib.posts.errors import BadPost, HasNotFailed, OccurrenceIsOver, Overtaken, PostIsOver
from chalicelib.posts.ids import PostId
from chalicelib.posts.occurrence_rows import OccurrenceRow
from chalicelib.posts.shapes import AdjustTime, Post, Sent
from chalicelib.posts.states import ADJUSTABLE, OPEN, OccurrenceStatus, PostStatus
from chalicelib.posts.store import PostRow
from chalicelib.tasks import service as staff_tasks
from chalicelib.tasks.shapes import Plan


def adjust(ctx: Ctx, post_id: PostId, at: Moment, wanted: AdjustTime) -> Post:
    """Another end, another pace, of a time that is under way: from the next minute on. Safe to repeat.

    Raises UnknownPost, UnknownOccurrence, OccurrenceIsOver, BadPost.
    """
    row = service.known_occurrence(ctx, post_id, at)
    if row.status not in ADJUSTABLE:
        raise OccurrenceIsOver(status=row.status)
    judge(BadPost, _faults(ctx, row, wanted), [], confirm=True)
    per_minute = row.per_minute if wanted.per_minute is None else wanted.per_minute
    try:
        occurrence_rows.adjust(ctx, row, wanted.ends_at or row.ends_at, per_minute)
    except Refused as refused:
        there = refused.row(OccurrenceRow)
        raise OccurrenceIsOver(status=there.status if there else row.status) from None
    errands.send(ctx, DrivePost(post=post_id, at=row.at))
    return service.post(ctx, post_id)


def _faults(ctx: Ctx, row: OccurrenceRow, wanted: AdjustTime) -> list[Fault]:
    if not wanted.ends_at:
        return []
    return list(rules.faults_of_end(moment(row.claimed_at), wanted.ends_at, ctx.now))


def take_back(ctx: Ctx, post_id: PostId, at: Moment) -> Sent:
    """Nothing more of one time is asked for, and what is unsent is taken back; other times of the post go on.

    Answers how many have it already: WeCom takes back no message that was sent. Safe to repeat.
    Raises UnknownPost, UnknownOccurrence, OccurrenceIsOver.
    """
    row = service.known_occurrence(ctx, post_id, at)
    if row.status in OPEN:
        try:
            occurrence_rows.cancel(ctx, row)
        except Refused as refused:
            row = refused.row(OccurrenceRow) or row
    if row.status not in OPEN and row.status is not OccurrenceStatus.CANCELLED:
        raise OccurrenceIsOver(status=row.status)
    errands.send(ctx, DrivePost(post=post_id, at=row.at))
    return recalls.sent_of(ctx, service.known(ctx, post_id), service.known_occurrence(ctx, post_id, at))


def try_again(ctx: Ctx, post_id: PostId, at: Moment) -> Post:
    """Ask again for what failed of one time, and for nothing else, so nobody gets it twice. Safe to repeat.

    Of one that failed as a whole nobody was handed anything: another occurrence takes its place, now, with the post as
    it is today, once. Of one that is being sent, or is over, WeCom is asked again for the tasks that nobody was handed.
    Raises UnknownPost, UnknownOccurrence, HasNotFailed, OccurrenceIsOver after its end, PostIsOver when the post is
    cancelled, NotYetApproved, and what content says of a version or values that may not be sent.
    """
    row, failed = service.known(ctx, post_id), service.known_occurrence(ctx, post_id, at)
    if failed.again_at:
        return service.shown(ctx, row)
    if failed.status in (OccurrenceStatus.SENDING, OccurrenceStatus.CLOSED):
        return _what_failed(ctx, row, failed)
    if failed.status is not OccurrenceStatus.FAILED:
        raise HasNotFailed(status=failed.status)
    approvals.check(ctx, row)
    content = versions.now(ctx, row.content, row.channel)
    try:
        occurrence_rows.again(ctx, row, failed, content)
    except Refused:
        return service.post(ctx, post_id)  # another did so a moment ago
    except Overtaken:
        raise PostIsOver(status=PostStatus.CANCELLED) from None
    return service.post(ctx, post_id)


def _what_failed(ctx: Ctx, post: PostRow, row: OccurrenceRow) -> Post:
    """WeCom is asked again for its tasks that failed; the others stay as they are."""
    approvals.check(ctx, post)
    if post.status is PostStatus.CANCELLED:
        raise PostIsOver(status=post.status)
    plan = Plan(views.origin_of(row), row.plan or 0)
    until = iso(ctx.now + rules.EXPIRES)
    try:
        asked = staff_tasks.ask_again(ctx, plan, until, lambda transaction: occurrence_rows.reopen_in(transaction, row))
    except Overtaken:
        raise OccurrenceIsOver(status=row.status) from None
    if not asked:
        raise HasNotFailed(status=row.status)
    errands.send(ctx, DrivePost(post=row.post_id, at=row.at))
    return service.post(ctx, post.post_id)
