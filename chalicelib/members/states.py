"""States of a member's friendship with a member of staff, and of a member on the way to buying."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class FriendState(StrEnum):
    """PENDING: the customer asked, staff has not confirmed yet. LOST: one of the two deleted the other."""

    FRIEND = "friend"
    PENDING = "pending"
    LOST = "lost"


class How(StrEnum):
    """How a customer was added: asked for (HALF), or added with staff's confirmation (FULL)."""

    FULL = "full"
    HALF = "half"


class LostBy(StrEnum):
    """Who ended a friendship."""

    CUSTOMER = "customer"
    STAFF = "staff"
    TRANSFER = "transfer"


# Events may come in any order, so a state follows from all that is known; each may follow each.
MOVES: Mapping[FriendState, frozenset[FriendState]] = {state: frozenset(FriendState) for state in FriendState}
