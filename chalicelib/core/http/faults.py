"""Everything that is wrong with a value that is not of its shape: found only after msgspec has refused it.

msgspec stops at the first wrong field and names it in English. Here each part is put to msgspec again by itself, and
what it refuses is taken apart down to the field; so what is found is what is refused, no more, and its own checks
(`__post_init__`, core/errors.py Misfit) are told too. Bounded: as many faults as an answer shows, so many items of a
list, and as deep as the shape goes.
"""

from __future__ import annotations

import difflib
import functools
import itertools
import re
import typing
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import msgspec
from msgspec import inspect as types

from chalicelib.core.errors import MOST_FAULTS, Fault, Misfit
from chalicelib.core.http import given
from chalicelib.core.http.sentences import Place, Reader, Rule, say
from chalicelib.core.words import FEN, Word, word_of

# So that one long list leaves room for what is wrong elsewhere.
MOST_OF_A_LIST = 20
MOST_ITEMS = 1000
NAME_SHOWN = 40
A_MOMENT, A_DAY, A_TIME = "2026-11-21T10:00:00+08:00", "2026-11-21", "10:00"
UNREADABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
NO_EXAMPLE = ("接口文档所写的格式", "what the API docs show")
KINDS: Mapping[type[types.Type], tuple[str, str, str]] = {
    types.BoolType: ("boolean", "是或否（true 或 false）", "true or false"),
    types.IntType: ("integer", "整数", "a whole number"),
    types.FloatType: ("number", "数字", "a number"),
    types.StrType: ("string", "文字", "a text"),
    types.EnumType: ("string", "文字", "a text"),
    types.LiteralType: ("string", "文字", "a text"),
    types.BytesType: ("string", "base64 编码的文件内容", "a file in base64"),
    types.StructType: ("object", "一组字段", "a group of fields"),
    types.DictType: ("object", "一组名称与取值", "a group of names and values"),
}
A_LIST = ("array", "列表", "a list")
FOREIGN = ("string", "文字", "a text")


class Field(NamedTuple):
    """Where the walk stands. inside: how people call the item of a list that it is in; own: the item itself."""

    path: str
    word: Word
    inside: tuple[str, str] = ("", "")
    own: tuple[str, str] | None = None
    said: tuple[str, str] | None = None

    @property
    def place(self) -> Place:
        """It as people call it."""
        zh, en = self.own or (f"{self.inside[0]}「{self.word.zh}」", f"“{self.word.en}”{self.inside[1]}")
        return Place(self.path, zh, en)

    def item(self, number: int) -> Field:
        """An item of it, as people count."""
        zh, en = f"{self.place.zh}第 {number + 1} 项", f"{self.place.en} {number + 1}"
        return Field(f"{self.path}[{number}]", self.word, (f"{zh}的", f" of {en}"), (zh, en))


