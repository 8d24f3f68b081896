"""What follows from what, in this room."""

from __future__ import annotations

from chalicelib.core.events.flows import Line, OnChange, OnDue, OnFact, OnJob
from chalicelib.core.events.lanes import Lane
from chalicelib.departures import changes, handing, outcomes, service
from chalicelib.departures.facts import CustomerHandedOver, DepartureBegun
from chalicelib.departures.jobs import HandOver, LookAtResults
from chalicelib.departures.store import TOPIC, DepartureRow, HandedRow

FLOWS: tuple[Line, ...] = (
    OnChange(DepartureRow, changes.departure),
    OnChange(HandedRow, changes.handed),
    OnFact(DepartureBegun, service.begin_job, Lane.PEOPLE),
    OnJob(HandOver, handing.step),
    OnDue(TOPIC, outcomes.on_time),
    OnJob(LookAtResults, outcomes.step),
    OnFact(CustomerHandedOver, service.follow, Lane.PEOPLE),
)
