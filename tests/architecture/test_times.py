"""Every time in every request is read as its shape is made: no room meets what somebody wrote."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_type_hints

import msgspec
import pytest

from chalicelib import rooms
from chalicelib.core.http import given
from chalicelib.core.http.routes import REGISTRY
from chalicelib.core.http.schemas import _classes
from chalicelib.posts.shapes import WallTime

# Clocks on a wall: whose zone it is stands beside them.
WALL = {getattr(WallTime, "__metadata__")[0].pattern}  # noqa: B009  (mypy knows no metadata)


def _asked() -> list[Any]:
    rooms.blueprints()
    return [shape for route in REGISTRY for shape in (route.body, route.query) if shape is not None]


def _structs() -> list[type[msgspec.Struct]]:
    found = [cls for shape in _asked() for cls in _classes(shape) if issubclass(cls, msgspec.Struct)]
    return list(dict.fromkeys(found))


def _patterns(hint: Any) -> Iterator[str]:
    for meta in getattr(hint, "__metadata__", ()):
        if isinstance(meta, msgspec.Meta) and meta.pattern:
            yield meta.pattern
    for inner in getattr(hint, "__args__", ()):
        yield from _patterns(inner)


def unread(shape: type[msgspec.Struct]) -> list[str]:
    """Times of a shape that are texts of whoever sends them."""
    hints = get_type_hints(shape, include_extras=True)
    by_pattern = [name for name in shape.__struct_fields__ if {p for p in _patterns(hints[name]) if "d{4}" in p} - WALL]
    named = [name for name in shape.__struct_fields__ if name.endswith(("_at", "_from", "_until")) or name == "at"]
    read = given.read_fields(shape)
    untyped = [name for name in named if name not in read and not set(_patterns(hints[name])) & WALL]
    unmade = [] if not read or hasattr(shape, "__post_init__") else list(read)
    return sorted({*by_pattern, *untyped, *unmade})


def test_every_time_that_is_asked_for_is_read() -> None:
    """By its name or its pattern it is known as one."""
    assert {shape.__qualname__: unread(shape) for shape in _structs() if unread(shape)} == {}
    assert sum(bool(given.read_fields(shape)) for shape in _structs()) >= 6


def test_no_question_about_somebody_of_the_staff_can_become_one_about_everybody() -> None:
    """A filter by an account is read as one, so that what can be nobody's is refused."""
    rooms.blueprints()
    queries = [query for route in REGISTRY if (query := route.query) is not None]
    asked = {(query, name) for query in queries for name in query.__struct_fields__ if name in ("staff", "maker")}
    unread_ = sorted(f"{query.__qualname__}.{name}" for query, name in asked if name not in given.read_fields(query))
    assert unread_ == [] and len(asked) >= 6


class Text(msgspec.Struct):
    opens_at: str


class Forgotten(msgspec.Struct):
    when: given.Moment


@pytest.mark.parametrize(("shape", "field"), [(Text, "opens_at"), (Forgotten, "when")])
def test_a_time_that_is_not_read_is_noticed(shape: type[msgspec.Struct], field: str) -> None:
    """The negative control: a bare text, and a moment whose shape does not read it."""
    assert unread(shape) == [field]
