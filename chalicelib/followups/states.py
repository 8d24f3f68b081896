"""How a follow-up stands."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class FollowUpState(StrEnum):
    """OPEN: to be done. DONE, CANCELLED: over."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


MOVES: Mapping[FollowUpState, frozenset[FollowUpState]] = {
    FollowUpState.OPEN: frozenset({FollowUpState.DONE, FollowUpState.CANCELLED}),
    FollowUpState.DONE: frozenset(),
    FollowUpState.CANCELLED: frozenset(),
}
