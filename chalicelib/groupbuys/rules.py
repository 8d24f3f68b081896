"""Pure decisions about group-buys."""

from __future__ import annotations

from datetime import datetime, timedelta

# After the deadline nobody joins, but money that was paid in time may still be on its way: its notice may have been
# lost, and the provider is asked. Only then the team fails.
SETTLING = timedelta(minutes=2)

OPEN = "open"
SETTLING_STATUS = "settling"
SUCCEEDED = "succeeded"
FAILED = "failed"


def closed(at: str, opens_at: str, closes_at: str) -> str:
    """Why an activity takes nobody at a moment: 'early', 'late' or '' when it does."""
    if at < opens_at:
        return "early"
    return "late" if at >= closes_at else ""


def status(size: int, paid: int, deadline: str, failed_at: str | None, at: str) -> str:
    """open, settling (after the deadline, money may be on its way), succeeded or failed.

    A team has succeeded if and only if every seat is paid; nothing else says so.
    """
    if paid == size:
        return SUCCEEDED
    if failed_at:
        return FAILED
    return OPEN if at < deadline else SETTLING_STATUS


def pay_until(now: datetime, hold: timedelta, deadline: datetime) -> datetime:
    """Until when a held seat may be paid: never beyond the team's deadline."""
    return min(now + hold, deadline)


def masked(name: str | None) -> str:
    """A name as strangers may see it: its first character."""
    return f"{name[0]}**" if name else "顾客"


def yuan(fen: int) -> str:
    """Money as customers read it."""
    return f"{fen // 100}.{fen % 100:02d}"


def clock(seconds: int) -> str:
    """A time that is left, as hours, minutes and seconds."""
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
