"""What a store is."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class StoreState(StrEnum):
    """CLOSED: nothing new is given to it; what was stamped with it stays, and it may open again."""

    OPEN = "open"
    CLOSED = "closed"


MOVES: Mapping[StoreState, frozenset[StoreState]] = {
    StoreState.OPEN: frozenset({StoreState.CLOSED}),
    StoreState.CLOSED: frozenset({StoreState.OPEN}),
}


class Weekday(StrEnum):
    """A day of the week."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class Act(StrEnum):
    """What a line of a sheet does, or would do."""

    CREATED = "created"
    EDITED = "edited"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"
