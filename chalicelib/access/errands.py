"""Calls to WeCom about roles."""

from __future__ import annotations

from chalicelib.core.events.errands import Errand, errand
from chalicelib.core.events.lanes import SendLane
from chalicelib.core.moments import Moment


@errand("look_for_owner", SendLane.MARKS)
class LookForOwner(Errand, frozen=True, kw_only=True):
    """See whether the corp has an owner who can act.

    at: when somebody was away, so that the others are told of it once; None: nobody is told.
    """

    at: Moment | None = None
