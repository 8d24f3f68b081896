"""Two rooms may each have a shape of the same name."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec
import pytest

from chalicelib.core.http import schemas
from chalicelib.core.storage.lists import Page


def _shape(room: str, name: str, **fields: Any) -> Any:
    made = msgspec.defstruct(name, list(fields.items()), frozen=True, module=f"chalicelib.{room}.shapes")
    made.__doc__ = f"Of {room}."
    return made


def _list_of(shape: Any) -> Any:
    return list[shape]


def _refs(value: Any) -> set[str]:
    if isinstance(value, dict):
        return {value["$ref"]} if "$ref" in value else set().union(*map(_refs, value.values()), set())
    return set().union(*map(_refs, value), set()) if isinstance(value, list) else set()


def test_a_shape_of_another_room_never_renames_ours() -> None:
    """What `posts.Task` is called and says is the same with and without a `desk.Task` beside it."""
    ours, theirs = _shape("posts", "Task", at=str), _shape("desk", "Task", ticket=int)
    alone = schemas.components([ours])
    both = schemas.components([ours, theirs])
    assert {name: both[name] for name in alone} == alone
    assert set(both["desk.Task"]["properties"]) == {"ticket"}


def test_a_shape_that_holds_two_of_one_name_refers_to_each() -> None:
    """A report of both tasks: every reference leads to the component of its own room."""
    ours, theirs = _shape("posts", "Task", at=str), _shape("desk", "Task", ticket=int)
    report = _shape("numbers", "Report", sent=_list_of(ours), open=_list_of(theirs))
    found = schemas.components([report])
    assert set(found) == {"posts.Task", "desk.Task", "numbers.Report"}
    properties = found["numbers.Report"]["properties"]
    assert properties["sent"]["items"] == {"$ref": "#/components/schemas/posts.Task"}
    assert properties["open"]["items"] == {"$ref": "#/components/schemas/desk.Task"}


def test_a_page_is_named_after_what_it_holds() -> None:
    """Two rooms' pages of tasks are two components."""
    ours, theirs = _shape("posts", "Task", at=str), _shape("desk", "Task", ticket=int)
    found = schemas.components([Page[ours], Page[theirs]])  # type: ignore[valid-type]
    assert set(found) == {"posts.Task", "posts.TaskPage", "desk.Task", "desk.TaskPage"}
    assert {ref.rpartition("/")[2] for ref in _refs(found)} <= set(found)


def test_states_are_components_too() -> None:
    """An enum has a name of its room and lists its states."""
    states = StrEnum("OrderState", ["PLACED", "PAID"], module="chalicelib.orders.states")  # type: ignore[misc]
    found = schemas.components([_shape("orders", "Order", state=states)])
    assert found["orders.OrderState"]["enum"] == ["paid", "placed"]


def test_two_shapes_of_one_room_may_not_share_a_name() -> None:
    """One would stand in the other's place, unseen."""
    with pytest.raises(ValueError, match=r"posts\.Task"):
        schemas.components([_shape("posts", "Task", at=str), _shape("posts", "Task", ticket=int)])