class Walk(NamedTuple):
    """Who reads what is found, and whether text may stand for figures, as in a query."""

    reader: Reader
    is_lax: bool = False

    def faults(self, value: object, shape: Any, path: str) -> list[Fault]:
        """All that is wrong, as many as an answer counts; at least one of what msgspec refuses."""
        found = self._of(value, shape, Field(path, word_of(object, "")))
        return list(itertools.islice(found, MOST_FAULTS + 1))

    def _of(self, value: object, shape: Any, field: Field) -> Iterator[Fault]:
        """What is wrong with a part: nothing, or what its own parts say, or that it is wrong."""
        try:
            msgspec.convert(value, shape, strict=not self.is_lax)
        except (msgspec.ValidationError, RecursionError) as error:
            found = self._taken_apart(value, shape, field)
            first = next(found, None)
            if first:
                yield first
                yield from found
            else:
                yield from _own_checks(error, field) or [self._say(field, Rule.INVALID)]
        else:
            # A time is read by the shape that has it, which says nothing of it while another field is wrong.
            yield from (_named(field.place, one) for one in given.faults_of(value, shape))

    def _taken_apart(self, value: object, shape: Any, field: Field) -> Iterator[Fault]:
        info, inner = _about(shape)
        if isinstance(info, types.Metadata):
            extra = info.extra or {}
            field = field._replace(said=extra.get("said"))
            info = info.type
        if value is None:
            return iter([self._say(field, Rule.REQUIRED)])
        match info:
            case types.StructType():
                return self._of_struct(value, info, field)
            case types.UnionType():
                return self._of_union(value, inner, field)
            case types.DictType():
                return self._of_dict(value, info, inner, field)
            case types.CollectionType():
                return self._of_list(value, info, inner, field)
            case types.EnumType() | types.LiteralType():
                return self._of_choice(info, field)
        return self._of_leaf(value, info, field)

    def _of_struct(self, value: object, info: types.StructType, field: Field) -> Iterator[Fault]:
        if not isinstance(value, dict):
            yield self._of_kind(field, [info])
            return
        shapes = _fields_of(info.cls)
        known = {one.encode_name for one in info.fields} | {info.tag_field}
        for one in info.fields:
            at = self._field(field, info.cls, one.encode_name)
            if one.encode_name in value:
                yield from self._of(value[one.encode_name], shapes[one.name], at)
            elif one.required:
                yield self._say(at, Rule.REQUIRED)
        if info.forbid_unknown_fields:
            for name in value.keys() - known:
                near = difflib.get_close_matches(name, [text for text in known if text], 1)
                at = Field(_under(field.path, name), Word(_clean(name), _clean(name)), field.inside)
                said = (f"（是否想填 {near[0]}？）", f" (did you mean {near[0]}?)") if near else ("", "")
                yield self._say(at, Rule.UNKNOWN, near[0] if near else None, said)

    def _of_union(self, value: object, choices: tuple[Any, ...], field: Field) -> Iterator[Fault]:
        infos = {member: _plain(member) for member in choices if member is not type(None)}
        tagged = [info for info in infos.values() if isinstance(info, types.StructType) and info.tag_field]
        if tagged and isinstance(value, dict):
            return self._of_tagged(value, tagged, field)
        fitting = [member for member, info in infos.items() if _is_of_kind(value, info, is_lax=self.is_lax)]
        if not fitting:
            return iter([self._of_kind(field, list(infos.values()))])
        return self._taken_apart(value, fitting[0], field)

    def _of_tagged(self, value: Mapping[str, object], infos: list[types.StructType], field: Field) -> Iterator[Fault]:
        name = str(infos[0].tag_field)
        at = self._field(field, infos[0].cls, name)
        tags = {info.tag: info for info in infos}
        tag = value.get(name)
        if tag is None:
            return iter([self._say(at, Rule.REQUIRED)])
        if not isinstance(tag, str) or tag not in tags:
            return iter([self._choice(at, [str(one) for one in tags])])
        return self._of(value, tags[tag].cls, field)

    def _of_dict(self, value: object, info: types.DictType, inner: tuple[Any, ...], field: Field) -> Iterator[Fault]:
        if not isinstance(value, dict):
            yield self._of_kind(field, [info])
            return
        yield from self._of_size(len(value), info, field)
        for name, item in itertools.islice(value.items(), MOST_ITEMS):
            word = Word(f"{field.word.zh}：{_clean(name)}", f"{field.word.en}: {_clean(name)}", field.word.unit)
            at = Field(_under(field.path, name), word, field.inside)
            yield from self._of(name, inner[0], at)
            yield from self._of(item, inner[1], at)

    def _of_list(
        self, value: object, info: types.CollectionType, inner: tuple[Any, ...], field: Field
    ) -> Iterator[Fault]:
        if not isinstance(value, list | tuple):
            yield self._of_kind(field, [info])
            return
        yield from self._of_size(len(value), info, field)
        items = enumerate(value[: info.max_length or MOST_ITEMS])
        found = (fault for number, item in items for fault in self._of(item, inner[0], field.item(number)))
        yield from itertools.islice(found, MOST_OF_A_LIST)

    def _of_size(self, size: int, info: Any, field: Field) -> Iterator[Fault]:
        if info.max_length is not None and size > info.max_length:
            yield self._say(field, Rule.MAX_ITEMS, info.max_length)
        if info.min_length is not None and size < info.min_length:
            yield self._say(field, Rule.MIN_ITEMS, info.min_length)

    def _of_choice(self, info: types.EnumType | types.LiteralType, field: Field) -> Iterator[Fault]:
        values = [one.value for one in info.cls] if isinstance(info, types.EnumType) else list(info.values)
        yield self._choice(field, [str(one) for one in values])

    def _of_leaf(self, value: object, info: types.Type, field: Field) -> Iterator[Fault]:
        if not _is_of_kind(value, info, is_lax=self.is_lax):
            yield self._of_kind(field, [info])
            return
        match info:
            case types.StrType():
                yield from self._of_text(str(value), info, field)
            case types.IntType() | types.FloatType():
                yield from self._of_figure(_figure(value), info, field)
            case types.BytesType():
                yield self._say(field, Rule.BASE64)
            case types.DateTimeType():
                yield self._say(field, Rule.MOMENT, A_MOMENT)
            case types.DateType():
                yield self._say(field, Rule.DATE, A_DAY)

    def _of_text(self, text: str, info: types.StrType, field: Field) -> Iterator[Fault]:
        if info.max_length is not None and len(text) > info.max_length:
            yield self._say(field, Rule.MAX_LENGTH, info.max_length)
        elif info.min_length is not None and len(text) < info.min_length:
            is_empty = info.min_length == 1
            yield self._say(
                field, Rule.REQUIRED if is_empty else Rule.MIN_LENGTH, None if is_empty else info.min_length
            )
        elif info.pattern is not None and not re.search(info.pattern, text):
            yield self._say(field, Rule.FORMAT, None, field.said or NO_EXAMPLE)

    def _of_figure(self, number: float | None, info: Any, field: Field) -> Iterator[Fault]:
        if number is None:
            return
        broken = (
            (Rule.MIN, info.ge, info.ge is not None and number < info.ge),
            (Rule.MAX, info.le, info.le is not None and number > info.le),
            (Rule.ABOVE, info.gt, info.gt is not None and number <= info.gt),
            (Rule.BELOW, info.lt, info.lt is not None and number >= info.lt),
            (Rule.STEP, info.multiple_of, info.multiple_of is not None and number % info.multiple_of),
        )
        for rule, bound, is_broken in broken:
            if is_broken:
                yield self._say(field, rule, bound, field.word.figure(bound))

    def _field(self, field: Field, shape: type, name: str) -> Field:
        return Field(_under(field.path, name), word_of(shape, name), field.inside)

    def _of_kind(self, field: Field, infos: list[types.Type]) -> Fault:
        kinds = list(dict.fromkeys(map(_kind, infos)))
        limit, zh, en = (
            joint.join(texts) for joint, texts in zip((" | ", "或", " or "), zip(*kinds, strict=True), strict=True)
        )
        if field.word.unit is FEN and limit == "integer":  # else ¥20.5 becomes 20, which are 20 fen
            zh, en = f"{zh}，单位是分（¥20.50 写作 2050）", f"{en} of fen (¥20.50 is 2050)"
        return self._say(field, Rule.TYPE, limit, (zh, en))

    def _choice(self, field: Field, values: list[str]) -> Fault:
        said = ("、".join(value or "（空）" for value in values), ", ".join(value or "(empty)" for value in values))
        return self._say(field, Rule.CHOICE, " | ".join(values), said)

    def _say(
        self, field: Field, rule: Rule, limit: str | int | None = None, said: tuple[str, str] | None = None
    ) -> Fault:
        return say(self.reader, field.place, rule, limit, said)


