"""What a row of the directory says, and with it what a change of it says."""

from __future__ import annotations

from chalicelib.core.events.facts import FactData, Told
from chalicelib.core.moments import NEVER, Moment
from chalicelib.staff.facts import StaffDisabled, StaffLeft, StaffRenamed, StaffReturned
from chalicelib.staff.states import StaffState
from chalicelib.staff.store import StaffRow


def staff(row: StaffRow) -> list[Told]:
    """How somebody stands, where that is worth telling. What comes later overwrites it, so none of it is lasting."""
    match row.state:
        case StaffState.RENAMED:
            return [_told(row, StaffRenamed(staff=row.now_called, former=row.userid), row.renamed_at, row.renamed_at)]
        case StaffState.LEFT:
            return [_told(row, StaffLeft(staff=row.userid), row.gone_at, row.gone_at)]
    returned = [_told(row, StaffReturned(staff=row.userid), row.there_at, row.gone_at)] if row.gone_at else []
    is_disabled = row.status is StaffState.DISABLED
    return [*returned, *([_told(row, StaffDisabled(staff=row.userid), row.read_at, NEVER)] if is_disabled else [])]


def _told(row: StaffRow, data: FactData, at: Moment, mark: Moment) -> Told:
    return Told(data=data, subject=f"staff#{row.userid}", at=at, mark=mark, lasting=False)
