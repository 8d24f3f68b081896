"""What one version says otherwise than another, field by field: pure."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping

import msgspec

from chalicelib.content.shapes import ContentBody, ContentChange, MoneyVariable, TextPart, Variable
from chalicelib.core.money import Fen, yuan

CHANNELS: Mapping[str, str] = {"customers": "客户 customers", "groups": "客户群 groups", "staff": "员工 staff"}
# In the order in which people read a message.
TEXTS = ("text", "attachment.title", "attachment.desc")


def between(before: ContentBody, after: ContentBody) -> list[ContentChange]:
    """The fields that differ, as they stand in a version; '' for what is not there."""
    was, now = dict(_fields(before)), dict(_fields(after))
    fields = dict.fromkeys([*now, *was])
    return [
        ContentChange(field=field, before=was.get(field, ""), after=now.get(field, ""), parts=_parts(field, was, now))
        for field in fields
        if was.get(field, "") != now.get(field, "")
    ]


def _fields(body: ContentBody) -> Iterator[tuple[str, str]]:
    yield "text", body.text
    if body.attachment is not None:
        for name, value in msgspec.to_builtins(body.attachment).items():
            yield f"attachment.{name}", str(value)
    for variable in body.variables:
        for name, value in msgspec.to_builtins(variable).items():
            if name != "name":
                yield f"variables.{variable.name}.{name}", _said(variable, name, value)
    yield "channels", "、".join(CHANNELS[channel] for channel in CHANNELS if channel in body.channels)


def _said(variable: Variable, name: str, value: object) -> str:
    if isinstance(variable, MoneyVariable) and name == "fallback":
        return yuan(Fen(variable.fallback))
    return str(value)


def _parts(field: str, was: Mapping[str, str], now: Mapping[str, str]) -> list[TextPart]:
    """Of a text that is in both: what stays, goes and comes, line by line."""
    if field not in TEXTS or not was.get(field) or not now.get(field):
        return []
    before, after = was[field].splitlines(keepends=True), now[field].splitlines(keepends=True)
    return list(_compared(before, after))


def _compared(before: list[str], after: list[str]) -> Iterator[TextPart]:
    for what, begin, end, there, until in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            yield TextPart("same", "".join(before[begin:end]))
            continue
        if begin < end:
            yield TextPart("removed", "".join(before[begin:end]))
        if there < until:
            yield TextPart("added", "".join(after[there:until]))
