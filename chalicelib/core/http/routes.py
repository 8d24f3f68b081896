"""Typed routes: what a room declares about a door, and the one way a request passes it.

A route names its path, who may pass, the shapes of body, query and answer. From the same declaration come
validation, authorisation, idempotency, error mapping and `docs/openapi.json`.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from typing import Any, TypedDict

import msgspec
from chalice.app import Blueprint, Request, Response

from chalicelib.core import aws
from chalicelib.core.context import Ctx, new_ctx, wall_clock
from chalicelib.core.errors import (
    AppError,
    BodyTooLarge,
    Fault,
    InternalError,
    InvalidBody,
    InvalidHeader,
    InvalidQuery,
    NotFound,
    OutcomeUnknown,
)
from chalicelib.core.http import session
from chalicelib.core.http.answers import Incoming, incoming, shape
from chalicelib.core.http.cursors import list_name, seal, unseal
from chalicelib.core.http.once import fingerprint, run_once
from chalicelib.core.http.problem import problem
from chalicelib.core.http.rights import PUBLIC, Right
from chalicelib.core.ops import log
from chalicelib.core.room import Room
from chalicelib.core.storage.onces import Once

BODY_LIMIT = 256 * 1024
KEY_LIMIT = 200
PARAMETER_LIMIT = 128
JSON_TYPES = ["application/json", "application/json;charset=utf-8"]
XML_TYPES = ["text/xml", "application/xml", "text/plain", "application/json", "application/octet-stream"]


class Route(msgspec.Struct, frozen=True, kw_only=True):
    """One declared door of a room. allow: the right that passes it.

    row_answers: what the verb writes answers a repeat by itself, so no record of the Idempotency-Key is kept.
    """

    room: Room
    method: str
    path: str
    name: str
    summary_zh: str
    summary_en: str
    allow: Right
    body: Any = None
    query: Any = None
    answer: Any = None
    status: int = 200
    errors: tuple[type[AppError], ...] = ()
    media_type: str = "application/json"
    row_answers: bool = False


REGISTRY: list[Route] = []


class Routes:
    """A room's routes, registered on its own Chalice blueprint."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.blueprint = Blueprint(f"chalicelib.{room.name}.routes")

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
        self, method: str, path: str, *, allow: Right, summary: tuple[str, str], **declared: Any
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        def register(handler: Callable[..., Any]) -> Callable[..., Any]:
            route = Route(
                room=self.room,
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
        answer = _serve(route, handler, incoming(request, request_id), params)
    except AppError as error:
        answer = problem(error, request_id)
    except Exception as error:
        log.failure("request failed", error, route=f"{route.method} {route.path}", request_id=request_id)
        answer = problem(OutcomeUnknown() if aws.is_away(error) else InternalError(), request_id)
    took = round((time.perf_counter() - started) * 1000, 1)
    log.info("request", route=f"{route.method} {route.path}", status=answer.status_code, ms=took, request_id=request_id)
    return answer


def _serve(route: Route, handler: Callable[..., Any], asked: Incoming, params: Mapping[str, str]) -> Response:
    if len(asked.raw_body) > BODY_LIMIT:
        raise BodyTooLarge()
    if any(len(value) > PARAMETER_LIMIT for value in params.values()):
        raise NotFound()  # no id of ours is that long, and a key of that length would not be one

    def run(who: Incoming | Ctx) -> Response:
        of = _list_of(route, who, params, asked.query)
        return shape(_sealed(of, handler(who, **params, **_parse(route, asked, of))), route.answer, route.status)

    if route.allow == PUBLIC:
        return run(asked)
    asked_for = fingerprint(params, asked.raw_body)
    ctx = _authorise(route, asked, asked_for)
    idempotency_key = asked.headers.get("idempotency-key", "")
    if route.method == "GET" or not idempotency_key or route.row_answers:
        return run(ctx)
    # By the door, not by its verb: two rooms may each have a verb of one name.
    once = Once(idempotency_key=idempotency_key, act=f"{route.method} {route.path}", fingerprint=asked_for)
    return run_once(ctx, once, route.status, lambda: run(ctx))


def _authorise(route: Route, asked: Incoming, asked_for: str) -> Ctx:
    now = wall_clock()
    who = session.verify(asked.headers.get("authorization", ""), now)
    session.permit(who, route.allow)
    idempotency_key = asked.headers.get("idempotency-key", "")
    if len(idempotency_key) > KEY_LIMIT:
        zh, en = f"Idempotency-Key 最多 {KEY_LIMIT} 个字符。", f"Idempotency-Key may have {KEY_LIMIT} characters."
        raise InvalidHeader([Fault("header.idempotency-key", "max_length", KEY_LIMIT, zh, en)])
    # With what was asked: a key is kept for a day, and used again for something else it must not meet the old ids.
    seed = f"{who.actor} {route.method} {route.path} {idempotency_key} {asked_for}" if idempotency_key else ""
    cause = f"key:{idempotency_key}" if idempotency_key else asked.request_id
    return new_ctx(who.corp, who.actor, asked.request_id, cause, seed=seed, now=now)


def is_list(route: Route) -> bool:
    """True for a door that gives a page and a cursor."""
    return route.query is not None and "cursor" in route.query.__struct_fields__


def _list_of(route: Route, who: Incoming | Ctx, params: Mapping[str, str], query: Mapping[str, str]) -> bytes:
    """The list that a door shows, b'' when it shows none."""
    if not is_list(route):
        return b""
    corp, actor = (who.corp, who.actor) if isinstance(who, Ctx) else ("", "")
    whose = actor if actor.startswith("member:") else ""
    return list_name(corp, whose, f"{route.method} {route.path}", params, query)


def _sealed(of: bytes, result: Any) -> Any:
    return msgspec.structs.replace(result, cursor=seal(of, result.cursor)) if of else result


class Parsed(TypedDict, total=False):
    """What a door takes beside its path: the query and the body, each of the declared shape."""

    query: Any
    body: Any


def _parse(route: Route, asked: Incoming, of: bytes) -> Parsed:
    parsed = Parsed()
    if route.query is not None:
        try:
            query = msgspec.convert(dict(asked.query), route.query, strict=False)
        except msgspec.ValidationError as error:
            raise InvalidQuery([_not_as_declared("query", error)]) from None
        # An empty one is none that a list gave: its end, sent back, would begin the list again.
        goes_on = is_list(route) and "cursor" in asked.query
        parsed["query"] = msgspec.structs.replace(query, cursor=unseal(of, query.cursor)) if goes_on else query
    if route.body is not None:
        try:
            parsed["body"] = msgspec.json.decode(asked.raw_body or b"{}", type=route.body)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise InvalidBody([_not_as_declared("", error)]) from None
    return parsed


def _not_as_declared(path: str, error: Exception) -> Fault:
    return Fault(path, "shape", None, "与接口定义不符，请对照接口文档。", f"{error}.")


def path_parameters(path: str) -> list[str]:
    """The names in braces of a path."""
    return re.findall(r"{(\w+)}", path)
