"""Calls to WeCom about live codes."""

from __future__ import annotations

from chalicelib.core.events.errands import Errand, errand
from chalicelib.core.events.lanes import SendLane
from chalicelib.core.ids import UserId
from chalicelib.core.moments import Moment
from chalicelib.livecodes.ids import LiveCode


@errand("prepare_live_code", SendLane.MARKS)
class PrepareLiveCode(Errand, frozen=True, kw_only=True):
    """Have WeCom make the contact ways of a live code that are missing."""

    code: LiveCode


@errand("end_ways", SendLane.MARKS)
class EndWays(Errand, frozen=True, kw_only=True):
    """Have WeCom delete the contact ways that a live code does not need."""

    code: LiveCode


@errand("tell_owners", SendLane.MARKS)
class TellOwners(Errand, frozen=True, kw_only=True):
    """Tell the owners by app message that somebody of the staff is away. has_left: False, they were suspended."""

    staff: UserId
    at: Moment
    has_left: bool


@errand("drop_tags", SendLane.MARKS)
class DropTags(Errand, frozen=True, kw_only=True):
    """Take tags that were deleted at WeCom out of the live codes."""
