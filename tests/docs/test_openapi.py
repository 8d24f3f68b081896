"""The API document: every error, state, tag and example in it is one that the house has."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
import pytest

from chalicelib import __version__, rooms
from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.errors import every
from chalicelib.core.http import openapi
from chalicelib.core.http.docs import ROOM as DOCS
from chalicelib.core.http.rights import PUBLIC
from chalicelib.core.http.routes import REGISTRY
from chalicelib.core.storage import acts
from chalicelib.core.storage.acts import Line
from chalicelib.core.storage.lists import ALWAYS
from chalicelib.core.storage.table import Row
from chalicelib.members.store import MemberRow
from tests.docs.examples.scenes import taken
from tests.support.album import Album
from tests.support.markdown import ROOT
from tests.support.stack import Stack, running_stack
from tests.support.wecom import CORPS

DOCUMENT: Any = openapi.document()
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
OPERATIONS = [operation for methods in DOCUMENT["paths"].values() for operation in methods.values()]
PREFIX = "#/components/schemas/"
# Fields that say how something stands. What another house calls its states (WeCom's numbers, a channel's name) is text.
STATES = {"state", "status", "outcome", "verdict", "remedy", "depth"}


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


def _taken() -> set[str]:
    """The components that some body is made of."""
    found, more = set[str](), set(_refs([operation.get("requestBody") for operation in OPERATIONS]))
    while more:
        found |= more
        more = {name for one in more for name in _refs(SCHEMAS[one])} - found
    return found


def test_every_whole_number_that_a_body_takes_has_an_end() -> None:
    """A table refuses one of 39 digits, and whoever sent it would hear that we broke."""
    taken = _taken()
    numbers = [
        (name, field, kind)
        for name, field, value in _fields()
        if name in taken
        for kind in value.get("anyOf", [value])
        if kind.get("type") == "integer" and "enum" not in kind
    ]
    assert len(numbers) > len(taken) / 10
    assert [(name, field) for name, field, kind in numbers if "maximum" not in kind] == []


def test_operations_parameters_schemas_and_errors_are_described() -> None:
    """In both languages where they are ours, each field of each among them."""
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
    assert unsaid == [], "say what they are in PLAIN (core/http/fields.py), or in `words` of their room's room.py"


def _is_said(schema: dict[str, Any]) -> bool:
    return bool(schema.get("description")) or "const" in schema or list(schema) == ["$ref"]


@pytest.fixture(scope="module")
def played() -> Iterator[tuple[Stack, Album]]:
    """A stack on which each operation was asked once, and what it answered."""
    with running_stack() as stack:
        album = taken(stack)
        stack.work_off()
        yield stack, album


def test_the_examples_are_what_tests_were_answered(played: tuple[Stack, Album]) -> None:
    """Taken anew they have the same parts, every operation that speaks JSON has one; stale: `make examples`."""
    _, album = played
    spoken = {one["operationId"] for one in OPERATIONS if _speaks_json(one)}
    assert sorted(spoken - album.operations) == [], "no scene asks for these: tests/docs/examples/scenes.py"
    kept = {name: _parts(one) for name, one in json.loads(openapi.EXAMPLES.read_text()).items()}
    anew = {name: _parts(one) for name, one in json.loads(album.printed()).items()}
    assert kept == anew, "stale: run make examples"


def _parts(example: dict[str, Any]) -> dict[str, Any]:
    """What an example has, without the values: what was made in one second stands in an order of chance."""
    return {part: sorted(value) if isinstance(value, dict) else type(value).__name__ for part, value in example.items()}


# What staff do for themselves many times a day, and which changes nothing of the corp: a favourite; a use, a fact.
ONES_OWN = {"scripts.mark_script", "scripts.use_script"}


def untold(told: set[str]) -> set[str]:
    """The doors of operators and store staff that write and left no line."""
    writes = {
        route.act
        for route in REGISTRY
        if route.method != "GET" and route.path.startswith(("/admin/", "/staff/")) and route.allow != PUBLIC
    }
    return writes - told - ONES_OWN


def test_every_write_of_operators_left_a_line_in_the_audit(played: tuple[Stack, Album]) -> None:
    """One is missing: give the row that it changes an `audited`, or the door `leaves`."""
    told = {line.act for line in lines_of(played[0])}
    assert sorted(untold(told)) == []
    assert untold(told - {"posts.pause_post"}) == {"posts.pause_post"}, "the negative control"


def lines_of(stack: Stack) -> list[Line]:
    """The whole audit of both corps."""
    found = list[Line]()
    for corp in CORPS:
        cursor = "~"
        while cursor:
            page = acts.of_all(stack.ctx(corp), 100, cursor.rstrip("~"), ALWAYS)
            found, cursor = [*found, *page.items], page.cursor
    return found


PERSONAL = ("name", "raw_name", "external_userid", "unionid", "openid", "avatar")


def named_in(lines: Iterable[Line], people: Iterable[MemberRow]) -> set[str]:
    """What the audit says of customers that it should not."""
    said = "\n".join(f"{line.name} {' '.join(map(repr, line.parts))}" for line in lines)
    values = {str(getattr(one, field) or "") for one in people for field in PERSONAL}
    return {value for value in values - {""} if value in said}


def test_the_audit_names_no_customer(played: tuple[Stack, Album]) -> None:
    """Nobody's name, account or picture, though their things were changed; with what would be noticed."""
    stack, _ = played
    with_name = [row for row in rows_of(stack) if isinstance(row, MemberRow)]
    assert with_name
    lines = lines_of(stack)
    assert named_in(lines, with_name) == set()
    bad = msgspec.structs.replace(lines[0], name=with_name[0].name or "")
    assert named_in([bad], with_name) == {with_name[0].name}


def rows_of(stack: Stack) -> list[Row]:
    """Every row of the stack's main table."""
    pages = aws.client("dynamodb").get_paginator("scan").paginate(TableName=config().main_table)
    return [Row.from_raw_data(item) for page in pages for item in page["Items"] if "kind" in item]


def _speaks_json(operation: dict[str, Any]) -> bool:
    (success,) = [answer for status, answer in operation["responses"].items() if status < "400"]
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
