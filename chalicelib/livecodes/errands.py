"""Calls to WeCom about live codes."""

from __future__ import annotations

from chalicelib.core.events.errands import Errand, errand
from chalicelib.core.events.lanes import SendLane
from chalicelib.livecodes.ids import LiveCode


@errand("prepare_live_code", SendLane.MARKS)
class PrepareLiveCode(Errand, frozen=True, kw_only=True):
    """Have WeCom make the contact ways of a live code that are missing."""

    code: LiveCode
