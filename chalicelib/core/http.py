"""Typed routes: what a room declares about a door, and the one way a request passes it.

A route names its path, who may pass, the shapes of body, query and answer. From the same declaration come
validation, authorisation, idempotency, error mapping and `docs/openapi.json`.
"""

from __future__ import annotations

import base64
import hashlib
import re
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import msgspec
from chalice.app import Blueprint, Request, Response

from chalicelib.core import auth, inbox, log
from chalicelib.core.auth import Role
from chalicelib.core.context import Ctx, new_ctx, wall_clock
from chalicelib.core.errors import (
    AppError,
    BodyTooLarge,
    IdempotencyConflict,
    IdempotencyMismatch,
    InternalError,
    InvalidBody,
    InvalidHeader,
    InvalidQuery,
    NotFound,
    UnknownCorp,
)
from chalicelib.core.table import key

BODY_LIMIT = 256 * 1024
KEY_LIMIT = 200
PARAMETER_LIMIT = 128
CORP_KEY = re.compile("[a-z0-9]{2,16}")
REPLAY_KEPT = timedelta(hours=24)
RUNNING_FOR = timedelta(seconds=30)
JSON_TYPES = ["application/json", "application/json;charset=utf-8"]
XML_TYPES = ["text/xml", "application/xml", "text/plain", "application/json", "application/octet-stream"]
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """One declared door."""

    method: str
    path: str
    name: str
    summary_zh: str
    summary_en: str
    allow: frozenset[Role]
    body: Any = None
    query: Any = None
    answer: Any = None
    status: int = 200
    errors: tuple[type[AppError], ...] = ()
    media_type: str = "application/json"


class Incoming(msgspec.Struct, frozen=True, kw_only=True):
    """A request as a public door meets it: no session, so the door itself says which corp it is for."""

    raw_body: bytes
    query: Mapping[str, str]
    headers: Mapping[str, str]
    request_id: str

    def ctx_for(self, corp: str, actor: str) -> Ctx:
        """The context of this request inside `corp`. Raises UnknownCorp for what cannot be a corp's key."""
        if not CORP_KEY.fullmatch(corp):
            raise UnknownCorp()
        return new_ctx(corp, actor, self.request_id)


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that is not JSON: a page, a picture, the echo that a platform wants."""

    body: str | bytes
    media_type: str
    status: int = 200
    headers: dict[str, str] = {}


class BytesResponse(Response):
    """A response of bytes, handed to API Gateway in base64 whatever the caller's Accept header says."""

    def to_dict(self, binary_types: list[str] | None = None) -> dict[str, Any]:
        answer = Response(base64.b64encode(self.body).decode(), self.headers, self.status_code).to_dict(None)
        return {**answer, "isBase64Encoded": True}


REGISTRY: list[Route] = []


