"""What a follow-up's row says has happened."""

from __future__ import annotations

from chalicelib.core.events.facts import FactData, Told
from chalicelib.core.moments import Moment
from chalicelib.followups.facts import (
    FollowUpCancelled,
    FollowUpDone,
    FollowUpHandedOver,
    FollowUpPostponed,
    FollowUpWritten,
)
from chalicelib.followups.states import FollowUpState
from chalicelib.followups.store import FollowUpRow

ENDS = {FollowUpState.DONE: FollowUpDone, FollowUpState.CANCELLED: FollowUpCancelled}


def followup(row: FollowUpRow) -> list[Told]:
    """It was written, perhaps put off or handed over, perhaps ended."""
    followup, member, staff = row.followup_id, row.member_id, row.staff
    written = FollowUpWritten(followup=row.followup_id, member=row.member_id, staff=row.written_by)
    facts = [_told(row, written, row.written_at, "")]
    if row.postponed_at:
        data = FollowUpPostponed(followup=followup, member=member, staff=staff, until=row.wanted_at)
        facts.append(_told(row, data, row.postponed_at, str(row.times), lasting=False))
    if row.handed_at and row.former:
        handed = FollowUpHandedOver(followup=followup, member=member, staff=staff, former=row.former)
        facts.append(_told(row, handed, row.handed_at, row.handed_at, lasting=False))
    if row.ended_at:
        facts.append(_told(row, ENDS[row.state](followup=followup, member=member, staff=staff), row.ended_at, ""))
    return facts


def _told(row: FollowUpRow, data: FactData, at: Moment, mark: str, *, lasting: bool = True) -> Told:
    subject = f"member#{row.member_id}"
    return Told(data=data, subject=subject, at=at, mark=f"{row.followup_id}|{mark}", lasting=lasting)
