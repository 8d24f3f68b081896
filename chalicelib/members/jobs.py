"""Long work about members."""

from __future__ import annotations

from chalicelib.core.ids import UserId
from chalicelib.core.ops.jobs import Job, job


@job("follow_rename", zh="员工账号变更：转移好友关系", en="Friendships follow a changed userid")
class FollowRename(Job, frozen=True, kw_only=True):
    """Let all friendships of a userid go on under another."""

    former: UserId
    staff: UserId


@job("tag_members", zh="批量修改标签", en="Tag members")
class TagMembers(Job, frozen=True, kw_only=True):
    """Put tags on many members, and take some off. pick: who is meant (members/picks.py). add, remove: ids of tags.

    staff: as whom, '' for each who has them as a friend. preview: only count them.
    """

    pick: str
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    staff: UserId = UserId("")
    preview: bool = False
