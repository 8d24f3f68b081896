"""Around every request, whichever door it meets or misses: one shape of refusals, and what a browser asks of origins.

Chalice refuses by itself what no door is declared for, in JSON of its own. Whoever asks reads that as they read all
else: a problem document, or a page where a person looks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from chalice.app import Request, Response

from chalicelib.core.errors import AppError, InternalError, MethodNotAllowed, UnknownPath, UnsupportedMediaType
from chalicelib.core.http import cors
from chalicelib.core.http.problem import Where, is_browser, refusal
from chalicelib.core.ops import log

PAGES = ("/c/", "/g/", "/k/", "/m/")
# The stage of the second API, whose paths do without what leads to it.
ADMIN = "admin"
OURS: Final[dict[int, type[AppError]]] = {404: UnknownPath, 405: MethodNotAllowed, 415: UnsupportedMediaType}


def with_full_path(event: Any) -> Any:
    """An event of API Gateway, its path as routes declare it: the domain took `/admin` away from what operators ask."""
    at = event.get("requestContext", {}) if isinstance(event, dict) else {}
    if at.get("stage") != ADMIN:
        return event
    return {**event, "requestContext": {**at, "resourcePath": f"/{ADMIN}{at['resourcePath']}"}}


def around(request: Request | None, answer_of: Callable[[Request | None], Response]) -> Response:
    """The answer to a request, Chalice's own refusals among them, as we say it."""
    request_id = str(request.context.get("requestId", "")) if request else ""
    try:
        answer = answer_of(request)
    except Exception as error:
        log.failure("request failed", error, route="", request_id=request_id)
        answer = refusal(InternalError(), request_id, where(request))
    if isinstance(answer.body, dict):
        answer = _ours(answer, request_id, where(request))
    answer.headers.update(cors.allowed(request.headers.get("origin", "") if request else ""))
    return answer


def where(request: Request | None) -> Where:
    """Where somebody stands who met no door: at a page when it is a customer's, or a browser opens it."""
    if request is None:
        return Where("")
    path = str(request.context.get("path", request.path))
    return Where(path, is_page=is_browser(request) or f"{path}/".startswith(PAGES))


def _ours(answer: Response, request_id: str, at: Where) -> Response:
    allow = str(answer.headers.get("Allow", ""))
    # Of a path without a door Chalice says that it takes no method at all.
    is_unknown = answer.status_code == MethodNotAllowed.status and not allow
    error = UnknownPath if is_unknown else OURS.get(answer.status_code, InternalError)
    told = refusal(error(), request_id, at)
    if allow and not is_unknown:
        told.headers["Allow"] = allow
    return told
