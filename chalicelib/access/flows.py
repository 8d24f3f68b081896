"""What follows from what, in this room."""

from __future__ import annotations

from chalicelib.access import changes, owners, service
from chalicelib.access.errands import LookForOwner
from chalicelib.access.store import OperatorRow
from chalicelib.core.events.flows import Line, OnChange, OnErrand, OnFact
from chalicelib.core.events.lanes import Lane
from chalicelib.staff.facts import DirectoryReconciled, StaffLeft, StaffRenamed, StaffSuspended

FLOWS: tuple[Line, ...] = (
    OnChange(OperatorRow, changes.operator),
    OnFact(StaffLeft, service.end_role, Lane.PEOPLE),
    OnFact(StaffRenamed, service.move_role, Lane.PEOPLE),
    OnFact(StaffLeft, owners.look, Lane.PEOPLE),
    OnFact(StaffSuspended, owners.look, Lane.PEOPLE),
    OnFact(DirectoryReconciled, owners.look_again, Lane.PEOPLE),
    OnErrand(LookForOwner, owners.find),
)
