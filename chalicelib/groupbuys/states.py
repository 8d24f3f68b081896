"""How a team stands, and how an activity's window does."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class TeamState(StrEnum):
    """How a team stands at a moment.

    SETTLING: nobody joins any more, but money that was paid in time may still be on its way.
    """

    OPEN = "open"
    SETTLING = "settling"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


# No row holds a team's state: it follows from its seats and its times. These are the ways it can go.
MOVES: Mapping[TeamState, frozenset[TeamState]] = {
    TeamState.OPEN: frozenset({TeamState.SETTLING, TeamState.SUCCEEDED}),
    TeamState.SETTLING: frozenset({TeamState.SUCCEEDED, TeamState.FAILED}),
    TeamState.SUCCEEDED: frozenset(),
    TeamState.FAILED: frozenset(),
}


class Stop(StrEnum):
    """What becomes of the teams of an activity that was stopped. FINISH: they run to their own end, and may be joined.

    REFUND: those that are not complete fail, and everybody in them is refunded.
    """

    FINISH = "finish"
    REFUND = "refund"


MAY_STOP: Mapping[Stop, frozenset[Stop]] = {
    Stop.FINISH: frozenset({Stop.REFUND}),
    Stop.REFUND: frozenset(),
}
"""How a stop may become another."""


class ActivityState(StrEnum):
    """How an activity stands at a moment: before its time, taking teams, stopped by an operator, over."""

    SCHEDULED = "scheduled"
    OPEN = "open"
    STOPPED = "stopped"
    OVER = "over"


class Window(StrEnum):
    """Where a moment lies in an activity's window: it takes customers while OPEN."""

    EARLY = "early"
    OPEN = "open"
    OVER = "over"


class Part(StrEnum):
    """What is counted for an activity's books, one after the other."""

    OPEN = "open"
    OVER = "over"
    ORDERS = "orders"
    END = "end"

    @property
    def next(self) -> Part:
        """What is counted after this."""
        parts = list(Part)
        return parts[parts.index(self) + 1]
