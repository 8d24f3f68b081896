"""四眼: where a corp wants it so, a post goes out after somebody else than its maker has approved it.

An approval is of one revision: whoever edits the post, or has it use another version of its content, has it approved
anew. A version that was approved as content since does not go out by itself: somebody uses it, another approves the
post with it. What is not approved when its time comes fails, says so, and is tried again once it is.
"""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.instance import Cache
from chalicelib.core.storage.table import Refused
from chalicelib.posts import bounding, store
from chalicelib.posts.errors import (
    NewVersionNotApproved,
    NotYetApproved,
    OwnPost,
    PostChanged,
    PostIsOver,
    UnknownPost,
)
from chalicelib.posts.ids import PostId
from chalicelib.posts.shapes import Approving, PostContent
from chalicelib.posts.states import PostStatus
from chalicelib.posts.store import PostRow

_needed: Cache[bool] = Cache()


def rule(ctx: Ctx) -> Approving:
    """Whether posts have to be approved, and who said so last. 0.5 RU."""
    return store.approving(ctx)


def set_rule(ctx: Ctx, *, is_needed: bool) -> Approving:
    """Say whether posts have to be approved: those that wait too, from now on, within 5 s. 1 WU."""
    store.set_approving(ctx, is_needed=is_needed)
    _needed.put(ctx.corp, is_needed)
    return store.approving(ctx)


def is_needed(ctx: Ctx) -> bool:
    """Whether posts have to be approved, at most 5 s old. 0.5 RU cold."""
    return _needed.get(ctx.corp, lambda: store.approving(ctx).is_needed)


def check(ctx: Ctx, row: PostRow) -> None:
    """Raises NotYetApproved for a post that may not go out as it is."""
    if not row.is_approved and is_needed(ctx):
        raise NotYetApproved(revision=row.revision)


def check_version(ctx: Ctx, row: PostRow, content: PostContent) -> None:
    """Raises NewVersionNotApproved where another version would go out than the one that was approved with the post."""
    if content.version != row.content.version and is_needed(ctx):
        raise NewVersionNotApproved(version=content.version)


def approve(ctx: Ctx, post_id: PostId, revision: int) -> None:
    """Approve a post as it is at `revision`. 1 RU, 1 WU. Safe to repeat.

    Raises UnknownPost, PostIsOver for a cancelled one, PostChanged, OwnPost for whoever made or edited it last.
    """
    row = store.post(ctx, post_id)
    _raise_why(ctx, row, revision)
    if row is None or row.is_approved:
        return
    try:
        store.approve(ctx, row)
    except Refused as refused:
        there = refused.row(PostRow)
        _raise_why(ctx, there, revision)


def _raise_why(ctx: Ctx, row: PostRow | None, revision: int) -> None:
    if row is None or not bounding.allows(ctx, row.bounds):
        raise UnknownPost()
    if row.status is PostStatus.CANCELLED:
        raise PostIsOver(status=row.status)
    if row.revision != revision:
        raise PostChanged(revision=row.revision)
    if row.revised_by is not None and row.revised_by == ctx.person:
        raise OwnPost()
