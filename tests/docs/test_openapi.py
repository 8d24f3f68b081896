"""The API document: every error, state, tag and example in it is one that the house has."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib import __version__, rooms
from chalicelib.core.errors import every
from chalicelib.core.http import openapi
from chalicelib.core.http.docs import ROOM as DOCS
from tests.docs.examples.scenes import taken
from tests.support.markdown import ROOT
from tests.support.stack import running_stack

DOCUMENT: Any = openapi.document()
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
OPERATIONS = [operation for methods in DOCUMENT["paths"].values() for operation in methods.values()]
PREFIX = "#/components/schemas/"
# Fields that say how something stands. What another house calls its states (WeCom's numbers, a channel's name) is text.
STATES = {"state", "status", "outcome", "verdict", "remedy", "depth"}
# Fields without a word of their own; it only falls.
UNSAID = 97


def _refs(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from ([value["$ref"].removeprefix(PREFIX)] if isinstance(value.get("$ref"), str) else [])
        for inner in value.values():
            yield from _refs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _refs(inner)


def _fields() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for name, schema in SCHEMAS.items():
        for field, value in schema.get("properties", {}).items():
            yield name, field, value


def test_every_refusal_is_a_component_of_its_own() -> None:
    """An answer names its errors by $ref; each is declared once, with its code, status and both texts."""
    codes = {error.__name__: error for error in every()}
    for operation in OPERATIONS:
        for status, answer in operation["responses"].items():
            if status >= "400":
                schema = answer["content"]["application/problem+json"]["schema"]
                for one in schema.get("oneOf", [schema]):
                    code = one["$ref"].removeprefix(f"{PREFIX}errors.")
                    made = SCHEMAS[f"errors.{code}"]["properties"]
                    assert (made["code"]["const"], str(made["status"]["const"])) == (code, status)
                    assert codes[code].status == int(status)


def test_every_reference_leads_somewhere_and_every_component_is_used() -> None:
    """A name that nothing refers to is one that somebody forgot."""
    used = set(_refs(DOCUMENT))
    assert used - set(SCHEMAS) == set()
    assert set(SCHEMAS) - used == set()


def test_every_room_has_a_tag_of_its_own() -> None:
    """The tags are the rooms, each said in both languages, and every operation has its room's."""
    tags = {tag["name"] for tag in DOCUMENT["tags"]}
    with_doors = [*(room for room in rooms.rooms() if room.routes), DOCS]
    assert len({room.tag for room in with_doors}) == len(with_doors)
    assert tags == {room.tag for room in with_doors}
    assert all(" · " in tag["description"] for tag in DOCUMENT["tags"])
    by_room = {room.name: room.tag for room in with_doors}
    assert all(one["tags"] == [by_room[one["operationId"].partition(".")[0]]] for one in OPERATIONS)


def test_every_state_is_an_enum() -> None:
    """A client reads from the document which states there are; a bare text says nothing."""
    bare = [
        f"{name}.{field}" for name, field, schema in _fields() if field in STATES and schema.get("type") == "string"
    ]
    assert bare == []


def test_operations_parameters_schemas_and_errors_are_described() -> None:
    """In both languages where they are ours; fields that are not yet only become fewer."""
    assert all(one["summary"] and one["description"] for one in OPERATIONS)
    assert [name for name, schema in SCHEMAS.items() if not schema.get("description")] == []
    mute = [
        f"{operation['operationId']} {parameter['name']}"
        for operation in OPERATIONS
        for parameter in operation["parameters"]
        if not parameter.get("description")
    ]
    assert mute == []
    unsaid = [f"{name}.{field}" for name, field, schema in _fields() if not _is_said(schema)]
    assert len(unsaid) <= UNSAID, f"{len(unsaid)} fields say nothing of themselves:\n" + "\n".join(unsaid)
    assert len(unsaid) > UNSAID - 10, f"lower UNSAID to {len(unsaid)}: what is reached is kept"


def _is_said(schema: dict[str, Any]) -> bool:
    return bool(schema.get("description")) or "const" in schema or list(schema) == ["$ref"]


def test_the_examples_are_what_tests_were_answered() -> None:
    """Taken anew they are the same, every operation that speaks JSON has one; stale: `make examples`."""
    with running_stack() as stack:
        album = taken(stack)
    spoken = {one["operationId"] for one in OPERATIONS if _speaks_json(one)}
    assert sorted(spoken - album.operations) == [], "no scene asks for these: tests/docs/examples/scenes.py"
    assert json.loads(openapi.EXAMPLES.read_text()) == json.loads(album.printed()), "stale: run make examples"


def _speaks_json(operation: dict[str, Any]) -> bool:
    (success,) = [answer for status, answer in operation["responses"].items() if status < "300"]
    return "$ref" in success["content"].get("application/json", {}).get("schema", {})


@pytest.mark.parametrize("where", ["body", "answer"])
def test_examples_show_nothing_that_must_not_be_printed(where: str) -> None:
    """No token that could be one, and no port of the machine that took them."""
    for name, example in openapi.examples().items():
        text = json.dumps(getattr(example, where))
        assert not re.search(r"localhost:(?!8080)\d|127\.0\.0\.1:(?!8080)\d", text), name


def test_the_version_is_said_in_one_place() -> None:
    """Whoever releases changes chalicelib/__init__.py and writes the changelog; the rest is printed from it."""
    printed = {"docs/openapi.json", "docs/releases/openapi.json", "docs/sbom.cdx.json", "web/client/src/schemas.ts"}
    by_hand = {"chalicelib/__init__.py", "CHANGELOG.md"}
    assert f"## [{__version__}]" in (ROOT / "CHANGELOG.md").read_text()
    for path in (ROOT / "pyproject.toml", ROOT / "web" / "client" / "package.json", ROOT / "README.md"):
        assert not re.search(rf'version["\s:=]+"{re.escape(__version__)}"', path.read_text()), path.name
    assert all((ROOT / name).exists() for name in printed | by_hand)
