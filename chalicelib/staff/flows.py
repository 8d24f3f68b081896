"""What follows from what, in this room."""

from __future__ import annotations

from chalicelib.core.events.flows import Line, OnChange, OnErrand, OnEvent, OnJob
from chalicelib.staff import changes, hints, reconcile
from chalicelib.staff.errands import ReadDepartments, ReadStaff
from chalicelib.staff.jobs import ReconcileStaff
from chalicelib.staff.store import StaffRow

CONTACT = "change_contact"

FLOWS: tuple[Line, ...] = (
    OnEvent(f"{CONTACT}/create_user", hints.came),
    OnEvent(f"{CONTACT}/update_user", hints.changed),
    OnEvent(f"{CONTACT}/delete_user", hints.left),
    OnEvent(f"{CONTACT}/create_party", hints.department_changed),
    OnEvent(f"{CONTACT}/update_party", hints.department_changed),
    OnEvent(f"{CONTACT}/delete_party", hints.department_changed),
    OnChange(StaffRow, changes.staff),
    OnErrand(ReadStaff, reconcile.read_staff),
    OnErrand(ReadDepartments, reconcile.read_departments),
    OnJob(ReconcileStaff, reconcile.step),
)
