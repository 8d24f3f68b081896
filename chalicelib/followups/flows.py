"""What follows in this room, and from what."""

from __future__ import annotations

from chalicelib.core.events.flows import Line, OnChange, OnDue, OnErrand, OnFact
from chalicelib.core.events.lanes import Lane
from chalicelib.followups import changes, handing, reminding
from chalicelib.followups.errands import RemindOfFollowUp
from chalicelib.followups.store import TOPIC, FollowUpRow
from chalicelib.staff.facts import StaffRenamed

FLOWS: tuple[Line, ...] = (
    OnChange(FollowUpRow, changes.followup),
    OnDue(TOPIC, reminding.time_has_come),
    OnErrand(RemindOfFollowUp, reminding.remind),
    OnFact(StaffRenamed, handing.renamed, Lane.PEOPLE),
)
