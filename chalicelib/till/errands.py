"""Calls to WeCom that the till asks for."""

from __future__ import annotations

from chalicelib.core.events.errands import Errand, errand
from chalicelib.core.events.lanes import SendLane
from chalicelib.core.ids import UserId
from chalicelib.core.moments import Moment


@errand("tell_scan", SendLane.MARKS)
class TellScan(Errand, frozen=True, kw_only=True):
    """Tell a clerk what they scanned through the app's menu. scanned: as it was read; at: when they scanned."""

    clerk: UserId
    scanned: str
    at: Moment
