"""Frequency limits: counters per minute and hour, and whole-period blocks (docs/platform A4, A5)."""

from __future__ import annotations

from collections import defaultdict, deque

from msgspec import Struct

from local.servers.basics import day_start
from local.wecom.errors import ApiError
from local.wecom.records import Corp
from local.wecom.world import World

MINUTE, HOUR, DAY, MONTH = 60.0, 3600.0, 86_400.0, 30 * 86_400.0
TO_A_MEMBER_PER_MINUTE, TO_A_MEMBER_PER_HOUR = 30, 1000


class Window(Struct):
    """What was counted since `began`."""

    began: float
    count: int = 0


class Frequency:
    """Counts calls per (corp, API); a breach answers 45009 for the whole block."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._windows: dict[tuple[str, str, float], Window] = {}
        self._blocked: dict[tuple[str, str], float] = {}
        self._running: defaultdict[tuple[str, str], int] = defaultdict(int)
        self._to_members: defaultdict[tuple[str, str, str], deque[float]] = defaultdict(deque)

    def check(self, corp_id: str, api: str) -> None:
        """Raises ApiError 45009 while the API, or all of them, are blocked for the corp."""
        now = self.world.time()
        with self.world.lock:
            until = max(self._blocked.get((corp_id, name), 0.0) for name in (api, "*"))
        if now < until:
            raise ApiError(45009)

    def count(self, corp: Corp, api: str, per_minute: int) -> None:
        """Count one call; one too many starts a block. Raises ApiError 45009."""
        self.check(corp.corp_id, api)
        self._count(corp.corp_id, api, MINUTE, per_minute)
        self._count(corp.corp_id, api, HOUR, corp.limits.per_hour)

    def spend(self, corp_id: str, api: str, period: float, limit: int, units: int = 1) -> None:
        """Take from the allowance of a DAY or a MONTH; refused as a whole (45009) when it does not suffice."""
        self.check(corp_id, api)
        self._count(corp_id, api, period, limit, units)

    def reaches(self, corp_id: str, agent_id: str, userid: str) -> bool:
        """True when an app message gets through to a member; the surplus is dropped in silence (docs/platform A4)."""
        now = self.world.time()
        with self.world.lock:
            sent = self._to_members[corp_id, agent_id, userid]
            while sent and now - sent[0] >= HOUR:
                sent.popleft()
            in_minute = sum(now - at < MINUTE for at in sent)
            if in_minute >= TO_A_MEMBER_PER_MINUTE or len(sent) >= TO_A_MEMBER_PER_HOUR:
                return False
            sent.append(now)
        return True

    def count_failure(self, corp: Corp) -> None:
        """Count a failed gettoken; about 2000 in an hour block for an hour (docs/platform A2)."""
        limit = corp.limits.token_failures_per_hour
        try:
            self._count(corp.corp_id, "gettoken", -HOUR, limit)
        except ApiError:
            self.world.record("limit", corp_id=corp.corp_id, api="gettoken", failures=limit)

    def _count(self, corp_id: str, api: str, period: float, limit: int, units: int = 1) -> None:
        now, length = self.world.time(), abs(period)
        start = day_start(now) if length == DAY else now
        with self.world.lock:
            window = self._windows.setdefault((corp_id, api, period), Window(start))
            if now - window.began >= length:
                window.began, window.count = start, 0
            window.count += units
            if window.count <= limit:
                return
            self.block(corp_id, api, start + length - now)
        raise ApiError(45009)

    def block(self, corp_id: str, api: str, seconds: float) -> None:
        """Refuse the API from now on for the whole period; counting then starts anew."""
        with self.world.lock:
            until = self.world.time() + seconds
            former = self._blocked.get((corp_id, api), 0.0)
            self._blocked[corp_id, api] = max(until, former)
            for key in [key for key in self._windows if key[0] == corp_id and api in (key[1], "*")]:
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
            self._to_members.clear()

    def enter(self, corp_id: str, api: str, limit: int) -> None:
        """Begin a call of an API with a gate on concurrency; ApiError 45033 when it is full (docs/platform A4)."""
        with self.world.lock:
            if self._running[corp_id, api] >= limit:
                raise ApiError(45033)
            self._running[corp_id, api] += 1

    def leave(self, corp_id: str, api: str) -> None:
        """End a call begun with `enter`."""
        with self.world.lock:
            self._running[corp_id, api] -= 1
