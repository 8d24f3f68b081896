"""What follows from what, in this room."""

from __future__ import annotations

from chalicelib.core.events.flows import Line, OnBatch, OnDue, OnJob
from chalicelib.counters import recounting, service
from chalicelib.counters.jobs import Recount

FLOWS: tuple[Line, ...] = (
    OnBatch(service.count),
    OnDue("recount", recounting.on_time),
    OnJob(Recount, recounting.step),
)
