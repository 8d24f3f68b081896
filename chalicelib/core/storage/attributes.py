"""What rows hold, typed: a row yields ids, fen, moments, states and structs, so that nobody converts them again."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Generic, TypeVar, cast

import msgspec
from pynamodb.attributes import Attribute
from pynamodb.constants import LIST, MAP, NUMBER, STRING
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib.core.ids import UserId
from chalicelib.core.moments import NEVER, Moment, is_written
from chalicelib.core.money import Fen
from chalicelib.core.shapes import Person

Text = TypeVar("Text", bound=str)
Whole = TypeVar("Whole", bound=int)
State = TypeVar("State", bound=StrEnum)
Shape = TypeVar("Shape")
Name = TypeVar("Name", bound=str)


class IdAttribute(Attribute[Text], Generic[Text]):
    """An id, stored as text: `IdAttribute[UserId]()`."""

    attr_type = STRING


class PersonAttribute(Attribute[Person]):
    """A member of staff, stored as their userid."""

    attr_type = STRING

    def serialize(self, value: Any) -> str:
        """The userid."""
        return str(value.userid)

    def deserialize(self, value: Any) -> Person:
        """Who has it, without a name."""
        return Person(UserId(value))


class WholeAttribute(Attribute[Whole], Generic[Whole]):
    """A whole number, of whatever it counts. Raises ValueError for anything else, before it is stored."""

    attr_type = NUMBER

    def serialize(self, value: Any) -> str:
        """As DynamoDB writes numbers; a part of a fen is not dropped but refused."""
        if type(value) is not int:
            raise ValueError(f"not a whole number: {value!r}")
        return str(value)

    def deserialize(self, value: Any) -> Whole:
        """The number again."""
        return cast(Whole, int(value))


class IntAttribute(WholeAttribute[int]):
    """A whole number."""


class FenAttribute(WholeAttribute[Fen]):
    """An amount in fen."""


class MomentAttribute(Attribute[Moment]):
    """A moment, or NEVER. Raises ValueError for what is neither, before it is stored."""

    attr_type = STRING

    def serialize(self, value: Any) -> str:
        """As it is, since its text sorts by time."""
        if value != NEVER and not is_written(value):
            raise ValueError(f"not a moment: {value!r}")
        return str(value)

    def deserialize(self, value: Any) -> Moment:
        """The moment again."""
        return Moment(value)


class EnumAttribute(Attribute[State], Generic[State]):
    """One of the states of `states`. Raises ValueError for another."""

    attr_type = STRING

    def __init__(self, states: type[State], **options: Any) -> None:
        super().__init__(**options)
        self._states = states

    def serialize(self, value: Any) -> str:
        """The state's own word."""
        return self._states(value).value

    def deserialize(self, value: Any) -> State:
        """The state again."""
        return self._states(value)


class StructAttribute(Attribute[Shape], Generic[Shape]):
    """A value of `shape` (a struct, or a collection of structs and plain values), stored as JSON text.

    What is not of the shape is refused with msgspec.ValidationError, when written as well as when read.
    """

    attr_type = STRING

    def __init__(self, shape: type[Shape], **options: Any) -> None:
        super().__init__(**options)
        self._shape = shape

    def serialize(self, value: Any) -> str:
        """JSON, fields in the order they are declared."""
        return _readable(value, self._shape)

    def deserialize(self, value: Any) -> Shape:
        """The value again."""
        return msgspec.json.decode(value, type=self._shape)


def _readable(value: Any, shape: Any) -> str:
    """The JSON of a value that can be read again: a struct is not looked into but by reading it."""
    text = msgspec.json.encode(msgspec.convert(value, shape, from_attributes=True))
    msgspec.json.decode(text, type=shape)
    return text.decode()


class EntriesAttribute(Attribute[list[Shape]], Generic[Shape]):
    """A list that only grows, of values of `shape`; an update appends to it without reading it.

    What is not of the shape is refused with msgspec.ValidationError: once appended, no row of it could be read again.
    """

    attr_type = LIST

    def __init__(self, shape: type[Shape], **options: Any) -> None:
        super().__init__(**options)
        self._shape = shape

    def serialize(self, value: Any) -> list[dict[str, str]]:
        """Each entry as JSON text."""
        return [{STRING: _readable(entry, self._shape)} for entry in value]

    def deserialize(self, value: Any) -> list[Shape]:
        """The entries again, oldest first."""
        return [msgspec.json.decode(entry[STRING], type=self._shape) for entry in value]


class NamedAttribute(Attribute[dict[Name, Shape]], Generic[Name, Shape]):
    """Values of `shape` by name, stored as a map, so that an update or a condition reaches one of them, or one field.

    `Row.attribute[name]["field"]` is such a field: fields are texts and whole numbers, and with `omit_defaults` one
    that has its default is not there. Raises ValueError for a field of another type, which could not be read again.
    """

    attr_type = MAP

    def __init__(self, shape: type[Shape], **options: Any) -> None:
        super().__init__(**options)
        self._shape = shape

    def put(self, name: Name, value: Shape) -> Action:
        """The action that writes the value of one name."""
        return Path(self)[name].set({MAP: _fields(value)})

    def serialize(self, value: Any) -> dict[str, dict[str, Any]]:
        """Each value as a map of its fields."""
        return {name: {MAP: _fields(held)} for name, held in value.items()}

    def deserialize(self, value: Any) -> dict[Name, Shape]:
        """The values again."""
        return {name: msgspec.convert(_plain_fields(held[MAP]), self._shape) for name, held in value.items()}


def _fields(value: Any) -> dict[str, dict[str, str]]:
    fields = msgspec.to_builtins(value)
    strange = sorted(name for name, held in fields.items() if type(held) not in (str, int))
    if strange:
        raise ValueError(f"neither texts nor whole numbers: {strange}")
    return {name: {STRING if isinstance(held, str) else NUMBER: str(held)} for name, held in fields.items()}


def _plain_fields(fields: Any) -> dict[str, str | int]:
    return {name: held[STRING] if STRING in held else int(held[NUMBER]) for name, held in fields.items()}
