"""Pure decisions about occurrences: when one is late or given up, and how it ends."""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.posts.shapes import End
from chalicelib.posts.states import OccurrenceStatus
from chalicelib.tasks.shapes import Tally
from chalicelib.tasks.states import Outcome
from chalicelib.touches.shapes import Origin

LATE = timedelta(minutes=10)
# A message of three days ago helps nobody: by then it is planned and asked for, or given up.
EXPIRES = timedelta(hours=72)


def is_late(at: datetime, now: datetime) -> bool:
    """Begun too long after it was due."""
    return now - at > LATE


def end_of(origin: Origin, status: OccurrenceStatus, tally: Tally, reason: str = "") -> End:
    """How an occurrence ends when no task of it is open.

    Failed when nothing was made at WeCom for a reason that somebody can mend; else closed, or cancelled. One that is
    taken back before anybody got it is forgiven. reason: why it is taken back, when that is not an operator's wish; a
    recall that its tasks met before it says the same.
    """
    troubles = [reason for reason in tally.reasons if reason != Outcome.REFUSED]
    forgiven = None if tally.counts.get(Outcome.DELIVERED) else origin
    if Outcome.RECALLED in tally.reasons:
        reason = Outcome.RECALLED
    if status is OccurrenceStatus.CANCELLING or reason:
        return End(status=OccurrenceStatus.CANCELLED, reason=reason, tally=tally, forgiven=forgiven)
    if troubles and not tally.created:
        return End(status=OccurrenceStatus.FAILED, reason=troubles[0], tally=tally, forgiven=forgiven)
    return End(status=OccurrenceStatus.CLOSED, tally=tally)
