"""How a member of staff stands with the corp."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class StaffState(StrEnum):
    """INACTIVE: never activated their account. DISABLED: an administrator took it away.

    UNSEEN: of the corp, but outside of what the app may see. RENAMED: is called otherwise now.
    """

    ACTIVE = "active"
    INACTIVE = "inactive"
    DISABLED = "disabled"
    UNSEEN = "unseen"
    LEFT = "left"
    RENAMED = "renamed"


# Whom a customer may still reach, and who may still act. Of an unseen one nothing bad is known.
ABLE = frozenset({StaffState.ACTIVE, StaffState.UNSEEN})
# Who is not of the corp any more under that name.
GONE = frozenset({StaffState.LEFT, StaffState.RENAMED})
# Of the corp, but an administrator has something to do before all of it works for them.
HELPED = frozenset({StaffState.UNSEEN, StaffState.INACTIVE, StaffState.DISABLED})
# Administrators do all of it and back, and events come in any order, so a state follows from all that is known.
MOVES: Mapping[StaffState, frozenset[StaffState]] = {state: frozenset(StaffState) for state in StaffState}
