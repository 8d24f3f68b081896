"""Pure decisions about group-buys."""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.core.moments import Moment
from chalicelib.core.money import Fen
from chalicelib.groupbuys.states import TeamState, Window

# After the deadline nobody joins, but money that was paid in time may still be on its way: its notice may have been
# lost, and the provider is asked. Only then the team fails.
MONEY_ON_ITS_WAY = timedelta(minutes=2)


def window(at: Moment, opens_at: Moment, closes_at: Moment) -> Window:
    """Where a moment lies in an activity's window."""
    if at < opens_at:
        return Window.EARLY
    return Window.OVER if at >= closes_at else Window.OPEN


def state(size: int, paid: int, deadline: Moment, failed_at: Moment | None, at: Moment) -> TeamState:
    """How a team stands at a moment.

    A team has succeeded if and only if every seat is paid; nothing else says so.
    """
    if paid == size:
        return TeamState.SUCCEEDED
    if failed_at:
        return TeamState.FAILED
    return TeamState.OPEN if at < deadline else TeamState.SETTLING


def pay_until(now: datetime, hold: timedelta, deadline: datetime) -> datetime:
    """Until when a held seat may be paid: never beyond the team's deadline."""
    return min(now + hold, deadline)


def masked(name: str | None) -> str:
    """A name as strangers may see it: its first character."""
    return f"{name[0]}**" if name else "顾客"


def yuan(fen: Fen) -> str:
    """Money as a team's page shows it, always with its fen."""
    return f"{fen // 100}.{fen % 100:02d}"


def clock(seconds: int) -> str:
    """A time that is left, as hours, minutes and seconds."""
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
