"""What a sheet of stores would change, line by line: seen before it is imported, and nothing is written."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.core.context import Ctx
from chalicelib.core.ops.jobs import Reject
from chalicelib.core.storage import files
from chalicelib.core.storage.files import Area
from chalicelib.core.storage.lists import Page
from chalicelib.stores import importing
from chalicelib.stores.shapes import ChangesQuery, FieldChange, Hours, LineOfChanges, Location, Terms
from chalicelib.stores.sheet import Line
from chalicelib.stores.states import Act


def changes(ctx: Ctx, query: ChangesQuery) -> Page[LineOfChanges]:
    """A page of the lines of a sheet with what each would do now. 2 RU a line, a request to the bucket.

    Raises BadStoreSheet, UnknownFile.
    """
    every = importing.read(files.get(ctx, Area.IMPORTS, query.file))
    firsts = importing.firsts_of(every)
    begin = int(query.cursor or 0)
    some = every[begin : begin + query.limit]
    items = [_line(ctx, line, importing.unclear(line, firsts)) for line in some]
    after = begin + len(some)
    return Page(items, str(after) if after < len(every) else "")


def _line(ctx: Ctx, line: Line, unclear: Reject | None) -> LineOfChanges:
    found = None if unclear else importing.weigh(ctx, line)
    why = found.why if found else unclear
    number, name = line.cells["number"], line.cells.get("name", "")
    if why or found is None or found.terms is None:
        zh, en = (why.why.zh, why.why.en) if why else ("", "")
        field = why.field if why else ""
        return LineOfChanges(
            line=line.number, number=number, name=name, act=Act.REJECTED, field=field, reason_zh=zh, reason_en=en
        )
    differing = tuple(_differing(found.before, found.terms))
    act = Act.CREATED if found.before is None else Act.EDITED if differing else Act.UNCHANGED
    return LineOfChanges(line=line.number, number=number, name=found.terms.name, act=act, changes=differing)


def _differing(before: Terms | None, after: Terms) -> Iterator[FieldChange]:
    for name in Terms.__struct_fields__:
        was, becomes = getattr(before, name) if before else None, getattr(after, name)
        if _text(was) != _text(becomes):
            yield FieldChange(name, _text(was), _text(becomes))


def _text(value: object) -> str:
    """A field as people read it."""
    match value:
        case None:
            return ""
        case tuple():
            return "；".join(_text(one) for one in value)
        case Hours():
            return f"{value.day} {value.since}-{value.until}"
        case Location():
            return f"{value.longitude}, {value.latitude}"
        case _:
            return str(value)
