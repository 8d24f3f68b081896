"""What a platform answered, read as what it means.

Their JSON is not strict (docs/platform A1): control characters stand raw in texts, characters are cut in half, numbers
come as texts and texts as numbers, null stands for what is left out. An answer is fitted to the shape that was asked
for, by the shape's own types: whatever of that a value met, its effect is the one of the clean value. What cannot be
fitted is absent; an item of a list that cannot be read at all is left out, and the others are read.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from chalicelib.core.errors import MalformedMessage
from chalicelib.core.ids import ExternalUserId, UserId, external_userid, userid
from chalicelib.core.text import Written, decoded, plain, whole

Shape = TypeVar("Shape")
Fit = Callable[[object], object]
# No text or number of theirs is that long; one that is would fit into no row, and break off whoever writes it.
MOST_CHARACTERS, NUMBERS = 16_384, range(-(2**63), 2**63)
# Texts that are more than text.
SPECIAL: Mapping[object, Callable[[str], str]] = {
    UserId: lambda text: userid(plain(text)),
    ExternalUserId: lambda text: external_userid(plain(text)),
    Written: lambda text: whole(text)[:MOST_CHARACTERS],
}
TRUE = ("true", "1", "yes")


class _Absent:
    """Nothing that could be fitted."""


ABSENT = _Absent()


def json_of(raw: bytes | str) -> object:
    """The JSON value that `raw` means. Raises MalformedMessage when it is none."""
    try:
        text = decoded(raw) if isinstance(raw, bytes) else raw.removeprefix("\ufeff")
        return json.loads(text.strip(" \t\r\n\0"), strict=False)
    except (ValueError, RecursionError):
        raise MalformedMessage() from None


def read(raw: bytes | str, shape: type[Shape]) -> Shape:
    """The answer in `raw`. Raises MalformedMessage when it is no such thing."""
    return fitted(json_of(raw), shape)


def fitted(value: object, shape: type[Shape]) -> Shape:
    """A JSON value as `shape`. Raises MalformedMessage when something that the shape needs is not there."""
    hint: Any = shape
    found = _fit_of(hint)(value)
    if found is ABSENT:
        raise MalformedMessage()
    try:
        return msgspec.convert(found, shape)
    except msgspec.ValidationError:
        raise MalformedMessage() from None


@cache
def _fit_of(hint: Any) -> Fit:
    """How a value is fitted to a type. None is absent everywhere."""
    fit = _of_hint(hint)
    return lambda value: ABSENT if value is None else fit(value)


def _of_hint(hint: Any) -> Fit:
    if isinstance(hint, NewType):
        form = SPECIAL.get(hint)
        return _special(form) if form else _fit_of(hint.__supertype__)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _fit_of(arguments[0])
    if origin in (Union, UnionType):
        return _any_of(tuple(one for one in arguments if one is not NoneType))
    if origin in (list, tuple, set, frozenset, Sequence):
        return _items(arguments[0])
    if origin in (dict, Mapping):
        return _values(arguments[1])
    return _of_class(hint)


def _of_class(hint: Any) -> Fit:
    if isinstance(hint, type):
        if issubclass(hint, msgspec.Struct):
            return _fields(hint)
        if issubclass(hint, Enum):
            return _text if issubclass(hint, str) else _number
        for known, fit in ((bool, _truth), (int, _number), (float, _real), (str, _text)):
            if issubclass(hint, known):
                return fit
    return lambda value: value


def _text(value: object) -> object:
    if isinstance(value, str):
        return plain(value) if len(value) <= MOST_CHARACTERS else ABSENT
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, int | float) else ABSENT


def _number(value: object) -> object:
    if isinstance(value, str):
        value = _real(value)
    if isinstance(value, float):
        value = int(value) if value.is_integer() else ABSENT
    return int(value) if isinstance(value, int) and int(value) in NUMBERS else ABSENT


def _real(value: object) -> object:
    """A number; of a text the very same, as long as it is whole."""
    if isinstance(value, bool | int | float):
        return value if math.isfinite(value) else ABSENT
    if not isinstance(value, str):
        return ABSENT
    text = plain(value).strip()
    try:
        if len(text) <= 20 and text.lstrip("+-").isdecimal():
            return int(text)
        number = float(text)
    except ValueError:
        return ABSENT
    return number if math.isfinite(number) else ABSENT


def _truth(value: object) -> object:
    if isinstance(value, str):
        return plain(value).strip().lower() in TRUE
    return bool(value) if isinstance(value, bool | int | float) else ABSENT


def _special(form: Callable[[str], str]) -> Fit:
    def fit(value: object) -> object:
        text = value if isinstance(value, str) else _text(value)
        return (form(text) or ABSENT) if isinstance(text, str) else ABSENT

    return fit


def _any_of(hints: tuple[Any, ...]) -> Fit:
    fits = [_fit_of(hint) for hint in hints]
    return fits[0] if len(fits) == 1 else lambda value: value


def _items(hint: Any) -> Fit:
    fit = _fit_of(hint)

    def of(value: object) -> object:
        if not isinstance(value, list):
            return ABSENT
        return [found for found in map(fit, value) if found is not ABSENT]

    return of


def _values(hint: Any) -> Fit:
    fit = _fit_of(hint)

    def of(value: object) -> object:
        if not isinstance(value, dict):
            return ABSENT
        found = {whole(name): fit(one) for name, one in value.items()}
        return {name: one for name, one in found.items() if one is not ABSENT}

    return of


def _fields(shape: type[msgspec.Struct]) -> Fit:
    hints = get_type_hints(shape, include_extras=True)
    fields = [
        (field.encode_name, _fit_of(hints[field.name]), field.required) for field in msgspec.structs.fields(shape)
    ]

    def of(value: object) -> object:
        if not isinstance(value, dict):
            return ABSENT
        found = {name: fit(value.get(name)) for name, fit, _ in fields}
        if any(required and found[name] is ABSENT for name, _, required in fields):
            return ABSENT
        return {name: one for name, one in found.items() if one is not ABSENT}

    return of
