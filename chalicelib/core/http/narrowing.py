"""What leaves through a door is its shape and nothing more.

A verb may answer a subclass of the shape, which knows more than the door tells. msgspec takes it for the shape itself
and would write all of it, wherever it stands: in a page, in a field, in one of several.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec


def narrowed(value: Any, shape: Any) -> Any:
    """`value` with nothing in it that `shape` does not have. Nothing is checked."""
    if not _holds_shapes(shape):
        return value
    origin, args = get_origin(shape), get_args(shape)
    if origin is Annotated:
        return narrowed(value, args[0])
    if origin in (Union, types.UnionType):
        return narrowed(value, _of_several(value, args))
    if isinstance(value, Mapping):
        return {name: narrowed(item, args[1]) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [narrowed(item, args[0]) for item in value]
    return _as(value, shape) if isinstance(value, origin or shape) else value


def _as(value: Any, shape: Any) -> Any:
    """A struct as `shape` has it."""
    cls, inner = get_origin(shape) or shape, _inner(shape)
    if type(value) is cls:
        told = {name: narrowed(getattr(value, name), of) for name, of in inner}
        changed = {name: item for name, item in told.items() if item is not getattr(value, name)}
        return msgspec.structs.replace(value, **changed) if changed else value
    told = {name: getattr(value, name) for name in cls.__struct_fields__}
    return cls(**told | {name: narrowed(told[name], of) for name, of in inner})


def _of_several(value: Any, shapes: tuple[Any, ...]) -> Any:
    """The one of a union that a value is of: its own class before one that it comes from."""
    bare = [get_args(shape)[0] if get_origin(shape) is Annotated else shape for shape in shapes]
    classes = {shape: get_origin(shape) or shape for shape in bare if isinstance(get_origin(shape) or shape, type)}
    exact = [shape for shape, cls in classes.items() if type(value) is cls]
    return next(iter([*exact, *(shape for shape, cls in classes.items() if isinstance(value, cls))]), type(None))


@cache
def _inner(shape: Any) -> tuple[tuple[str, Any], ...]:
    """The fields of a struct in which structs stand."""
    return tuple((one.name, one.type) for one in msgspec.structs.fields(shape) if _holds_shapes(one.type))


@cache
def _holds_shapes(shape: Any) -> bool:
    cls = get_origin(shape) or shape
    is_shape = isinstance(cls, type) and issubclass(cls, msgspec.Struct)
    return is_shape or any(_holds_shapes(inner) for inner in get_args(shape) if _is_a_type(inner))


def _is_a_type(inner: Any) -> bool:
    """Not the remarks of an Annotated, nor the values of a Literal."""
    return isinstance(inner, type) or get_origin(inner) is not None
