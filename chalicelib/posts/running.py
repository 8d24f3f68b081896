"""What operators do with a time of a post that is under way or over: its end and pace, take it back, try it again."""

from __future__ import annotations

from contextlib import suppress

from chalicelib.core.context import Ctx
from chalicelib.core.errors import Fault
from chalicelib.core.events import errands
from chalicelib.core.moments import Moment, iso, moment
from chalicelib.core.sanity import judge
from chalicelib.core.storage.table import Refused
from chalicelib.posts import approvals, occurrence_rows, recalls, rules, service, versions, views
from chalicelib.posts.errands import AskPostAgain, DrivePost
from chalicelib.posts.errors import BadPost, HasNotFailed, OccurrenceIsOver, Overtaken, PostIsOver
from chalicelib.posts.ids import OccurrenceName, PostId
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
    cancelled, NotYetApproved, NewVersionNotApproved, and what content says of a version or values that may not be sent.
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
    approvals.check_version(ctx, row, content)
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
    try:
        if not _ask_again(ctx, row, iso(ctx.now + rules.EXPIRES), "", until_some=True):
            raise HasNotFailed(status=row.status)
    except Overtaken:
        raise OccurrenceIsOver(status=row.status) from None
    errands.send(ctx, DrivePost(post=row.post_id, at=row.at))
    return service.post(ctx, post.post_id)


def go_on(ctx: Ctx, errand: AskPostAgain) -> None:
    """The next tasks of an occurrence that somebody asked again for, until all were looked at. Safe to repeat."""
    row = occurrence_rows.occurrence(ctx, errand.post, OccurrenceName(errand.at))
    if row is None or row.status not in (OccurrenceStatus.SENDING, OccurrenceStatus.CLOSED):
        return
    with suppress(Overtaken):  # its end has come, or somebody takes it back
        if _ask_again(ctx, row, errand.until, errand.after):
            errands.send(ctx, DrivePost(post=row.post_id, at=row.at))


def _ask_again(ctx: Ctx, row: OccurrenceRow, until: Moment, after: str, *, until_some: bool = False) -> int:
    """Ask for the failed among some tasks, and leave the others to an errand: how many. Raises Overtaken.

    until_some: look on until some had failed, so that whoever asks hears of it.
    """
    plan, asked = Plan(views.origin_of(row), row.plan or 0), 0
    while True:
        more, after = staff_tasks.ask_again(
            ctx, plan, until, lambda transaction: occurrence_rows.reopen_in(transaction, row), after
        )
        asked += more
        if asked or not after or not until_some:
            break
    if after:
        errands.send(ctx, AskPostAgain(post=row.post_id, at=row.at, until=until, after=after))
    return asked
