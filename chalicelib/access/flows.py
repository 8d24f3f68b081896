"""What follows from what, in this room."""

from __future__ import annotations

from chalicelib.access import changes, service
from chalicelib.access.store import OperatorRow
from chalicelib.core.events.flows import Line, OnChange, OnFact
from chalicelib.core.events.lanes import Lane
from chalicelib.staff.facts import StaffLeft, StaffRenamed

FLOWS: tuple[Line, ...] = (
    OnChange(OperatorRow, changes.operator),
    OnFact(StaffLeft, service.end_role, Lane.PEOPLE),
    OnFact(StaffRenamed, service.move_role, Lane.PEOPLE),
)
