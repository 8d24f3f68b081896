"""What follows from what, in this room."""

from __future__ import annotations

from chalicelib.core.events.flows import Line, OnBatch, OnDue, OnFact, OnJob
from chalicelib.core.events.lanes import Lane
from chalicelib.counters import recounting, service
from chalicelib.counters.jobs import Recount
from chalicelib.livecodes.facts import LiveCodeCreated

FLOWS: tuple[Line, ...] = (
    OnBatch(service.count),
    OnDue("recount", recounting.on_time),
    OnFact(LiveCodeCreated, recounting.begin_with_a_live_code, Lane.PEOPLE),
    OnJob(Recount, recounting.step),
)
