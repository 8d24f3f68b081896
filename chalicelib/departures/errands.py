"""Calls to WeCom about departures."""

from __future__ import annotations

from chalicelib.core.events.errands import Errand, errand
from chalicelib.core.events.lanes import SendLane
from chalicelib.departures.ids import DepartureId


@errand("tell_of_departure", SendLane.MARKS)
class TellOfDeparture(Errand, frozen=True, kw_only=True):
    """Tell the owners by app message what was handed over, and what is left to do."""

    departure: DepartureId
