"""The clock of another sandbox, followed over HTTP."""

from __future__ import annotations

import json
import threading
import time
from datetime import datetime
from http.client import HTTPException
from urllib.request import ProxyHandler, Request, build_opener

from local.clock import Clock

POLL = 0.2
JUMP = 1.0


class RemoteClock(Clock):
    """Real time plus the offset that `GET url` answers; asked again when the answer is 0.2 s old."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self._asked_at = float("-inf")
        self._last_offset = 0.0
        self._opener = build_opener(ProxyHandler({}))
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="remote-clock", daemon=True)

    @property
    def offset(self) -> float:
        """Seconds that the other clock is ahead of real time; the last answer while it cannot be reached."""
        if time.monotonic() - self._asked_at >= POLL:
            try:
                self._learn(self._call(None))
            except (OSError, HTTPException, ValueError):
                self._asked_at = time.monotonic()
        return self._last_offset

    def time(self) -> float:
        """Seconds since 1970 on the other clock."""
        return time.time() + self.offset

    def advance(self, seconds: float) -> datetime:
        """Move the other clock, and with it everybody who follows it. Raises ValueError, OSError."""
        if seconds < 0:
            raise ValueError("a clock never goes back")
        self._learn(self._call({"advance": f"{seconds:f}s"}))
        self._wake_listeners()
        return self.now()

    def start(self) -> None:
        """Begin to watch for jumps."""
        self._thread.start()

    def stop(self) -> None:
        """Watch no more."""
        self._stopped.set()
        self._thread.join()

    def _call(self, body: dict[str, str] | None) -> float:
        data = None if body is None else json.dumps(body).encode()
        with self._opener.open(Request(self.url, data), timeout=2) as answer:
            return float(json.load(answer)["unix"])

    def _learn(self, unix: float) -> None:
        self._last_offset = unix - time.time()
        self._asked_at = time.monotonic()

    def _watch(self) -> None:
        """Wake everybody who waits for time to pass when the other clock was moved."""
        former = self.offset
        while not self._stopped.wait(POLL):
            if abs(self.offset - former) > JUMP:
                former = self.offset
                self._wake_listeners()
