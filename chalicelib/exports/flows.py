"""What follows from what, in this room."""

from __future__ import annotations

from chalicelib.core.events.flows import Line, OnDue, OnJob
from chalicelib.exports import making
from chalicelib.exports.jobs import MakeExport

FLOWS: tuple[Line, ...] = (OnJob(MakeExport, making.step), OnDue("export_over", making.over))
