"""The OpenAPI 3.1 document, collected from the routes' own declarations.

Each error is a component of its own, `errors.<Code>`, and each answer names the ones it may be by `$ref`. Examples are
what tests were answered (tests/support/examples.py): no page of ours shows a request that nobody has made.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from chalicelib import __version__
from chalicelib.core.errors import (
    MOST_FAULTS,
    AppError,
    BadRequest,
    BodyTooLarge,
    ForeignPage,
    IdempotencyConflict,
    IdempotencyMismatch,
    InternalError,
    InvalidBody,
    InvalidHeader,
    InvalidQuery,
    NotFound,
    OutcomeUnknown,
    OutsideScope,
    Refused,
    RoleNotAllowed,
    SessionExpired,
    TooBusy,
    Unauthenticated,
    UnsupportedMediaType,
)
from chalicelib.core.http import fields, schemas
from chalicelib.core.http.forms import FORM_TYPE
from chalicelib.core.http.rights import MEMBER, PUBLIC
from chalicelib.core.http.routes import REGISTRY, Route, path_parameters
from chalicelib.core.http.schemas import Schema
from chalicelib.core.scope import Scoped

EXAMPLES = Path(__file__).with_name("examples.json")
PROBLEM = "ProblemDetails"
PROBLEM_DETAILS = {
    "type": "object",
    "description": "拒绝或失败，按 code 判断 · A refusal or a failure as RFC 9457 has it; branch on code.",
    "required": ["type", "title", "status", "code", "message_zh", "message_en", "details", "request_id"],
    "properties": {
        "type": {"type": "string", "description": "该错误的说明页 / where the error is explained"},
        "title": {"type": "string", "description": "与 message_en 相同 / the same as message_en"},
        "status": {"type": "integer", "description": "HTTP 状态码 / the HTTP status"},
        "code": {"type": "string", "description": "错误码，按此判断 / the error's name; branch on this"},
        "message_zh": {"type": "string", "description": "中文说明与下一步 / what happened and what to do, in Chinese"},
        "message_en": {"type": "string", "description": "英文说明与下一步 / the same in English"},
        "details": {"type": "object", "description": "该错误的具体内容 / what is particular to this case"},
        "request_id": {"type": "string", "description": "报障时提供 / name it when you ask for help"},
    },
}
FAULT = "errors.Fault"
FAULT_SCHEMA = {
    "type": "object",
    "description": "一处填写错误 · One wrong thing at one field.",
    "required": ["path", "rule", "limit", "zh", "en"],
    "properties": {
        "path": {"type": "string", "description": "字段位置，如 rules[2].percent_off / where, dotted"},
        "rule": {"type": "string", "description": "违反的规则 / the rule that is broken"},
        "limit": {
            "type": ["string", "integer", "number", "null"],
            "description": "规则的界限或示例 / the rule's figure or an example, if it has one",
        },
        "zh": {"type": "string", "description": "中文说明 / one sentence in Chinese"},
        "en": {"type": "string", "description": "英文说明 / one sentence in English"},
    },
}
FAULTS = {
    "type": "object",
    "description": "每一处错误 / each thing that is wrong",
    "required": ["errors"],
    "properties": {
        "errors": {
            "type": "array",
            "minItems": 1,
            "maxItems": MOST_FAULTS,
            "items": {"$ref": schemas.REF.format(name=FAULT)},
            "description": "每处错误一项 / one for each thing that is wrong",
        },
        "more": {"type": "integer", "description": "至少还有多少处 / how many more there are, at least"},
    },
}


class Example(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one operation was asked in a test, and what it answered. Absent: what it does not take, or is not JSON."""

    parameters: dict[str, str] = {}
    body: Any = None
    answer: Any = None


