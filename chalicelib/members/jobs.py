"""Long work about members."""

from __future__ import annotations

from chalicelib.core.ids import UserId
from chalicelib.core.ops.jobs import Job, job


@job("follow_rename", zh="员工账号变更：转移好友关系", en="Friendships follow a changed userid")
class FollowRename(Job, frozen=True, kw_only=True):
    """Let all friendships of a userid go on under another."""

    former: UserId
    staff: UserId
