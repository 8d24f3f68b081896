"""Which version of its content a post sends: the one it names, until a newer one is approved (docs/adr/0016)."""

from __future__ import annotations

import msgspec

from chalicelib.audience.shapes import Channel
from chalicelib.content import service as contents
from chalicelib.content.errors import NotApproved
from chalicelib.content.service import Approved
from chalicelib.core.context import Ctx
from chalicelib.core.errors import AppError, Outlook
from chalicelib.core.ids import UserId
from chalicelib.core.problems import Problem, Remedy, problem_of
from chalicelib.posts import approvals
from chalicelib.posts.errors import NewVersionNotApproved
from chalicelib.posts.shapes import PostContent
from chalicelib.posts.store import PostRow

# What a problem is about that another version of the content mends.
ABOUT_CONTENT = "content"


def check(ctx: Ctx, approved: Approved, channel: Channel, content: PostContent) -> None:
    """Refuse what would fail when it is sent. Reads the corp's name. Raises ChannelNotApproved, BadValues."""
    contents.check_values(ctx, approved, channel, contents.built_in(ctx, UserId(""), ctx.at) | content.values)


def now(ctx: Ctx, content: PostContent, channel: Channel) -> PostContent:
    """What goes out now: as it is named, or with the approved version that has taken its place, if that one fits.

    1 RU, 3 when it was replaced. Raises UnknownContent, NotApproved (VersionRecalled), ChannelNotApproved, BadValues.
    """
    current = contents.current(ctx, content.item_id, content.version)
    return _with(ctx, current, channel, content)


def newest(ctx: Ctx, content: PostContent, channel: Channel) -> PostContent:
    """With the version that was approved last, whatever became of the one named. 2 RU. Raises what `now` raises."""
    return _with(ctx, contents.newest(ctx, content.item_id), channel, content)


def _with(ctx: Ctx, approved: Approved, channel: Channel, content: PostContent) -> PostContent:
    if approved.version == content.version:
        return content
    changed = msgspec.structs.replace(content, version=approved.version)
    # The clock may not read the corp's name: it was looked at when the post was made.
    contents.check_values(ctx, approved, channel, contents.unnamed(ctx.at) | content.values)
    return changed


def problem_of_content(ctx: Ctx, error: AppError) -> Problem:
    """What a post shows whose content may not go out: another version mends it, or an edit does."""
    remedy = Remedy.NEW_VERSION if isinstance(error, NotApproved | NewVersionNotApproved) else Remedy.EDIT
    return problem_of(ctx, error, remedy, ABOUT_CONTENT)


def problem_now(ctx: Ctx, row: PostRow) -> Problem | None:
    """What is wrong with a post's content as things stand; another problem that it has stays. Raises what may pass."""
    try:
        approvals.check_version(ctx, row, now(ctx, row.content, row.channel))
    except AppError as error:
        if error.outlook is not Outlook.NEVER:
            raise
        return problem_of_content(ctx, error)
    return None if row.problem is None or row.problem.about == ABOUT_CONTENT else row.problem
