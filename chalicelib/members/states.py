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
    """How a customer was added: only asked (HALF), or both did, as a callback told (FULL) or WeCom's list (FOUND)."""

    FULL = "full"
    HALF = "half"
    FOUND = "found"

    @property
    def is_whole(self) -> bool:
        """True when the two are friends by it."""
        return self is not How.HALF


class LostBy(StrEnum):
    """Who ended a friendship. FOUND: WeCom does not list it any more, and no callback told."""

    CUSTOMER = "customer"
    STAFF = "staff"
    TRANSFER = "transfer"
    FOUND = "found"


class Heard(StrEnum):
    """What was heard of a friendship last, in the order in which it came: a hint at its state, which the index holds.

    LEFT: the customer deleted the member of staff, in whose list they stay. DROPPED: anybody else ended it.
    """

    FRIEND = "friend"
    PENDING = "pending"
    LEFT = "left"
    DROPPED = "dropped"


# Events may come in any order, so a state follows from all that is known; each may follow each.
MOVES: Mapping[FriendState, frozenset[FriendState]] = {state: frozenset(FriendState) for state in FriendState}


class Following(StrEnum):
    """What is done for each member after a tag. NAMES: the name is changed here, for WeCom has it changed. READ: what
    WeCom has is read, since another tag is called the same. LEFT: it is read, and of who is no friend any more the name
    is changed here. MOVE: who has the tag at WeCom gets the other one, and loses it.
    """

    NAMES = "names"
    READ = "read"
    LEFT = "left"
    MOVE = "move"
