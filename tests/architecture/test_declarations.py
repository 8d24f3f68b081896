"""What rooms declare is what they do, and all that they do is declared."""

from __future__ import annotations

import ast
from typing import Any

import msgspec
import pytest

import app as _  # noqa: F401  the app registers every route
from chalicelib import rooms
from chalicelib.core.events.errands import Errand
from chalicelib.core.events.facts import DIMENSIONS, FactData
from chalicelib.core.events.flows import row_kind
from chalicelib.core.events.lanes import ROADS
from chalicelib.core.http import docs
from chalicelib.core.http.rights import MEMBER, PUBLIC
from chalicelib.core.http.routes import REGISTRY
from chalicelib.core.room import Room
from infra.reference import row_classes
from tests.architecture.sources import PRODUCT, tree_of

ROOMS = rooms.rooms()
# What an outside id, a name or a number of a person is called: it stands in no fact.
PERSONAL_NAMES = {"external_userid", "openid", "unionid", "phone", "mobile", "avatar", "customer_name", "remark"}


def _ids(room: Room) -> str:
    return room.name


def _subclasses(cls: type[Any]) -> set[type[Any]]:
    return {found for child in cls.__subclasses__() for found in {child, *_subclasses(child)}}


def _is_ours(cls: type[Any]) -> bool:
    return cls.__module__.startswith("chalicelib.")


def _names_used(room: str, *without: str) -> set[str]:
    trees = [tree_of(path) for path in (PRODUCT / room).rglob("*.py") if path.stem not in without]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    return {node.id for node in nodes if isinstance(node, ast.Name)} | {
        node.attr for node in nodes if isinstance(node, ast.Attribute)
    }


@pytest.mark.parametrize("room", ROOMS, ids=_ids)
def test_a_room_is_its_folder(room: Room) -> None:
    """`routes.py` and `flows.py` are there exactly when the room says so."""
    folder = PRODUCT / room.name
    assert (folder / "routes.py").exists() == room.routes
    assert (folder / "flows.py").exists() == room.flows


def test_every_folder_is_a_room_or_a_foundation() -> None:
    """A folder that no line of rooms.py names is dead or forgotten."""
    folders = {path.name for path in PRODUCT.iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert folders - {"core", "platforms"} == set(rooms.ROOMS)


def test_every_fact_is_declared_by_its_own_room_and_told_there() -> None:
    """Declared once, told by the room's code; no kind without a teller, no teller without a kind."""
    declared = {data: room.name for room in ROOMS for data in room.facts}
    loaded = {
        data for data in _subclasses(FactData) if "kind" in vars(data) and data.__module__.startswith("chalicelib.")
    }
    assert loaded == set(declared)
    for data, room in declared.items():
        assert data.__module__.split(".")[1] == room, data
        assert data.__name__ in _names_used(room, "facts", "room"), f"{data.kind} is told by nobody"


def test_whoever_follows_a_fact_takes_that_fact() -> None:
    """A line's fact is a declared one; mypy sees that the verb takes it."""
    declared = {data for room in ROOMS for data in room.facts}
    assert set(rooms.flow_table().on_fact) <= declared
    assert {line.lane for lines in rooms.flow_table().on_fact.values() for line in lines} <= set(ROADS)


def test_errands_and_due_topics_are_declared_and_followed() -> None:
    """Each has one verb; each verb's errand or topic is declared by the room that has the line."""
    errands = {errand.name: errand for room in ROOMS for errand in room.errands}
    assert {name: line.errand for name, line in rooms.flow_table().on_errand.items()} == errands
    assert {errand.lane for errand in errands.values()} <= set(ROADS)
    loaded = {errand for errand in _subclasses(Errand) if _is_ours(errand)}
    assert loaded == set(errands.values())
    topics = [topic for room in ROOMS for topic in room.due]
    assert sorted(rooms.flow_table().on_due) == sorted(topics)
    assert {row.keys.due for row in row_classes() if row.keys.due} == set(topics)


def test_rights_are_declared_named_and_used() -> None:
    """Every guarded door's right is declared by its room, and no right is declared for nothing."""
    used = {(route.room.name, route.allow) for route in REGISTRY if route.allow not in (PUBLIC, MEMBER)}
    assert used == {(room.name, right) for room in ROOMS for right in room.rights}
    for room, right in used:
        assert right.name.startswith(f"{room}.")
        assert right.roles
    texts = [right.zh for room in ROOMS for right in room.rights]
    assert len(texts) == len(set(texts)), "two rights say the same"


def test_public_doors_are_declared() -> None:
    """A door that needs no session is named by its room, where a reviewer asks why."""
    public = {(route.room.name, route.path) for route in REGISTRY if route.allow == PUBLIC}
    assert public == {(room.name, path) for room in (*ROOMS, docs.ROOM) for path in room.public}


def test_facts_hold_nothing_personal() -> None:
    """No outside id, name or number of a person; dimensions are texts."""
    for room in ROOMS:
        for data in room.facts:
            fields = {field.name: field for field in msgspec.structs.fields(data)}
            assert not PERSONAL_NAMES & set(fields), data
            sample = msgspec.convert(dict(data.sample), data)
            assert all(isinstance(getattr(sample, name), str) for name in DIMENSIONS if name in fields), data


def test_errands_hold_nothing_personal() -> None:
    """A queue keeps messages for days: they carry ids of ours."""
    for room in ROOMS:
        for errand in room.errands:
            assert not PERSONAL_NAMES & set(errand.__struct_fields__), errand


def test_what_is_held_of_a_person_is_declared() -> None:
    """Each declared field is there, and no row has a field of a personal name that nobody declared."""
    rooms.flow_table()
    declared = {(personal.row, field) for room in ROOMS for personal in room.personal for field in personal.fields}
    attributes = {(row_kind(row), name) for row in row_classes() for name in row.get_attributes()}
    assert declared <= attributes
    assert {(kind, name) for kind, name in attributes if name in PERSONAL_NAMES} <= declared


def test_every_row_says_where_it_lies() -> None:
    """Each kind of row has its own keys in words."""
    from chalicelib.core.storage.table import Row

    kinds = [row for row in _subclasses(Row) if _is_ours(row) and row_kind(row) != "None"]
    silent = [row.__name__ for row in kinds if "keys" not in vars(row) and row_kind(row)]
    assert [name for name in silent if name != "Leased"] == []
