"""Names, times and errors that every sandbox uses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

Json = dict[str, object]
"""An object in JSON whose fields are the platform's, or differ from one line of the ledger to the next."""
SHANGHAI = timezone(timedelta(hours=8))


class NotFound(LookupError):
    """What a control call or a page named does not exist; the text says what."""


def iso(at: float) -> str:
    """A time of the clock in UTC with milliseconds."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")


def local_time(at: float, pattern: str = "%m-%d %H:%M:%S") -> str:
    """A time of the clock as a clock on the wall in Shanghai shows it."""
    return datetime.fromtimestamp(at, SHANGHAI).strftime(pattern)


def day_start(at: float) -> float:
    """The midnight in Shanghai before a time of the clock."""
    return datetime.fromtimestamp(at, SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
