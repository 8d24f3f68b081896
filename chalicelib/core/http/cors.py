"""Which pages elsewhere may call this API from a browser: none, but for the origins that the stack allows.

Nothing here is for cookies: a session is a Bearer token that a page sends by itself, so no `Allow-Credentials`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from chalicelib.core.config import config

ASKED_HEADERS = "Authorization, Content-Type, Idempotency-Key"
SHOWN_HEADERS = "Idempotency-Replayed, Retry-After"
KEPT_SECONDS = 600


def allowed(origin: str) -> dict[str, str]:
    """The headers with which a browser lets a page of that origin read an answer; none for any other origin."""
    origins = config().origins
    if not origins:
        return {}
    vary = {"Vary": "Origin"}
    if origin not in origins:
        return vary
    return {**vary, "Access-Control-Allow-Origin": origin, "Access-Control-Expose-Headers": SHOWN_HEADERS}


def preflight(headers: Mapping[str, str], methods: Iterable[str]) -> dict[str, str]:
    """What a browser is answered that asks before it calls. methods: those of the path."""
    named = ", ".join(sorted({*methods, "OPTIONS"}))
    if headers.get("origin", "") not in config().origins:
        return {"Allow": named}
    return {
        "Allow": named,
        "Access-Control-Allow-Methods": named,
        "Access-Control-Allow-Headers": ASKED_HEADERS,
        "Access-Control-Max-Age": str(KEPT_SECONDS),
    }
