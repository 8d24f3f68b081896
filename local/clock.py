"""The controllable clock that the sandboxes and the app share on a developer's machine.

Real time plus an offset that only grows, or a frozen instant for tests. A 24-hour rule can be
watched in a second by advancing the clock; nothing ever sleeps for it.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

_UNIT_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_PART = re.compile(r"(\d+(?:\.\d+)?)([smhd])")


def parse_duration(text: str) -> float:
    """Seconds of a duration such as "30s", "90m", "24h", "7d" or "1h30m". Raises ValueError."""
    parts = _PART.findall(text)
    if not parts or "".join(number + unit for number, unit in parts) != text:
        raise ValueError(f"not a duration: {text!r}; write 30s, 90m, 24h or 7d")
    return sum(float(number) * _UNIT_SECONDS[unit] for number, unit in parts)


class Clock:
    """Thread-safe time source: real time plus `offset`, or `frozen_at` plus what was advanced."""

    def __init__(self, frozen_at: datetime | None = None, offset: float = 0.0) -> None:
        if frozen_at is not None and frozen_at.tzinfo is None:
            raise ValueError("frozen_at needs a time zone")
        self._lock = threading.Lock()
        self._frozen = None if frozen_at is None else frozen_at.timestamp()
        self._offset = offset
        self._listeners: list[Callable[[], None]] = []

    @property
    def offset(self) -> float:
        """Seconds this clock is ahead of real time (or of the frozen instant)."""
        with self._lock:
            return self._offset

    @property
    def frozen(self) -> bool:
        """True when time only moves by `advance`."""
        return self._frozen is not None

    def time(self) -> float:
        """Seconds since 1970 on this clock."""
        with self._lock:
            return (time.time() if self._frozen is None else self._frozen) + self._offset

    def now(self) -> datetime:
        """The present on this clock, in UTC."""
        return datetime.fromtimestamp(self.time(), UTC)

    def advance(self, seconds: float) -> datetime:
        """Move forward and wake everybody who waits for time to pass. Raises ValueError for a negative span."""
        if seconds < 0:
            raise ValueError("a clock never goes back")
        with self._lock:
            self._offset += seconds
        self._wake_listeners()
        return self.now()

    def _wake_listeners(self) -> None:
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            listener()

    def subscribe(self, listener: Callable[[], None]) -> None:
        """Call `listener` after every `advance`."""
        with self._lock:
            self._listeners.append(listener)

    def unsubscribe(self, listener: Callable[[], None]) -> None:
        """Stop calling `listener`."""
        with self._lock:
            self._listeners.remove(listener)
