"""What follows from what, in this room."""

from __future__ import annotations

from chalicelib.core.events.flows import Line, OnChange, OnDue, OnErrand, OnFact, OnJob
from chalicelib.core.events.lanes import Lane
from chalicelib.departures import changes, handing, outcomes, service, telling
from chalicelib.departures.errands import TellOfDeparture
from chalicelib.departures.facts import CustomerHandedOver, DepartureAsked, DepartureBegun
from chalicelib.departures.jobs import HandOver, LookAtResults
from chalicelib.departures.store import TOPIC, DepartureRow, HandedRow

FLOWS: tuple[Line, ...] = (
    OnChange(DepartureRow, changes.departure),
    OnChange(HandedRow, changes.handed),
    OnFact(DepartureBegun, service.begin_job, Lane.PEOPLE),
    OnJob(HandOver, handing.step),
    OnFact(DepartureAsked, telling.later, Lane.PEOPLE),
    OnErrand(TellOfDeparture, telling.tell),
    OnDue(TOPIC, outcomes.on_time),
    OnJob(LookAtResults, outcomes.step),
    OnFact(CustomerHandedOver, service.follow, Lane.PEOPLE),
)
