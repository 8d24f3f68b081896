"""JSON schemas of shapes under names of their own: two rooms may each have a shape called `Task`.

A component is called `<room>.<Shape>`, a page of things `<room>.<Shape>Page`, a shape of the core by its name alone;
so a new room's shapes never rename another's.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, get_args, get_origin

import msgspec
from msgspec import inspect as types

from chalicelib.core.http import fields

REF = "#/components/schemas/{name}"
Schema = Mapping[str, Any]
"""A part of a JSON document of schemas, which has no shape of its own."""

OUTSIDE_ROOMS = ("chalicelib", "core", "http", "platforms", "shapes")


def components(shapes: Iterable[Any]) -> dict[str, Schema]:
    """The schemas of shapes and of all that they hold, by component name. Raises ValueError when two claim one name."""
    found: dict[str, Schema] = {}
    holders: dict[str, object] = {}
    for shape in dict.fromkeys(shapes):
        classes = _classes(shape)
        for cls in classes:
            if holders.setdefault(name_of(cls), cls) != cls:
                raise ValueError(f"two shapes of one room are called {name_of(cls)}")
        by_name = {_name_inside(cls, classes): cls for cls in classes}
        names = {inside: name_of(cls) for inside, cls in by_name.items()}
        _, made = msgspec.json.schema_components([shape], ref_template=REF)
        for inside, schema in made.items():
            found[names[inside]] = _described(_renamed(schema, names), by_name[inside])
    return dict(sorted(found.items()))


def always_told(found: Mapping[str, Schema], sent: Iterable[Any], told: Iterable[Any]) -> dict[str, Schema]:
    """Components in which an answer says each of its fields: what has a default is told too, only not asked for.

    sent: the shapes that clients send. What those hold stays as it is, also where an answer holds it. told: the shapes
    of answers; one that leaves its defaults out stays too.
    """
    asked = {name_of(cls) for shape in sent for cls in _classes(shape)}
    asked |= {name_of(cls) for shape in told for cls in _classes(shape) if _leaves_out(cls)}
    return {
        name: {**schema, "required": list(schema["properties"])}
        if schema.get("properties") and name not in asked
        else schema
        for name, schema in found.items()
    }


def _leaves_out(cls: Any) -> bool:
    config = getattr(get_origin(cls) or cls, "__struct_config__", None)
    return config is not None and config.omit_defaults


def schema(shape: Any) -> Schema:
    """The schema of one shape itself, for parameters."""
    return components([shape])[name_of(shape)]


def ref(shape: Any) -> dict[str, str]:
    """The reference to a shape's component."""
    return {"$ref": REF.format(name=name_of(shape))}


def name_of(shape: Any) -> str:
    """A shape's component name."""
    item = get_args(shape)
    if item:
        return f"{name_of(item[0])}{get_origin(shape).__name__}"
    room = [part for part in shape.__module__.split(".") if part not in OUTSIDE_ROOMS][:1]
    return ".".join([*room, shape.__name__])


def _name_inside(cls: Any, classes: Sequence[Any]) -> str:
    """How msgspec calls a class among all that a shape holds: by its name, or in full when another has it too."""
    plain = _plain_name(cls)
    rivals = [other for other in classes if _plain_name(other) == plain]
    return plain if len(rivals) == 1 else f"{cls.__module__}.{cls.__qualname__}"


def _plain_name(cls: Any) -> str:
    item = get_args(cls)
    return f"{get_origin(cls).__name__}_{item[0].__name__}_" if item else str(cls.__name__)


def _classes(shape: Any) -> list[Any]:
    return list(dict.fromkeys(_named(types.type_info(shape), set())))


def _named(info: types.Type, seen: set[Any]) -> Iterator[Any]:
    """The classes that get a component: structs and enums, wherever they stand in a type."""
    if isinstance(info, types.EnumType):
        yield info.cls
    elif isinstance(info, types.StructType) and info.cls not in seen:
        seen.add(info.cls)
        yield info.cls
        for field in info.fields:
            yield from _named(field.type, seen)
    for inner in _inner(info):
        yield from _named(inner, seen)


def _inner(info: types.Type) -> tuple[types.Type, ...]:
    match info:
        case types.Metadata():
            return (info.type,)
        case types.CollectionType():
            return (info.item_type,)
        case types.TupleType():
            return info.item_types
        case types.DictType():
            return (info.key_type, info.value_type)
        case types.UnionType():
            return info.types
        case _:
            return ()


def _renamed(schema: Any, names: dict[str, str]) -> Any:
    if isinstance(schema, dict):
        return {key: _renamed_value(key, value, names) for key, value in schema.items()}
    # A default of a frozen struct is a tuple; JSON knows arrays.
    return [_renamed(item, names) for item in schema] if isinstance(schema, list | tuple) else schema


def _renamed_value(key: str, value: Any, names: dict[str, str]) -> Any:
    prefix = REF.format(name="")
    if isinstance(value, str) and value.startswith(prefix):
        return prefix + names[value.removeprefix(prefix)]
    return _renamed(value, names)


def _described(schema: Schema, cls: Any) -> Schema:
    text, properties = schema.get("description"), schema.get("properties", {})
    told = {name: fields.described(get_origin(cls) or cls, name, value) for name, value in properties.items()}
    made = {**schema, "properties": told} if told else schema
    return {**made, "description": inspect.cleandoc(text)} if text else made