def document() -> Schema:
    """The whole document."""
    routes = sorted(REGISTRY, key=lambda route: (route.path, route.method))
    shapes = [shape for route in routes for shape in (route.body, route.form, route.answer) if shape is not None]
    sent = [shape for route in routes for shape in (route.body, route.form) if shape is not None]
    told = [route.answer for route in routes if route.answer is not None]
    shown = examples()
    paths: dict[str, dict[str, Schema]] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, shown.get(operation_id(route)))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Siyu 私域",
            "version": __version__,
            "description": "企业微信私域运营后端 · Private-domain backend for WeCom. Money in fen, times in UTC.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "tags": _tags(routes),
        "paths": paths,
        "components": {
            "schemas": {**schemas.always_told(schemas.components(shapes), sent, told), **_errors(routes)},
            "securitySchemes": {"session": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def operation_id(route: Route) -> str:
    """What an operation is called in the document, in the examples and in clients."""
    return f"{route.room.name}.{route.name}"


def examples() -> dict[str, Example]:
    """By operation; none where none was taken yet, as in a house in which a room was just opened."""
    return msgspec.json.decode(EXAMPLES.read_bytes(), type=dict[str, Example]) if EXAMPLES.exists() else {}


def _errors(routes: list[Route]) -> dict[str, Schema]:
    """A component for each error that some door may answer, and what they are made of."""
    used = {error for route in routes for error in (*_general(route), *route.errors)}
    named = sorted(used, key=lambda error: error.__name__)
    made = {f"errors.{error.__name__}": _error(error) for error in named}
    return {**made, FAULT: FAULT_SCHEMA, PROBLEM: PROBLEM_DETAILS}


def _error(error: type[AppError]) -> Schema:
    code: dict[str, object] = {"code": {"const": error.__name__}, "status": {"const": error.status}}
    if issubclass(error, InvalidBody | Refused):
        code["details"] = FAULTS
    text = f"{error.zh} · {error.en}".replace("{reason}", "…").replace("{errcode}", "…")
    return {
        "description": text,
        "allOf": [{"$ref": schemas.REF.format(name=PROBLEM)}],
        "type": "object",
        "properties": code,
    }


def _tags(routes: list[Route]) -> list[dict[str, str]]:
    rooms = {route.room.tag: route.room for route in routes}
    return [{"name": tag, "description": f"{room.zh} · {room.en}"} for tag, room in sorted(rooms.items())]


def _operation(route: Route, shown: Example | None) -> Schema:
    taken = shown.parameters if shown else {}
    parameters = [*_path_parameters(route), *_query_parameters(route), *_header_parameters(route)]
    operation: dict[str, object] = {
        "operationId": operation_id(route),
        "summary": f"{route.summary_zh} · {route.summary_en}",
        "description": _description(route),
        "tags": [route.room.tag],
        "parameters": [
            {**parameter, "example": taken[parameter["name"]]} if parameter["name"] in taken else parameter
            for parameter in parameters
        ],
        "responses": {str(route.status): _success(route, shown), **_failures(route)},
        "x-right": route.allow.name,
        "x-roles": sorted(role.value for role in route.allow.roles),
        "x-scope": route.scoped.value,
    }
    if route.allow != PUBLIC:
        operation["security"] = [{"session": []}]
    if route.body is not None:
        content = _example(schemas.ref(route.body), shown.body if shown else None)
        operation["requestBody"] = {"required": True, "content": {"application/json": content}}
    if route.form is not None:
        operation["requestBody"] = {"required": True, "content": {FORM_TYPE: {"schema": schemas.ref(route.form)}}}
    return operation


def _description(route: Route) -> str:
    """Who may, and what a repeat does: both as declared."""
    roles = ", ".join(sorted(role.value for role in route.allow.roles))
    lines = [f"权限：{route.allow.zh}{f'（{roles}）' if roles else ''}。"]
    lines += [f"Who may: {route.allow.en}{f' ({roles})' if roles else ''}."]
    if route.afresh:
        lines += ["重复请求每次都会重新生成。 A repeat is answered afresh, also under the same Idempotency-Key."]
    elif route.row_answers:
        lines += ["重复请求返回首次结果。 A repeat is answered as the first one was, and marked as replayed."]
    elif route.method != "GET" and route.allow != PUBLIC:
        lines += ["带 Idempotency-Key 重试只执行一次。 With an Idempotency-Key a retry is done once."]
    return "\n".join(lines)


def _example(schema: Schema, value: Any) -> Schema:
    return {"schema": schema} if value is None else {"schema": schema, "example": value}


def _path_parameters(route: Route) -> list[Schema]:
    schema = {"type": "string", "minLength": 1, "maxLength": 128}
    return [
        {"name": name, "in": "path", "required": True, "description": fields.of_a_path(name), "schema": schema}
        for name in path_parameters(route.path)
    ]


def _query_parameters(route: Route) -> list[Schema]:
    if route.query is None:
        return []
    schema = schemas.schema(route.query)
    required = set(schema.get("required", []))
    return [
        {
            "name": name,
            "in": "query",
            "required": name in required,
            **({"description": item["description"]} if "description" in item else {}),
            "schema": {key: value for key, value in item.items() if key != "description"},
        }
        for name, item in schema["properties"].items()
    ]


def _header_parameters(route: Route) -> list[Schema]:
    if route.method == "GET" or route.allow == PUBLIC:
        return []
    text = "同一键重试只执行一次，24 小时内返回首次结果 · a retry under one key is done once, answered alike for 24 h"
    schema = {"type": "string", "minLength": 1, "maxLength": 200}
    return [{"name": "Idempotency-Key", "in": "header", "required": False, "description": text, "schema": schema}]


def _success(route: Route, shown: Example | None) -> Schema:
    if route.answer is None:
        return {"description": "OK", "content": {route.media_type: {"schema": {"type": "string"}}}}
    content = _example(schemas.ref(route.answer), shown.answer if shown else None)
    return {"description": "OK", "content": {"application/json": content}}


def _failures(route: Route) -> Schema:
    by_status: dict[int, list[type[AppError]]] = {}
    for error in dict.fromkeys((*_general(route), *route.errors)):
        by_status.setdefault(error.status, []).append(error)
    return {str(status): _failure(errors) for status, errors in sorted(by_status.items())}


def _failure(errors: list[type[AppError]]) -> Schema:
    """One answer of several: its code says which."""
    refs = {error.__name__: {"$ref": schemas.REF.format(name=f"errors.{error.__name__}")} for error in errors}
    schema = {"oneOf": list(refs.values())} if len(errors) > 1 else refs[errors[0].__name__]
    return {"description": " · ".join(refs), "content": {"application/problem+json": {"schema": schema}}}


def _general(route: Route) -> tuple[type[AppError], ...]:
    found: list[type[AppError]] = [InternalError, OutcomeUnknown, TooBusy]
    if path_parameters(route.path):
        found += [NotFound]
    if route.allow != PUBLIC:
        found += [Unauthenticated, SessionExpired, RoleNotAllowed, ForeignPage]
        found += [OutsideScope] if route.scoped is Scoped.ALL_ONLY and route.allow != MEMBER else []
        if route.method != "GET":
            found += [InvalidHeader, IdempotencyConflict, IdempotencyMismatch]
    if route.body is not None:
        found += [InvalidBody, UnsupportedMediaType]
    if route.form is not None:
        found += [BadRequest, UnsupportedMediaType]
    if route.method != "GET":
        found += [BodyTooLarge]
    if route.query is not None:
        found += [InvalidQuery]
    return tuple(found)
