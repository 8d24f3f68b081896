"""When a post is late, and how an occurrence ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.core.moments import Moment
from chalicelib.posts import rules
from chalicelib.posts.shapes import End
from chalicelib.posts.states import MOVES, OPEN, OccurrenceStatus, before
from chalicelib.tasks.shapes import Tally
from chalicelib.touches.shapes import Origin

ORIGIN = Origin("post", "p", Moment("2026-11-21T02:00:00.000Z"))


def test_late_begins_after_ten_minutes() -> None:
    """A tick that comes a little late is not late."""
    at = datetime(2026, 11, 21, 2, tzinfo=UTC)
    assert not rules.is_late(at, at + timedelta(minutes=10))
    assert rules.is_late(at, at + timedelta(minutes=10, seconds=1))


SENDING, CANCELLING = OccurrenceStatus.SENDING, OccurrenceStatus.CANCELLING
DELIVERED, TROUBLE = Tally(created=2, counts={"delivered": 2}), Tally(reasons=("refused", "wecom_41048"))


@pytest.mark.parametrize(
    ("status", "tally", "end"),
    [
        (SENDING, DELIVERED, End(status=OccurrenceStatus.CLOSED, tally=DELIVERED)),
        (SENDING, Tally(), End(status=OccurrenceStatus.CLOSED)),
        (SENDING, Tally(reasons=("refused",)), End(status=OccurrenceStatus.CLOSED, tally=Tally(reasons=("refused",)))),
        (
            SENDING,
            TROUBLE,
            End(status=OccurrenceStatus.FAILED, reason="wecom_41048", tally=TROUBLE, forgiven=ORIGIN),
        ),
        (CANCELLING, DELIVERED, End(status=OccurrenceStatus.CANCELLED, tally=DELIVERED)),
        (CANCELLING, TROUBLE, End(status=OccurrenceStatus.CANCELLED, tally=TROUBLE, forgiven=ORIGIN)),
    ],
)
def test_an_end_says_whether_anybody_got_it(status: OccurrenceStatus, tally: Tally, end: End) -> None:
    """Failed when nothing was made for a reason that can be mended; what is taken back from all is forgiven."""
    assert rules.end_of(ORIGIN, status, tally) == end


def test_every_open_occurrence_can_be_cancelled_and_none_that_is_over_moves() -> None:
    """The table of moves: what is over stays as it is, but for what failed of it and is asked for again."""
    assert set(before(CANCELLING)) == set(OPEN) - {CANCELLING}
    assert before(OccurrenceStatus.PLANNING) == (OccurrenceStatus.CLAIMED, OccurrenceStatus.PLANNING)
    assert MOVES[OccurrenceStatus.CLOSED] == {OccurrenceStatus.SENDING}
    over = set(OccurrenceStatus) - set(OPEN)
    assert {status for status in OccurrenceStatus if not MOVES[status]} == over - {OccurrenceStatus.CLOSED}
