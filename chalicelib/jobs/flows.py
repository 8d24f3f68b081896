"""What follows from what, in this room."""

from __future__ import annotations

from chalicelib.core.events.flows import Line, OnDue
from chalicelib.jobs import service

FLOWS: tuple[Line, ...] = (OnDue("job", service.nothing_was_heard),)
