"""Pure decisions about the directory."""

from __future__ import annotations

from chalicelib.core.moments import NEVER, Moment
from chalicelib.staff.states import StaffState

# Events carry whole seconds, what we ask carries milliseconds: of one second only the order of kinds is left.
SECOND = len("2026-11-21T02:00:00")


def state(status: StaffState, there_at: Moment, gone_at: Moment, renamed_at: Moment) -> StaffState:
    """How somebody stands, by the latest moments at which they were known to be there, gone, or called otherwise.

    Who was there last is there. Of one second: they are not, since nobody leaves, or is renamed, before they are there.
    Who was renamed is gone as well under the old name. Moments only grow, so events may come in any order.
    """
    there = there_at[:SECOND]
    if renamed_at != NEVER and renamed_at[:SECOND] >= there:
        return StaffState.RENAMED
    if gone_at != NEVER and gone_at[:SECOND] >= there:
        return StaffState.LEFT
    return status
