"""Names, times and errors that every sandbox uses."""

from datetime import UTC, datetime, timedelta, timezone

Json = dict[str, object]
SHANGHAI = timezone(timedelta(hours=8))


class NotFound(LookupError):
    """Something a control call or a page named does not exist."""


def iso(at: float) -> str:
    """UTC with milliseconds."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")


def local_time(at: float, pattern: str = "%m-%d %H:%M:%S") -> str:
    """A time as a clock on the wall in Shanghai."""
    return datetime.fromtimestamp(at, SHANGHAI).strftime(pattern)


def day_start(at: float) -> float:
    """The midnight in Shanghai before a time."""
    return datetime.fromtimestamp(at, SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
