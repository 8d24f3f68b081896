"""States of a post and of its occurrences, and which moves there are."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class PostStatus(StrEnum):
    """finished: all its times have come, whatever is still under way."""

    SCHEDULED = "scheduled"
    PAUSED = "paused"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class OccurrenceStatus(StrEnum):
    """skipped: a later one took its place. failed: somebody has to look. A forecast is done when it is sending.

    ending: its end has come, nothing more is asked for, and what staff have not sent is taken back.
    """

    CLAIMED = "claimed"
    PLANNING = "planning"
    SENDING = "sending"
    ENDING = "ending"
    CLOSED = "closed"
    SKIPPED = "skipped"
    FAILED = "failed"
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"


class ForecastStatus(StrEnum):
    """How far a dry run is."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


POST_MOVES: Mapping[PostStatus, frozenset[PostStatus]] = {
    PostStatus.SCHEDULED: frozenset({PostStatus.PAUSED, PostStatus.FINISHED, PostStatus.CANCELLED}),
    PostStatus.PAUSED: frozenset({PostStatus.SCHEDULED, PostStatus.CANCELLED}),
    PostStatus.FINISHED: frozenset({PostStatus.CANCELLED}),
    PostStatus.CANCELLED: frozenset(),
}
MOVES: Mapping[OccurrenceStatus, frozenset[OccurrenceStatus]] = {
    OccurrenceStatus.CLAIMED: frozenset({OccurrenceStatus.PLANNING, OccurrenceStatus.CANCELLING}),
    OccurrenceStatus.PLANNING: frozenset(
        {OccurrenceStatus.PLANNING, OccurrenceStatus.SENDING, OccurrenceStatus.FAILED, OccurrenceStatus.CANCELLING}
    ),
    OccurrenceStatus.SENDING: frozenset(
        {
            OccurrenceStatus.ENDING,
            OccurrenceStatus.CLOSED,
            OccurrenceStatus.FAILED,
            OccurrenceStatus.CANCELLING,
            OccurrenceStatus.CANCELLED,
        }
    ),
    OccurrenceStatus.ENDING: frozenset(
        {OccurrenceStatus.CLOSED, OccurrenceStatus.FAILED, OccurrenceStatus.CANCELLING, OccurrenceStatus.CANCELLED}
    ),
    # When somebody asks again for what failed of it.
    OccurrenceStatus.CLOSED: frozenset({OccurrenceStatus.SENDING}),
    OccurrenceStatus.SKIPPED: frozenset(),
    OccurrenceStatus.FAILED: frozenset(),
    OccurrenceStatus.CANCELLING: frozenset({OccurrenceStatus.CANCELLED}),
    OccurrenceStatus.CANCELLED: frozenset(),
}
# A post can be changed.
EDITABLE = tuple(status for status in PostStatus if PostStatus.SCHEDULED in {status, *POST_MOVES[status]})
# An occurrence has a next step, whether or not somebody asks for it.
OPEN = tuple(status for status in OccurrenceStatus if MOVES[status] and status is not OccurrenceStatus.CLOSED)
# Its end and its pace can be changed.
ADJUSTABLE = (OccurrenceStatus.CLAIMED, OccurrenceStatus.PLANNING, OccurrenceStatus.SENDING)


def before(status: OccurrenceStatus) -> tuple[OccurrenceStatus, ...]:
    """The states from which an occurrence may come into one."""
    return tuple(earlier for earlier in OccurrenceStatus if status in MOVES[earlier])
