"""States of a task and of its targets, and which moves there are."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class TaskState(StrEnum):
    """planned; asking: a task of ours may exist at WeCom; created: it does; closed: every target has its end."""

    PLANNED = "planned"
    ASKING = "asking"
    CREATED = "created"
    CLOSED = "closed"


MOVES: Mapping[TaskState, frozenset[TaskState]] = {
    TaskState.PLANNED: frozenset({TaskState.ASKING, TaskState.CLOSED}),
    TaskState.ASKING: frozenset({TaskState.ASKING, TaskState.PLANNED, TaskState.CREATED, TaskState.CLOSED}),
    TaskState.CREATED: frozenset({TaskState.CLOSED}),
    # Only what WeCom refused, when an operator asks again.
    TaskState.CLOSED: frozenset({TaskState.PLANNED}),
}
# WeCom has still to be asked.
UNASKED = (TaskState.PLANNED, TaskState.ASKING)
# What is unsent has to be taken back at WeCom, should it end.
MAYBE_AT_WECOM = (TaskState.ASKING, TaskState.CREATED)


class Doing(StrEnum):
    """What a member of staff has done about a task. unasked: WeCom has still to be asked; waiting: they have it and did
    not tap "send"; sent: they did; ended: it is over, and they never did.
    """

    UNASKED = "unasked"
    WAITING = "waiting"
    SENT = "sent"
    ENDED = "ended"


class Outcome(StrEnum):
    """What became of a target. WAITING is the only one that is no end."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    NOT_FRIEND = "not_friend"
    QUOTA = "quota"
    BLOCKED = "blocked"
    CANCELLED = "cancelled"
    INVALID = "invalid"
    RECALLED = "recalled"
    REFUSED = "refused"
    TOO_LATE = "too_late"
    UNCONFIRMED = "unconfirmed"
    SENDER_LEFT = "sender_left"
    UNKNOWN = "unknown"
