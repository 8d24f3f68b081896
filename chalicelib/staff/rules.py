"""Pure decisions about the directory."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.core.moments import NEVER, SECOND, Moment, iso, moment
from chalicelib.staff.states import StaffState


def after_the_second(at: Moment) -> Moment:
    """The first moment that is later than another also by whole seconds."""
    return iso(moment(Moment(at[:SECOND] + ".000Z")) + timedelta(seconds=1))


def state(status: StaffState, there_at: Moment, gone_at: Moment, renamed_at: Moment) -> StaffState:
    """How somebody stands, by the latest moments at which they were known to be there, gone, or called otherwise.

    Events carry whole seconds, what we ask carries milliseconds: of one second only the order of kinds is left.
    Who was there last is there. Of one second: they are not, since nobody leaves, or is renamed, before they are there.
    Who was renamed is gone as well under the old name. Moments only grow, so events may come in any order.
    """
    there = there_at[:SECOND]
    if renamed_at != NEVER and renamed_at[:SECOND] >= there:
        return StaffState.RENAMED
    if gone_at != NEVER and gone_at[:SECOND] >= there:
        return StaffState.LEFT
    return status
