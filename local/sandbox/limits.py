"""Frequency limits: counters per minute and hour, and whole-period blocks (wecom-api.md A4, A5)."""

from collections import defaultdict

from msgspec import Struct

from local.sandbox.errors import ApiError
from local.sandbox.records import Corp
from local.sandbox.world import World

MINUTE, HOUR = 60.0, 3600.0


class Window(Struct):
    """Calls since `began`."""

    began: float
    count: int = 0


class Frequency:
    """Counts calls per (corp, API); a breach answers 45009 for the whole block."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._windows: dict[tuple[str, str, float], Window] = {}
        self._blocked: dict[tuple[str, str], float] = {}
        self._running: defaultdict[tuple[str, str], int] = defaultdict(int)

    def check(self, corp_id: str, api: str) -> None:
        """Raise 45009 while blocked."""
        now = self.world.time()
        with self.world.lock:
            until = max(self._blocked.get((corp_id, name), 0.0) for name in (api, "*"))
        if now < until:
            raise ApiError(45009)

    def count(self, corp: Corp, api: str) -> None:
        """Count one call, and start a block when it is one too many."""
        self.check(corp.corp_id, api)
        self._count(corp.corp_id, api, MINUTE, corp.limits.per_minute)
        self._count(corp.corp_id, api, HOUR, corp.limits.per_hour)

    def count_failure(self, corp: Corp) -> None:
        """Count a failed gettoken; about 2000 in an hour block for an hour (A2)."""
        limit = corp.limits.token_failures_per_hour
        try:
            self._count(corp.corp_id, "gettoken", -HOUR, limit)
        except ApiError:
            self.world.record("limit", corp_id=corp.corp_id, api="gettoken", failures=limit)

    def _count(self, corp_id: str, api: str, period: float, limit: int) -> None:
        now = self.world.time()
        with self.world.lock:
            window = self._windows.setdefault((corp_id, api, period), Window(now))
            if now - window.began >= abs(period):
                window.began, window.count = now, 0
            window.count += 1
            if window.count <= limit:
                return
            self.block(corp_id, api, abs(period))
        raise ApiError(45009)

    def block(self, corp_id: str, api: str, seconds: float) -> None:
        """Refuse the API from now on for the whole period; counting then starts anew."""
        with self.world.lock:
            until = self.world.time() + seconds
            former = self._blocked.get((corp_id, api), 0.0)
            self._blocked[corp_id, api] = max(until, former)
            for key in [k for k in self._windows if k[0] == corp_id and api in (k[1], "*")]:
                del self._windows[key]

    def unblock(self) -> None:
        """End all blocks."""
        with self.world.lock:
            self._blocked.clear()

    def clear(self) -> None:
        """Forget all counters and blocks."""
        with self.world.lock:
            self._blocked.clear()
            self._windows.clear()

    def enter(self, corp_id: str, api: str, limit: int) -> None:
        """Begin a call of an API with a gate on concurrency; 45033 when it is full (A4)."""
        with self.world.lock:
            if self._running[corp_id, api] >= limit:
                raise ApiError(45033)
            self._running[corp_id, api] += 1

    def leave(self, corp_id: str, api: str) -> None:
        """End a call begun with `enter`."""
        with self.world.lock:
            self._running[corp_id, api] -= 1
