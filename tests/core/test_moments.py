"""Moments that others tell of."""

from __future__ import annotations

import pytest

from chalicelib.core.moments import iso, moment, told_at

NOW = moment("2026-11-21T02:00:00.123Z")
SECONDS = int(NOW.timestamp())


@pytest.mark.parametrize("seconds", [0, -1, SECONDS + 3602, SECONDS * 1000, 10**30])
def test_what_cannot_be_when_something_was_is_now(seconds: int) -> None:
    """None, the future, milliseconds, what no calendar has: it neither breaks off nor outlives what comes after."""
    assert told_at(seconds, NOW) == iso(NOW)


def test_a_platforms_clock_may_be_ahead_of_ours() -> None:
    """By so much that no clock is; then it is taken at its word."""
    assert told_at(SECONDS + 3600, NOW) == "2026-11-21T03:00:00.000Z"
