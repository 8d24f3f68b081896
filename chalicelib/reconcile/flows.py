"""What follows from what, in this room."""

from __future__ import annotations

from chalicelib.core.events.flows import Line, OnDue, OnFact, OnJob
from chalicelib.core.events.lanes import Lane
from chalicelib.livecodes.facts import LiveCodeCreated
from chalicelib.reconcile import adoption, comparing, service
from chalicelib.reconcile.jobs import ImportSources, Reconcile

FLOWS: tuple[Line, ...] = (
    OnDue("reconcile", service.on_time),
    OnFact(LiveCodeCreated, service.begin_with_a_live_code, Lane.PEOPLE),
    OnJob(Reconcile, comparing.step),
    OnJob(ImportSources, adoption.step),
)
