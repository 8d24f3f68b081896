"""Lines: what a list shows of a row, kept in the row's `line`, which the index of lists holds beside the keys.

A room declares the struct (`Keys.line`); its fields are attributes of the row. Nobody writes a line: whoever writes or
updates such an attribute writes it there as well, in the same write, so the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import msgspec
from pynamodb.attributes import Attribute
from pynamodb.constants import MAP
from pynamodb.expressions.operand import Path, Value
from pynamodb.expressions.update import Action, AddAction, DeleteAction, RemoveAction, SetAction

LINE = "line"
Line = TypeVar("Line", bound=msgspec.Struct)


class LineAttribute(Attribute[dict[str, dict[str, Any]]]):
    """Some of a row's attributes as they are stored, by name."""

    attr_type = MAP

    def serialize(self, value: Any) -> Any:
        """As it is: each was serialised as the attribute that it is of."""
        return value

    def deserialize(self, value: Any) -> Any:
        """As it is; `read` knows whose the attributes are."""
        return value


def of_row(row: Any, line: type[msgspec.Struct] | None) -> dict[str, dict[str, Any]] | None:
    """The line of a row that is about to be written; None for a kind without one."""
    if line is None:
        return None
    attributes = type(row).get_attributes()
    values = {name: (attributes[name], getattr(row, name)) for name in line.__struct_fields__}
    return {
        name: {attribute.attr_type: attribute.serialize(value)}
        for name, (attribute, value) in values.items()
        if value is not None
    }


def with_line(line: type[msgspec.Struct] | None, actions: Sequence[Action]) -> list[Action]:
    """The actions of an update, and with them what they change of the line.

    The row must be there, unless the whole line is set. Raises TypeError for a listed attribute that is added to or
    deleted from, which DynamoDB cannot do within a map.
    """
    if line is None:
        return list(actions)
    listed = {_name_of(action): action for action in actions if _name_of(action) in line.__struct_fields__}
    values = {name: action.values[1] for name, action in listed.items() if isinstance(action, SetAction)}
    whole = {name: value.value for name, value in values.items() if isinstance(value, Value)}
    if len(whole) == len(line.__struct_fields__):
        return [*actions, SetAction(Path([LINE]), Value({MAP: whole}))]
    return [*actions, *(_in_line(action) for action in listed.values())]


def _name_of(action: Action) -> str:
    path: list[str] = action.values[0].path  # type: ignore[attr-defined]  # each begins with its path
    return path[0].partition("[")[0]


def _in_line(action: Action) -> Action:
    path = Path([LINE, *action.values[0].path])  # type: ignore[attr-defined]  # likewise
    match action:
        case SetAction():
            return SetAction(path, action.values[1])
        case RemoveAction():
            return RemoveAction(path)
        case AddAction() | DeleteAction() | _:
            raise TypeError(f"{_name_of(action)} is in a line: set it, do not add to it")


def read(model: Any, line: type[Line], held: dict[str, dict[str, Any]]) -> Line:
    """The struct of a line as the index holds it."""
    attributes = model.get_attributes()
    values = {name: attributes[name].deserialize(*content.values()) for name, content in held.items()}
    missing = {field.name: None for field in msgspec.structs.fields(line) if field.required} | values
    return msgspec.convert(missing, line, from_attributes=True)
