"""What would break a client of the last release is listed, and nothing else is."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from infra import breaking
from infra.breaking import breaks, unexplained

Json = dict[str, Any]


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _answer(schema: Json) -> Json:
    return {"content": {"application/json": {"schema": schema}}}


NEW = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "maxLength": 30},
        "state": _ref("x.State"),
        "note": {"type": "string"},
        "how": {"anyOf": [_ref("x.Once"), {"type": "null"}]},
    },
}
THING = {
    "type": "object",
    "required": ["id", "state", "parts"],
    "properties": {
        "id": {"type": "string"},
        "state": _ref("x.State"),
        "parts": {
            "type": "array",
            "items": {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}},
        },
    },
}
ONCE = {"type": "object", "required": ["at"], "properties": {"at": {"type": "string"}}}
POST = {
    "parameters": [
        {"name": "day", "in": "query", "required": False, "schema": {"type": "string"}},
        {"name": "thing_id", "in": "path", "required": True, "schema": {"type": "string"}},
    ],
    "requestBody": {"content": {"application/json": {"schema": _ref("x.New")}}},
    "responses": {"201": _answer(_ref("x.Thing")), "404": _answer(_ref("errors.NotFound"))},
}
DOCUMENT: Json = {
    "paths": {
        "/things/{thing_id}": {"post": POST, "get": {"parameters": [], "responses": {"200": _answer(_ref("x.Thing"))}}}
    },
    "components": {
        "schemas": {
            "x.New": NEW,
            "x.Thing": THING,
            "x.Once": ONCE,
            "x.State": {"enum": ["open", "over"]},
            "errors.NotFound": {"type": "object"},
        }
    },
}


def _changed(change: Callable[[Json, Json], object]) -> Json:
    document = copy.deepcopy(DOCUMENT)
    change(document["paths"]["/things/{thing_id}"], document["components"]["schemas"])
    return document


def _post(paths: Json) -> Json:
    operation: Json = paths["post"]
    return operation


def _field(schemas: Json, name: str, field: str) -> Json:
    schema: Json = schemas[name]["properties"][field]
    return schema


def _answers_otherwise(paths: Json, schemas: Json) -> None:
    _post(paths)["responses"]["200"] = _post(paths)["responses"].pop("201")


def _takes_a_body(paths: Json, schemas: Json) -> None:
    paths["get"]["requestBody"] = _post(paths)["requestBody"]


BREAKING: list[tuple[str, Callable[[Json, Json], object]]] = [
    ("POST /things/{thing_id} is gone", lambda paths, _: paths.pop("post")),
    ("POST /things/{thing_id} query.day is gone", lambda paths, _: _post(paths)["parameters"].pop(0)),
    (
        "POST /things/{thing_id} query.day is newly required",
        lambda paths, _: _post(paths)["parameters"][0].update(required=True),
    ),
    ("POST /things/{thing_id} answers 200, not 201", _answers_otherwise),
    ("GET /things/{thing_id} newly takes a body", _takes_a_body),
    ("x.Thing.id is gone", lambda _, schemas: schemas["x.Thing"]["properties"].pop("id")),
    ("x.Thing.id is integer, not string", lambda _, schemas: _field(schemas, "x.Thing", "id").update(type="integer")),
    ("x.Thing.id is not always told", lambda _, schemas: schemas["x.Thing"]["required"].remove("id")),
    (
        "x.Thing.parts[].n is gone",
        lambda _, schemas: _field(schemas, "x.Thing", "parts")["items"]["properties"].pop("n"),
    ),
    ("x.New.note is gone", lambda _, schemas: schemas["x.New"]["properties"].pop("note")),
    ("x.New.note is newly required", lambda _, schemas: schemas["x.New"]["required"].append("note")),
    ("x.New.name: maxLength is 20, not 30", lambda _, schemas: _field(schemas, "x.New", "name").update(maxLength=20)),
    ("x.New.name: it has another pattern", lambda _, schemas: _field(schemas, "x.New", "name").update(pattern="^a")),
    ("x.New.note: minLength is 1, not any", lambda _, schemas: _field(schemas, "x.New", "note").update(minLength=1)),
    ("x.New.how takes no x.Once any more", lambda _, schemas: _field(schemas, "x.New", "how")["anyOf"].pop(0)),
    ("x.Once.until is newly required", lambda _, schemas: schemas["x.Once"].update(required=["at", "until"])),
    ('x.State has no value "over" any more', lambda _, schemas: schemas["x.State"]["enum"].remove("over")),
]


@pytest.mark.parametrize(("said", "change"), BREAKING, ids=[said for said, _ in BREAKING])
def test_what_breaks_a_client_is_listed(said: str, change: Callable[[Json, Json], object]) -> None:
    """A route, a field, a value that is gone, or something newly required, wherever it stands."""
    assert said in breaks(DOCUMENT, _changed(change))


@pytest.mark.parametrize(
    "change",
    [
        lambda paths, _: paths.update(put=paths["post"]),
        lambda paths, _: paths["post"]["parameters"].append(
            {"name": "x", "in": "query", "required": False, "schema": {}}
        ),
        lambda paths, _: paths["post"]["parameters"][1].update(description="the thing"),
        lambda paths, _: paths["post"]["responses"].pop("404"),
        lambda _, schemas: schemas["x.Thing"]["properties"].update(more={"type": "string"}),
        lambda _, schemas: schemas["x.New"]["properties"].update(more={"type": "string"}),
        lambda _, schemas: schemas["x.New"]["properties"]["name"].update(maxLength=60),
        lambda _, schemas: schemas["x.New"]["required"].remove("name"),
        lambda _, schemas: schemas["x.State"]["enum"].append("late"),
        lambda _, schemas: schemas.update({"y.Thing": schemas["x.Thing"]}),
    ],
)
def test_what_breaks_nobody_is_not_listed(change: Callable[[Json, Json], object]) -> None:
    """Something more, something wider, something said better."""
    assert breaks(DOCUMENT, _changed(change)) == []


def test_a_break_needs_a_reason_and_a_reason_a_break() -> None:
    """What is meant is explained in one line; the explanation goes when it is no longer needed."""
    assert unexplained(["x is gone"], "# head\n") == ["breaks: x is gone"]
    assert unexplained(["x is gone"], "x is gone # nobody used it\n") == []
    assert unexplained(["x is gone"], "x is gone #\n") == ["breaks: x is gone"]
    assert unexplained([], "x is gone # nobody used it\n") == ["explained, but does not break: x is gone"]


def test_texts_and_examples_are_not_kept_of_a_release() -> None:
    """A field that is called like one of them is."""
    kept = breaking.bare({"description": "a", "properties": {"description": {"type": "string", "example": "b"}}})
    assert kept == {"properties": {"description": {"type": "string"}}}


def test_nothing_breaks_a_client_of_the_last_release_without_a_reason() -> None:
    """docs/releases/accepted.txt has the reasons; a new version begins with none."""
    before, now = (json.loads(path.read_text()) for path in (breaking.BEFORE, breaking.NOW))
    assert unexplained(breaks(before, now), breaking.ACCEPTED.read_text()) == []
