"""One HTTP call to the platform: short timeouts, no hidden retries, a size cap, an answer or a typed error."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
import urllib3

from chalicelib.core.errors import MalformedMessage, UpstreamUnknown
from chalicelib.core.instance import once
from chalicelib.platforms import reading

ANSWER_LIMIT = 4 * 1024 * 1024
Json = dict[str, Any]
"""An answer as it came; whoever asked knows its shape."""
Shape = TypeVar("Shape")
TIMEOUT = urllib3.Timeout(connect=1.0, read=2.0)


class _Verdict(msgspec.Struct, frozen=True):
    errcode: int


@once
def pool() -> urllib3.PoolManager:
    """The instance's connections."""
    return urllib3.PoolManager(maxsize=16, timeout=TIMEOUT, retries=False)


def call(
    method: str, url: str, query: Mapping[str, str], body: Mapping[str, Any] | None = None, within: float = math.inf
) -> Json:
    """The platform's JSON answer to a JSON body. within: seconds that all of the answer may take to come.

    Raises UpstreamUnknown when no whole answer came back: the thing may have been done.
    Bodies are raw UTF-8, since escapes of unusual characters can be refused (docs/platform A1, 40033).
    """
    data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
    return send(method, url, query, data, "application/json", within)


def send(
    method: str, url: str, query: Mapping[str, str], data: bytes | None, content_type: str, within: float = math.inf
) -> Json:
    """The platform's JSON answer to a body of any type. Raises UpstreamUnknown as `call` does."""
    from urllib.parse import urlencode

    until = time.monotonic() + within
    try:
        answer = pool().request(
            method,
            f"{url}?{urlencode(query)}",
            body=data,
            headers={"Content-Type": content_type},
            preload_content=False,
        )
        raw = whole(answer, ANSWER_LIMIT + 1, until)
    except urllib3.exceptions.HTTPError as error:
        raise UpstreamUnknown(reason=type(error).__name__) from error
    if answer.status != 200 or len(raw) > ANSWER_LIMIT:
        raise UpstreamUnknown(status=answer.status)
    try:
        return reading.read(raw, Json)
    except MalformedMessage:
        raise UpstreamUnknown(reason="not JSON") from None


def whole(answer: urllib3.BaseHTTPResponse, limit: int, until: float) -> bytes:
    """What came, at most so much of it. until: by time.monotonic.

    A part now and then keeps every read from timing out: the time of all of them counts. Raises ReadTimeoutError.
    """
    if until == math.inf:
        raw = answer.read(limit)
        answer.release_conn()
        return raw
    raw = b""
    while len(raw) < limit and (part := answer.read1(limit - len(raw))):
        raw += part
        if time.monotonic() > until:
            answer.close()
            raise urllib3.exceptions.ReadTimeoutError(pool(), "", "it dripped")  # type: ignore[arg-type]
    answer.release_conn()
    return raw


def fitted(answer: Json, shape: type[Shape]) -> Shape:
    """An answer as the shape that was asked for (platforms/reading.py).

    Raises UpstreamUnknown when it is no such thing: whether the call did what it should nobody can tell.
    """
    try:
        return reading.fitted(answer, shape)
    except MalformedMessage:
        raise UpstreamUnknown(reason="not the documented answer") from None


def errcode_of(answer: Json) -> int:
    """How a call ended: 0 for a success, which some answers do not say. Raises UpstreamUnknown for no number."""
    return 0 if answer.get("errcode") is None else fitted(answer, _Verdict).errcode
