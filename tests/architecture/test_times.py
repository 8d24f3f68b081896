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
    untyped = [name for name in named if name not in given.times_of(shape) and not set(_patterns(hints[name])) & WALL]
    unmade = [] if not given.times_of(shape) or hasattr(shape, "__post_init__") else list(given.times_of(shape))
    return sorted({*by_pattern, *untyped, *unmade})


def test_every_time_that_is_asked_for_is_read() -> None:
    """By its name or its pattern it is known as one."""
    assert {shape.__qualname__: unread(shape) for shape in _structs() if unread(shape)} == {}
    assert sum(bool(given.times_of(shape)) for shape in _structs()) >= 6


class Text(msgspec.Struct):
    opens_at: str


class Forgotten(msgspec.Struct):
    when: given.Moment


@pytest.mark.parametrize(("shape", "field"), [(Text, "opens_at"), (Forgotten, "when")])
def test_a_time_that_is_not_read_is_noticed(shape: type[msgspec.Struct], field: str) -> None:
    """The negative control: a bare text, and a moment whose shape does not read it."""
    assert unread(shape) == [field]
