"""Calls to WeCom about the directory."""

from __future__ import annotations

from chalicelib.core.events.errands import Errand, errand
from chalicelib.core.events.lanes import SendLane
from chalicelib.core.ids import UserId
from chalicelib.core.moments import Moment


@errand("read_staff", SendLane.MARKS)
class ReadStaff(Errand, frozen=True, kw_only=True):
    """Ask WeCom about a member of staff. since: when something happened to them, by WeCom's clock."""

    userid: UserId
    since: Moment


@errand("read_departments", SendLane.MARKS)
class ReadDepartments(Errand, frozen=True, kw_only=True):
    """Ask WeCom for the departments."""
