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


class Part(StrEnum):
    """What somebody has in hand, in the order in which it is handed over."""

    LIVE_CODES = "live_codes"
    ADOPTED_WAYS = "adopted_ways"
    STORES = "stores"
    POSTS = "posts"
    TASKS = "tasks"
    FOLLOW_UPS = "follow_ups"
    ROLE = "role"
    GROUPS = "groups"
    CUSTOMERS = "customers"


class PartState(StrEnum):
    """LEFT_OUT: nobody asked for it. STOPPED: the handing over ended before it came to it, or amidst it."""

    LEFT_OUT = "left_out"
    WAITING = "waiting"
    UNDER_WAY = "under_way"
    STOPPED = "stopped"
    DONE = "done"


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
