"""How somebody stands follows from moments alone."""

from __future__ import annotations

import pytest

from chalicelib.core.moments import NEVER, Moment
from chalicelib.staff import rules
from chalicelib.staff.states import StaffState

EARLY, LATE = Moment("2026-11-21T02:00:00.000Z"), Moment("2026-11-21T02:00:01.000Z")
LATE_TOO = Moment("2026-11-21T02:00:01.700Z")


@pytest.mark.parametrize(
    ("there", "gone", "renamed", "state"),
    [
        (EARLY, NEVER, NEVER, StaffState.ACTIVE),
        (EARLY, LATE, NEVER, StaffState.LEFT),
        (LATE, EARLY, NEVER, StaffState.ACTIVE),
        (LATE_TOO, LATE, NEVER, StaffState.LEFT),
        (NEVER, LATE, NEVER, StaffState.LEFT),
        (EARLY, NEVER, LATE, StaffState.RENAMED),
        (LATE_TOO, LATE, LATE, StaffState.RENAMED),
        (LATE, NEVER, EARLY, StaffState.ACTIVE),
        (EARLY, LATE, EARLY, StaffState.RENAMED),
    ],
)
def test_the_later_moment_decides(there: Moment, gone: Moment, renamed: Moment, state: StaffState) -> None:
    """Of one second, whoever was renamed or left is not there; who was renamed is not said to have left."""
    assert rules.state(StaffState.ACTIVE, there, gone, renamed) is state
