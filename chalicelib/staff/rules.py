"""Pure decisions about the directory."""

from __future__ import annotations

from chalicelib.core.moments import NEVER, Moment
from chalicelib.staff.states import StaffState

# Events carry whole seconds, what we ask carries milliseconds: of one second only the order of kinds is left.
SECOND = len("2026-11-21T02:00:00")


def state(status: StaffState, there_at: Moment, gone_at: Moment, renamed_at: Moment) -> StaffState:
    """How somebody stands, by the latest moments at which they were known to be there, gone, or called otherwise.

    The later one decides. Of one second: who was renamed is not there under the old name, and who left is not there,
    since nobody leaves, or is renamed, before they are there. Moments only grow, so events may come in any order.
    """
    there, gone, renamed = there_at[:SECOND], gone_at[:SECOND], renamed_at[:SECOND]
    if renamed_at != NEVER and renamed >= max(there, gone):
        return StaffState.RENAMED
    if gone_at != NEVER and gone >= there:
        return StaffState.LEFT
    return status


def department_numbers(text: str) -> tuple[int, ...]:
    """The numbers of a comma list, as events write departments (docs/platform C4)."""
    return tuple(int(part) for part in text.split(",") if part.strip().isascii() and part.strip().isdigit())