class Routes:
    """A room's routes, registered on its own Chalice blueprint."""

    def __init__(self, module: str) -> None:
        self.blueprint = Blueprint(module)

    def get(self, path: str, **declared: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Declare a GET route; see Route for what can be declared."""
        return self._declare("GET", path, **declared)

    def post(self, path: str, **declared: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Declare a POST route."""
        return self._declare("POST", path, **declared)

    def put(self, path: str, **declared: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Declare a PUT route."""
        return self._declare("PUT", path, **declared)

    def _declare(
        self, method: str, path: str, *, allow: frozenset[Role], summary: tuple[str, str], **declared: Any
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        def register(handler: Callable[..., Any]) -> Callable[..., Any]:
            route = Route(
                method=method,
                path=path,
                name=handler.__name__,
                allow=allow,
                summary_zh=summary[0],
                summary_en=summary[1],
                **declared,
            )
            if any((other.method, other.path) == (method, path) for other in REGISTRY):
                raise ValueError(f"{method} {path} is declared twice")
            REGISTRY.append(route)
            types = JSON_TYPES if route.media_type == "application/json" else XML_TYPES

            def view(**params: str) -> Response:
                return pass_door(route, handler, self.blueprint.current_request, params)

            self.blueprint.route(path, methods=[method], name=f"{method} {path}", content_types=types)(view)
            return handler

        return register


def pass_door(route: Route, handler: Callable[..., Any], request: Request, params: Mapping[str, str]) -> Response:
    """Verify, parse, call the verb, shape the answer; every error becomes a problem document here and only here."""
    started = time.perf_counter()
    request_id = request.context.get("requestId", "")
    try:
        answer = _serve(route, handler, _incoming(request, request_id), params)
    except AppError as error:
        answer = problem(error, request_id)
    except Exception as error:
        log.failure("request failed", error, route=f"{route.method} {route.path}", request_id=request_id)
        answer = problem(InternalError(), request_id)
    took = round((time.perf_counter() - started) * 1000, 1)
    log.info("request", route=f"{route.method} {route.path}", status=answer.status_code, ms=took, request_id=request_id)
    return answer


def _incoming(request: Request, request_id: str) -> Incoming:
    raw = request.raw_body if request.method != "GET" else b""
    raw = raw.encode() if isinstance(raw, str) else raw
    return Incoming(
        raw_body=raw,
        query={name: request.query_params.getlist(name)[-1] for name in request.query_params}
        if request.query_params
        else {},
        headers={name.lower(): value for name, value in request.headers.items()},
        request_id=request_id,
    )


def _serve(route: Route, handler: Callable[..., Any], incoming: Incoming, params: Mapping[str, str]) -> Response:
    if len(incoming.raw_body) > BODY_LIMIT:
        raise BodyTooLarge()
    if any(len(value) > PARAMETER_LIMIT for value in params.values()):
        raise NotFound()  # no id of ours is that long, and a key of that length would not be one
    if route.allow == auth.PUBLIC:
        return shape(route, handler(incoming, **params, **_parse(route, incoming)))
    ctx = _authorise(route, incoming)
    idempotency_key = incoming.headers.get("idempotency-key", "")
    if route.method == "GET" or not idempotency_key:
        return shape(route, handler(ctx, **params, **_parse(route, incoming)))
    return _once(ctx, idempotency_key, route, incoming, params, handler)


def _authorise(route: Route, incoming: Incoming) -> Ctx:
    now = wall_clock()
    session = auth.verify(incoming.headers.get("authorization", ""), now)
    auth.permit(session, route.allow)
    idempotency_key = incoming.headers.get("idempotency-key", "")
    if len(idempotency_key) > KEY_LIMIT:
        raise InvalidHeader(f"Idempotency-Key is over {KEY_LIMIT} characters")
    seed = f"{session.actor} {route.method} {route.path} {idempotency_key}" if idempotency_key else ""
    cause = f"key:{idempotency_key}" if idempotency_key else incoming.request_id
    return new_ctx(session.corp, session.actor, incoming.request_id, cause, seed=seed, now=now)


def _parse(route: Route, incoming: Incoming) -> dict[str, Any]:
    parsed: dict[str, Any] = {}
    if route.query is not None:
        try:
            parsed["query"] = msgspec.convert(dict(incoming.query), route.query, strict=False)
        except msgspec.ValidationError as error:
            raise InvalidQuery(str(error)) from None
    if route.body is not None:
        try:
            parsed["body"] = msgspec.json.decode(incoming.raw_body or b"{}", type=route.body)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise InvalidBody(str(error)) from None
    return parsed


def _once(
    ctx: Ctx,
    idempotency_key: str,
    route: Route,
    incoming: Incoming,
    params: Mapping[str, str],
    handler: Callable[..., Any],
) -> Response:
    """Run a write once per Idempotency-Key: a repeat gets the first answer for 24 h. 2 WU.

    A crash between the act and the stored answer is safe because ids follow from the key (`new_ctx(seed=...)`):
    the repeat writes the same rows. Refusals are not stored, so a caller may correct the world and retry.
    """
    where: inbox.Item = {"pk": {"S": key(ctx, "once", ctx.actor, route.name)}, "sk": {"S": idempotency_key}}
    fingerprint = hashlib.sha256(repr(sorted(params.items())).encode() + incoming.raw_body).hexdigest()
    old = inbox.put_if_absent(
        {
            **where,
            "fingerprint": {"S": fingerprint},
            "request": {"S": ctx.request_id},
            "running_until": {"N": str((ctx.now + RUNNING_FOR).timestamp())},
            "ttl": inbox.ttl(ctx.now + REPLAY_KEPT),
        },
        "attribute_not_exists(pk)"
        " OR (attribute_not_exists(answer) AND running_until < :now AND fingerprint = :fingerprint)",
        {":now": {"N": str(ctx.now.timestamp())}, ":fingerprint": {"S": fingerprint}},
    )
    # The client repeats a write whose answer was late: a record of this very request is our own first try.
    if old is not None and ("answer" in old or old["request"]["S"] != ctx.request_id):
        return _replay(old, fingerprint, route.status)
    try:
        answer = shape(route, handler(ctx, **params, **_parse(route, incoming)))
    except Exception:
        inbox.update(where, "SET running_until = :over", {":over": {"N": "0"}})
        raise
    inbox.update(where, "SET answer = :answer", {":answer": {"S": answer.body}})
    return answer


def _replay(old: inbox.Item, fingerprint: str, status: int) -> Response:
    if old["fingerprint"]["S"] != fingerprint:
        raise IdempotencyMismatch()
    if "answer" not in old:
        raise IdempotencyConflict()
    return _json(old["answer"]["S"], status, {"Idempotency-Replayed": "true"})


def shape(route: Route, result: Any) -> Response:
    """The response of a verb's result: an Answer as it is, anything else as the route's answer shape in JSON.

    Only fields of the shape get out, whatever the row behind it holds.
    """
    if isinstance(result, Answer):
        headers: dict[str, Any] = {**HEADERS, "Content-Type": result.media_type, **result.headers}
        kind = BytesResponse if isinstance(result.body, bytes) else Response
        return kind(result.body, headers, result.status)
    shaped = msgspec.convert(result, route.answer, from_attributes=True)
    return _json(msgspec.json.encode(shaped).decode(), route.status)


def problem(error: AppError, request_id: str) -> Response:
    """An error as RFC 9457 problem details, in both languages."""
    body = {
        "type": f"/docs#{error.code}",
        "title": error.en,
        "status": error.status,
        "code": error.code,
        "message_zh": error.zh,
        "message_en": error.en,
        "details": error.details,
        "request_id": request_id,
    }
    return _json(msgspec.json.encode(body).decode(), error.status, {"Content-Type": "application/problem+json"})


def _json(body: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    sent: dict[str, Any] = {**HEADERS, "Content-Type": "application/json", **(headers or {})}
    return Response(body, sent, status)


def path_parameters(path: str) -> list[str]:
    """The names in braces of a path."""
    return re.findall(r"{(\w+)}", path)
