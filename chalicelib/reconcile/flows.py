"""What follows from what, in this room."""

from __future__ import annotations

from chalicelib.core.events.flows import Line, OnDue, OnFact, OnJob
from chalicelib.core.events.lanes import Lane
from chalicelib.livecodes.facts import LiveCodeCreated
from chalicelib.reconcile import adoption, comparing, leavers, service
from chalicelib.reconcile.jobs import ImportSources, Reconcile
from chalicelib.staff.facts import StaffAppeared, StaffLeft, StaffSuspended

FLOWS: tuple[Line, ...] = (
    OnDue("reconcile", service.on_time),
    OnFact(LiveCodeCreated, service.begin_with_a_live_code, Lane.PEOPLE),
    OnFact(StaffLeft, leavers.away, Lane.PEOPLE),
    OnFact(StaffSuspended, leavers.away, Lane.PEOPLE),
    OnFact(StaffAppeared, leavers.back, Lane.PEOPLE),
    OnJob(Reconcile, comparing.step),
    OnJob(ImportSources, adoption.step),
)
