"""What becomes of a content version reaches the posts that use it: a recall stops what is unsent of it, everywhere.

The recall is the version's own write, which whoever plans or asks reads after taking the occurrence or the task. What
was taken before is marked here, and the last word before each call to WeCom is refused by that mark: so of a recall
and a send one is first, and what was first at WeCom is taken back.
"""

from __future__ import annotations

import contextlib

import msgspec

from chalicelib.content import service as contents
from chalicelib.content.facts import ContentRecalled, ContentReplaced
from chalicelib.content.ids import ContentId
from chalicelib.core.context import Ctx
from chalicelib.core.events import errands
from chalicelib.core.events.facts import Fact
from chalicelib.core.problems import Problem, Remedy, problem_of
from chalicelib.core.storage.table import Refused
from chalicelib.posts import occurrence_rows, store, versions, views
from chalicelib.posts.errands import DrivePost, FollowContent
from chalicelib.posts.errors import RecalledAmidst
from chalicelib.posts.ids import PostId
from chalicelib.posts.occurrence_rows import OccurrenceRow
from chalicelib.posts.shapes import Sent
from chalicelib.posts.states import EDITABLE, OPEN, PostStatus
from chalicelib.posts.store import PostRow
from chalicelib.tasks import service as tasks
from chalicelib.tasks.shapes import Out, Plan
from chalicelib.tasks.states import Outcome

# Posts looked at by one message, and occurrences of each: more than can be open at once.
AT_ONCE = 50
LATEST = 400
SHOWN = 50


def recall_later(ctx: Ctx, fact: Fact[ContentRecalled]) -> None:
    """After a version was recalled: stop what is unsent of it."""
    data = fact.data
    errands.send(ctx, FollowContent(content=data.content, content_version=data.content_version, recalled=True))


def replace_later(ctx: Ctx, fact: Fact[ContentReplaced]) -> None:
    """After another version was approved: see whether it fits the posts that go on with it."""
    data = fact.data
    errands.send(ctx, FollowContent(content=data.content, content_version=data.content_version, recalled=False))


def follow(ctx: Ctx, errand: FollowContent) -> None:
    """Look at the posts that use an item, some at once: may it go out, and what is to be taken back. Safe to repeat."""
    for number, (place, use) in enumerate(contents.ever_used_by(ctx, errand.content, errand.after), start=1):
        if use.user == store.USER:
            _follow(ctx, PostId(use.user_id), errand)
        if number == AT_ONCE:
            errands.send(ctx, msgspec.structs.replace(errand, after=place))
            return


def _follow(ctx: Ctx, post_id: PostId, errand: FollowContent) -> None:
    row = store.post(ctx, post_id)
    if row is not None and row.status in EDITABLE and row.content.item_id == errand.content:
        _note(ctx, row, versions.problem_now(ctx, row))
    if errand.recalled:
        every = occurrence_rows.occurrences(ctx, post_id, LATEST)
        sending = [one for one in every if _sends(one, errand.content, errand.content_version)]
        for occurrence in sending:
            if occurrence.status in OPEN:
                stop(ctx, occurrence)
        is_amidst = any(one.status in OPEN or one.reason == Outcome.RECALLED for one in sending)
        if is_amidst and row is not None and row.status is PostStatus.FINISHED:
            _note(ctx, row, problem_of(ctx, RecalledAmidst(), Remedy.NOTHING, versions.ABOUT_CONTENT))


def _note(ctx: Ctx, row: PostRow, problem: Problem | None) -> None:
    if problem != row.problem:
        with contextlib.suppress(Refused):  # edited, claimed or ended a moment ago: looked at by that
            store.note_problem(ctx, row, problem)


def _sends(row: OccurrenceRow, item_id: ContentId, version: int) -> bool:
    content = row.snapshot.content if row.snapshot else None
    return content is not None and (content.item_id, content.version) == (item_id, version)


def stop(ctx: Ctx, row: OccurrenceRow) -> None:
    """Nothing more of an occurrence is planned or asked for, and what is unsent is taken back. Safe to repeat."""
    with contextlib.suppress(Refused):
        occurrence_rows.cancel(ctx, row, Outcome.RECALLED)
    errands.send(ctx, DrivePost(post=row.post_id, at=row.at))


def sent(ctx: Ctx, post_id: PostId, item_id: ContentId, version: int) -> list[Sent]:
    """How far a content version has come by each of a post's 50 latest times. 1 RU per 4 KB, of tasks too if open."""
    row = store.post(ctx, post_id)
    if row is None:
        return []
    found = [one for one in occurrence_rows.occurrences(ctx, post_id, SHOWN) if _sends(one, item_id, version)]
    return [sent_of(ctx, row, one) for one in found]


def sent_of(ctx: Ctx, post: PostRow, row: OccurrenceRow) -> Sent:
    """How far one time of a post has come. 1 RU per 4 KB of tasks if it is open."""
    return _sent(post.name, row, _out(ctx, row))


def _out(ctx: Ctx, row: OccurrenceRow) -> Out:
    if row.status in OPEN:
        return tasks.out(ctx, Plan(views.origin_of(row), row.plan or 0))
    return Out(out=(row.counts or {}).get(Outcome.DELIVERED, 0))


def _sent(name: str, row: OccurrenceRow, out: Out) -> Sent:
    return Sent(
        post_id=row.post_id,
        name=name,
        at=row.at,
        status=row.status,
        targeted=row.targeted,
        out=out.out,
        waiting=out.waiting,
    )
