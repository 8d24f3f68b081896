"""What a row of the directory says, and with it what a change of it says."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.core.events.facts import FactData, Told
from chalicelib.core.moments import Moment
from chalicelib.staff.facts import StaffAppeared, StaffLeft, StaffRenamed, StaffSuspended
from chalicelib.staff.states import ABLE, StaffState
from chalicelib.staff.store import StaffRow


def staff(row: StaffRow) -> list[Told]:
    """How somebody stands, and which end was told late. What comes later overwrites it, so none of it is lasting."""
    return [_stands(row), *_late(row)]


def _stands(row: StaffRow) -> Told:
    state = row.state
    if state is StaffState.RENAMED:
        return _told(row, StaffRenamed(staff=row.now_called, former=row.userid), row.renamed_at)
    if state is StaffState.LEFT:
        return _told(row, StaffLeft(staff=row.userid), row.gone_at)
    if state in ABLE:
        return _told(row, StaffAppeared(staff=row.userid), row.there_at or row.read_at)
    return _told(row, StaffSuspended(staff=row.userid, state=state), row.read_at)


def _late(row: StaffRow) -> Iterator[Told]:
    if row.left_late:
        yield _told(row, StaffLeft(staff=row.userid), row.left_late, mark=row.left_late)
    if row.renamed_late:
        renamed = StaffRenamed(staff=row.now_called, former=row.userid)
        yield _told(row, renamed, row.renamed_late, mark=row.renamed_late)


def _told(row: StaffRow, data: FactData, at: Moment, mark: str = "") -> Told:
    return Told(data=data, subject=f"staff#{row.userid}", at=at, mark=mark, lasting=False)