def of_value(value: object, shape: Any) -> list[Fault]:
    """Every fault of a plain value that does not come through a door, in an operator's words; none when it fits."""
    return Walk(Reader.OPERATOR, is_lax=False).faults(value, shape, "")


def _own_checks(error: Exception, field: Field) -> list[Fault]:
    """What a shape that checks itself has found, at where it stands."""
    if not isinstance(error.__cause__, Misfit):
        return []
    return [msgspec.structs.replace(one, path=_under(field.path, one.path)) for one in error.__cause__.faults]


def _named(place: Place, fault: Fault) -> Fault:
    """A fault of a time by itself, as of the field that has it."""
    return msgspec.structs.replace(fault, path=place.path, zh=f"{place.zh}：{fault.zh}", en=f"{place.en}: {fault.en}")


@functools.cache
def _about(shape: Any) -> tuple[types.Type, tuple[Any, ...]]:
    """What a type is, and the types that it is made of."""
    return types.type_info(shape), typing.get_args(_bare(shape))


def _bare(shape: Any) -> Any:
    while True:
        if typing.get_origin(shape) is typing.Annotated:
            shape = shape.__origin__
        elif hasattr(shape, "__supertype__"):
            shape = shape.__supertype__
        else:
            return shape


@functools.cache
def _fields_of(shape: type) -> Mapping[str, Any]:
    return typing.get_type_hints(shape, include_extras=True)


def _plain(shape: Any) -> types.Type:
    info = _about(shape)[0]
    return info.type if isinstance(info, types.Metadata) else info


def _kind(info: types.Type) -> tuple[str, str, str]:
    return A_LIST if isinstance(info, types.CollectionType) else KINDS.get(type(info), FOREIGN)


def _is_of_kind(value: object, info: types.Type, *, is_lax: bool) -> bool:
    match _kind(info)[0]:
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return isinstance(_figure(value), int) if is_lax else isinstance(value, int) and not isinstance(value, bool)
        case "number":
            return _figure(value) is not None if is_lax else isinstance(value, int | float)
        case "object":
            return isinstance(value, dict)
        case "array":
            return isinstance(value, list | tuple)
    return isinstance(value, str)


def _figure(value: object) -> float | None:
    """The figure that a value is, or that its text says."""
    if isinstance(value, str):
        try:
            return int(value) if re.fullmatch(r"-?\d{1,15}", value, re.ASCII) else None
        except ValueError:
            return None
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _under(path: str, name: str) -> str:
    return f"{path}.{_clean(name)}".strip(".")


def _clean(name: str) -> str:
    """A name that somebody sent, short and readable."""
    text = UNREADABLE.sub("", name)
    return text if len(text) <= NAME_SHOWN else f"{text[:NAME_SHOWN]}…"
