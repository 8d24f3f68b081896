"""Calls to WeCom about members."""

from __future__ import annotations

from chalicelib.core.events.errands import Errand, errand
from chalicelib.core.events.lanes import SendLane
from chalicelib.core.ids import UserId
from chalicelib.members.ids import MemberId


@errand("read_profile", SendLane.MARKS)
class ReadProfile(Errand, frozen=True, kw_only=True):
    """Mark tags as one member of staff, if there are any, then read what WeCom tells of the member.

    again: an operator has asked for what could not be done before.
    """

    member: MemberId
    staff: UserId
    tag_ids: tuple[str, ...] = ()
    again: bool = False


@errand("take_tags_along", SendLane.MARKS)
class TakeTagsAlong(Errand, frozen=True, kw_only=True):
    """Find the corp tags that a former member of staff had put on, and have the one who took over put them on."""

    member: MemberId
    former: UserId
    taker: UserId
