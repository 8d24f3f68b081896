"""How long to wait for something on a machine that may be busy: a limit in seconds of an idle machine."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

MOST = 10.0


def load() -> float:
    """How many times as long as on an idle machine work takes now: processes that want to run, a core; 1 to 10."""
    return min(MOST, max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1)))


def stretched(seconds: float) -> float:
    """A time-out for one thing that begins now."""
    return seconds * load()


class Patience:
    """Counts the seconds that an idle machine would have had: where four want one core, four seconds count as one.

    Looked at again and again, so that load which comes while we wait counts too.
    """

    def __init__(
        self, seconds: float, clock: Callable[[], float] = time.monotonic, busy: Callable[[], float] = load
    ) -> None:
        self._left, self._clock, self._busy = seconds, clock, busy
        self._at = clock()

    @property
    def is_over(self) -> bool:
        """True once so many seconds have counted."""
        now = self._clock()
        self._left -= (now - self._at) / self._busy()
        self._at = now
        return self._left < 0
