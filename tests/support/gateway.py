"""MODEL of API Gateway's throttles: the built template's token buckets, by the documentation's words, not tried in AWS.

A method that has a setting has a bucket of its own, what has none shares the stage's, and all draw on the account's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from chalicelib.core.http.rates import ACCOUNT


@dataclass
class Bucket:
    """So many tokens a second, so many at most; used up when the model begins, as after a long flood."""

    a_second: float
    burst: float
    left: float = 0.0
    at: float = 0.0

    def fill(self, now: float) -> bool:
        """True when there is a token."""
        self.left = min(self.burst, self.left + (now - self.at) * self.a_second)
        self.at = now
        return self.left >= 1


class Gateway:
    """What API Gateway would let through, and what it refused."""

    def __init__(self, settings: list[dict[str, Any]]) -> None:
        self._account = Bucket(ACCOUNT.a_second, ACCOUNT.burst)
        self._buckets = {
            (one["HttpMethod"], one["ResourcePath"]): Bucket(one["ThrottlingRateLimit"], one["ThrottlingBurstLimit"])
            for one in settings
        }
        self._paths = [
            (re.compile(re.sub(r"{\w+}", "[^/]+", path.replace("~1", "/").removeprefix("/"))), path)
            for method, path in self._buckets
            if method != "*"
        ]
        self.refused: dict[str, int] = {}

    def admits(self, method: str, path: str, now: float) -> bool:
        """True when a request passes. It takes a token of each of its buckets, or of none."""
        name = next((path_ for pattern, path_ in self._paths if pattern.fullmatch(path)), "")
        own = self._buckets.get((method, name)) or self._buckets["*", "/*"]
        if all([own.fill(now), self._account.fill(now)]):
            own.left -= 1
            self._account.left -= 1
            return True
        self.refused[path] = self.refused.get(path, 0) + 1
        return False
