"""One outgoing HTTP request with a hard time limit: no redirects, no proxies, no retries."""

from __future__ import annotations

import http.client
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from msgspec import Struct

ANSWER_KEEPS = 64 * 1024


class Answer(Struct):
    """What came back in `ms` milliseconds: status 0 and an error when nothing did in time."""

    status: int
    body: bytes
    ms: int
    error: str = ""

    @classmethod
    def none(cls, error: str) -> Answer:
        """The answer to what was never sent."""
        return cls(0, b"", 0, error)

    @property
    def ok(self) -> bool:
        """A 2xx in time."""
        return not self.error and 200 <= self.status < 300


def send(method: str, url: str, body: bytes | None, timeout: float, headers: Mapping[str, str] | None = None) -> Answer:
    """Send, and report failure as an Answer instead of raising. timeout: seconds for all of it."""
    started = time.monotonic()
    try:
        status, data = _exchange(method, url, body, timeout, headers or {})
        error = ""
    except TimeoutError:
        status, data, error = 0, b"", "timeout"
    except (OSError, http.client.HTTPException, ValueError) as problem:
        status, data, error = 0, b"", f"{type(problem).__name__}: {problem}"
    spent = time.monotonic() - started
    if not error and spent > timeout:
        status, error = 0, "timeout"
    return Answer(status, data, round(spent * 1000), error)


def _exchange(
    method: str, url: str, body: bytes | None, timeout: float, headers: Mapping[str, str]
) -> tuple[int, bytes]:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"not an http url: {url!r}")
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname, parts.port, timeout=timeout)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request(method, path, body, dict(headers))
        response = connection.getresponse()
        return response.status, response.read(ANSWER_KEEPS)
    finally:
        connection.close()
