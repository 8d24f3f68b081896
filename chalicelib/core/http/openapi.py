"""The OpenAPI 3.1 document, collected from the routes' own declarations."""

from __future__ import annotations

from chalicelib.core.errors import (
    MOST_FAULTS,
    AppError,
    BodyTooLarge,
    IdempotencyConflict,
    IdempotencyMismatch,
    InternalError,
    InvalidBody,
    InvalidHeader,
    InvalidQuery,
    RoleNotAllowed,
    SessionExpired,
    Unauthenticated,
    UnsupportedMediaType,
)
from chalicelib.core.http import schemas
from chalicelib.core.http.rights import PUBLIC
from chalicelib.core.http.routes import REGISTRY, Route, path_parameters
from chalicelib.core.http.schemas import Schema

VERSION = "0.1.0"
FAULT = {
    "type": "object",
    "description": "One wrong thing at one field: of the body, or `query.`, `header.`, `path.` before its name.",
    "required": ["path", "rule", "limit", "zh", "en"],
    "properties": {
        "path": {"type": "string", "description": "Dotted, as `rules[2].percent_off`; empty is the whole body."},
        "rule": {"type": "string", "description": "Which rule it breaks; branch on this."},
        "limit": {"type": ["string", "integer", "number", "null"], "description": "The rule's figure or an example."},
        "zh": {"type": "string"},
        "en": {"type": "string"},
    },
}
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code", "message_zh", "message_en", "details", "request_id"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "The error's class name; branch on this."},
        "message_zh": {"type": "string"},
        "message_en": {"type": "string"},
        "details": {
            "type": "object",
            "properties": {
                "errors": {"type": "array", "maxItems": MOST_FAULTS, "items": {"$ref": "#/components/schemas/Fault"}},
                "more": {"type": "integer", "description": "How many more there are at least."},
            },
        },
        "request_id": {"type": "string"},
    },
}


def document() -> Schema:
    """The whole document."""
    routes = sorted(REGISTRY, key=lambda route: (route.path, route.method))
    shapes = [shape for route in routes for shape in (route.body, route.answer) if shape is not None]
    paths: dict[str, dict[str, Schema]] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Siyu 私域",
            "version": VERSION,
            "description": "企业微信私域运营后端 · Private-domain backend for WeCom. Money in fen, times in UTC.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "tags": _tags(routes),
        "paths": paths,
        "components": {
            "schemas": {**schemas.components(shapes), "Fault": FAULT, "ProblemDetails": PROBLEM},
            "securitySchemes": {"session": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def _tags(routes: list[Route]) -> list[dict[str, str]]:
    rooms = {route.room.tag: route.room for route in routes}
    return [{"name": tag, "description": f"{room.zh} · {room.en}"} for tag, room in sorted(rooms.items())]


def _operation(route: Route) -> Schema:
    operation: dict[str, object] = {
        "operationId": f"{route.room.name}.{route.name}",
        "summary": f"{route.summary_zh} · {route.summary_en}",
        "tags": [route.room.tag],
        "parameters": [*_path_parameters(route), *_query_parameters(route), *_header_parameters(route)],
        "responses": {str(route.status): _success(route), **_failures(route)},
        "x-right": route.allow.name,
        "x-roles": sorted(role.value for role in route.allow.roles),
    }
    if route.allow != PUBLIC:
        operation["security"] = [{"session": []}]
    if route.body is not None:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schemas.ref(route.body)}},
        }
    return operation


def _path_parameters(route: Route) -> list[Schema]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in path_parameters(route.path)
    ]


def _query_parameters(route: Route) -> list[Schema]:
    if route.query is None:
        return []
    schema = schemas.schema(route.query)
    required = set(schema.get("required", []))
    return [
        {"name": name, "in": "query", "required": name in required, "schema": item}
        for name, item in schema["properties"].items()
    ]


def _header_parameters(route: Route) -> list[Schema]:
    if route.method == "GET" or route.allow == PUBLIC:
        return []
    text = "同一键重试只执行一次，24 小时内返回首次结果 · a retry under one key is done once, answered alike for 24 h"
    schema = {"type": "string", "minLength": 1, "maxLength": 200}
    return [{"name": "Idempotency-Key", "in": "header", "required": False, "description": text, "schema": schema}]


def _success(route: Route) -> Schema:
    if route.answer is None:
        return {"description": "OK", "content": {route.media_type: {"schema": {"type": "string"}}}}
    return {"description": "OK", "content": {"application/json": {"schema": schemas.ref(route.answer)}}}


def _failures(route: Route) -> Schema:
    by_status: dict[int, list[type[AppError]]] = {}
    for error in (*_general(route), *route.errors):
        by_status.setdefault(error.status, []).append(error)
    content = {"application/problem+json": {"schema": {"$ref": schemas.REF.format(name="ProblemDetails")}}}
    return {
        str(status): {"description": _describe(errors), "content": content}
        for status, errors in sorted(by_status.items())
    }


def _describe(errors: list[type[AppError]]) -> str:
    return "; ".join(
        f"{error.__name__}: {error.zh} {error.en}".replace("{reason}", "…").replace("{errcode}", "…")
        for error in dict.fromkeys(errors)
    )


def _general(route: Route) -> tuple[type[AppError], ...]:
    found: list[type[AppError]] = [InternalError]
    if route.allow != PUBLIC:
        found += [Unauthenticated, SessionExpired, RoleNotAllowed]
        if route.method != "GET":
            found += [InvalidHeader, IdempotencyConflict, IdempotencyMismatch]
    if route.body is not None:
        found += [InvalidBody, UnsupportedMediaType, BodyTooLarge]
    if route.query is not None:
        found += [InvalidQuery]
    return tuple(found)
