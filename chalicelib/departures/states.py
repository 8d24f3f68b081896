"""How a handing over stands, and how it stands with each customer."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class DepartureState(StrEnum):
    """ASKING: WeCom is being asked, step by step. WAITING: for customers, who have a day to refuse. DONE: all is known.

    STOPPING: nobody more is asked; what WeCom was asked for is waited for.
    """

    ASKING = "asking"
    STOPPING = "stopping"
    WAITING = "waiting"
    DONE = "done"


MOVES: Mapping[DepartureState, frozenset[DepartureState]] = {
    DepartureState.ASKING: frozenset({DepartureState.STOPPING, DepartureState.WAITING, DepartureState.DONE}),
    DepartureState.STOPPING: frozenset({DepartureState.WAITING, DepartureState.DONE}),
    DepartureState.WAITING: frozenset({DepartureState.DONE}),
    DepartureState.DONE: frozenset(),
}


class CustomerState(StrEnum):
    """WAITING: asked for, not heard of yet. DONE: they are the other's. REFUSED: by the customer themselves.

    FULL: whoever takes over has no room for one more. FAILED: WeCom does not do it, and says why.
    """

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"
    FULL = "full"
    FAILED = "failed"


CUSTOMER_MOVES: Mapping[CustomerState, frozenset[CustomerState]] = {
    CustomerState.WAITING: frozenset({CustomerState.DONE, CustomerState.REFUSED, CustomerState.FULL}),
    CustomerState.DONE: frozenset(),
    CustomerState.REFUSED: frozenset(),
    CustomerState.FULL: frozenset(),
    CustomerState.FAILED: frozenset(),
}
