"""What follows from what, in this room."""

from __future__ import annotations

from chalicelib.core.events.flows import Line, OnDue, OnFact, OnJob
from chalicelib.core.events.lanes import Lane
from chalicelib.livecodes.facts import LiveCodeCreated
from chalicelib.quality import reading, service
from chalicelib.quality.jobs import ReadQuality

FLOWS: tuple[Line, ...] = (
    OnDue("reply_quality", service.on_time),
    OnFact(LiveCodeCreated, service.begin_with_a_live_code, Lane.PEOPLE),
    OnJob(ReadQuality, reading.step),
)
