"""The verbs of uses: recall a version, look how far it has come, have all who use an item use the new one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import msgspec

from chalicelib.content import service as contents
from chalicelib.content.ids import ContentId
from chalicelib.content.shapes import ContentUse, ContentVersion
from chalicelib.content.states import VersionState
from chalicelib.core.context import Ctx
from chalicelib.core.errors import AppError, Outlook
from chalicelib.core.problems import Remedy, problem_of
from chalicelib.livecodes import service as livecodes
from chalicelib.livecodes.ids import LiveCode
from chalicelib.posts import service as posts
from chalicelib.posts.ids import PostId
from chalicelib.posts.shapes import NewVersion, Sent
from chalicelib.posts.states import OPEN
from chalicelib.uses.shapes import Reach, RecallStep, Renewed, RenewedUse

POST, LIVE_CODE = "post", "live_code"
LATEST_POSTS = 100
SHOWN = 100
RENEWED_AT_ONCE = 100


def recall(ctx: Ctx, item_id: ContentId, version: str, reason: str) -> Reach:
    """Take an approval back for good, and how far the version has come.

    From this write on nothing of it is asked for; what WeCom has is taken back by what follows from it, within seconds.
    Safe to repeat. Raises UnknownContent, StateDoesNotAllow, SupersededVersion.
    """
    return _reach(ctx, contents.recall(ctx, item_id, version, reason))


def reach(ctx: Ctx, item_id: ContentId, version: str) -> Reach:
    """How far a version has come, whatever its state. Raises UnknownContent."""
    return _reach(ctx, contents.version(ctx, item_id, version))


def _reach(ctx: Ctx, version: ContentVersion) -> Reach:
    users = [use.user_id for _, use in contents.ever_used_by(ctx, version.item_id) if use.user == POST]
    # Ids grow with time.
    found = [posts.sent(ctx, PostId(post), version.item_id, version.version) for post in users[-LATEST_POSTS:]]
    sent = [one for times in reversed(found) for one in times]
    return Reach(
        item_id=version.item_id,
        name=version.name,
        version=version.version,
        status=version.status,
        recall=_recall_step(version),
        out=sum(one.out for one in sent),
        waiting=sum(one.waiting for one in sent),
        is_settled=_is_settled(sent),
        posts=sent,
        users=contents.used_by(ctx, version.item_id),
    )


def _recall_step(version: ContentVersion) -> RecallStep | None:
    if version.status is not VersionState.RECALLED:
        return None
    step = version.reviews[-1]
    return RecallStep(step.who, step.at, step.reason)


def _is_settled(sent: Sequence[Sent]) -> bool:
    return not any(one.status in OPEN for one in sent)


def renew(ctx: Ctx, item_id: ContentId) -> Renewed:
    """Have all who use an item use the version that was approved last, each alone. Safe to repeat.

    Raises UnknownContent, NotApproved when there is none.
    """
    newest = contents.newest(ctx, item_id).version
    behind = (use for _, use in contents.ever_used_by(ctx, item_id, only_now=True) if use.version != newest)
    some = list(islice(behind, RENEWED_AT_ONCE + 1))
    users = [_renewed(ctx, item_id, use, newest) for use in some[:RENEWED_AT_ONCE]]
    return Renewed(version=newest, users=users, left=len(some) > RENEWED_AT_ONCE)


def _renewed(ctx: Ctx, item_id: ContentId, use: ContentUse, newest: int) -> RenewedUse:
    try:
        _use(ctx, item_id, use)
    except AppError as error:
        if error.outlook is not Outlook.NEVER:
            raise
        return RenewedUse(**msgspec.structs.asdict(use), problem=problem_of(ctx, error, Remedy.EDIT))
    return RenewedUse(**{**msgspec.structs.asdict(use), "version": newest}, problem=None)


def _use(ctx: Ctx, item_id: ContentId, use: ContentUse) -> None:
    if use.user == POST:
        posts.use_new_version(ctx, PostId(use.user_id), NewVersion())
    elif use.user == LIVE_CODE:
        livecodes.use_new_version(ctx, LiveCode(use.user_id), item_id)
    else:
        raise ValueError(f"who is {use.user!r}?")
