"""Time on the shared clock."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from local.clock import Clock, parse_duration

NOON = datetime(2026, 3, 8, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("30s", 30), ("90m", 5400), ("24h", 86400), ("7d", 604800), ("1h30m", 5400)],
)
def test_durations_read_as_people_write_them(text: str, seconds: float) -> None:
    """Seconds, minutes, hours and days, also together."""
    assert parse_duration(text) == seconds


@pytest.mark.parametrize("text", ["", "5", "h", "-5m", "5 m", "5x", "m5"])
def test_anything_else_is_not_a_duration(text: str) -> None:
    """A wrong duration is refused instead of being taken for 0."""
    with pytest.raises(ValueError, match="not a duration"):
        parse_duration(text)


def test_a_frozen_clock_moves_only_when_advanced() -> None:
    """Two looks show the same moment."""
    clock = Clock(frozen_at=NOON)
    assert clock.now() == NOON == clock.now()
    assert clock.advance(60) == clock.now() == NOON.replace(minute=1)


def test_a_running_clock_is_real_time_plus_its_offset() -> None:
    """An offset of an hour is an hour ahead of the machine."""
    clock = Clock(offset=3600)
    ahead = clock.now() - datetime.now(UTC)
    assert 3599 < ahead.total_seconds() < 3601


def test_a_clock_never_goes_back_and_needs_a_time_zone() -> None:
    """Both mistakes are refused in words."""
    with pytest.raises(ValueError, match="never goes back"):
        Clock().advance(-1)
    with pytest.raises(ValueError, match="time zone"):
        Clock(frozen_at=datetime(2026, 3, 8))  # noqa: DTZ001  (that is the point)


def test_listeners_hear_of_every_advance_until_they_leave() -> None:
    """A listener is told after the clock has moved."""
    clock, heard = Clock(frozen_at=NOON), list[datetime]()
    listener = lambda: heard.append(clock.now())  # noqa: E731
    clock.subscribe(listener)
    clock.advance(1)
    clock.unsubscribe(listener)
    clock.advance(1)
    assert heard == [NOON.replace(second=1)]
