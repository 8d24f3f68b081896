"""Lines of the audit as people read them: in sentences, with the words that the rooms declare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chalicelib.audit import wording
from chalicelib.audit.shapes import Act, ActChange, Plain
from chalicelib.core import masks, words
from chalicelib.core.audited import Change, Part, Thing
from chalicelib.core.http import acts as doors
from chalicelib.core.moments import SHANGHAI, is_written, moment
from chalicelib.core.shapes import Person
from chalicelib.core.storage.acts import Line
from chalicelib.core.storage.attributes import EnumAttribute
from chalicelib.core.storage.table import Row


def act(line: Line) -> Act:
    """A line."""
    thing = things().get(line.thing, Thing(line.thing, line.thing, line.thing))
    done_zh, done_en = doors.words_of(line.act)
    zh, en = _sentence(line.parts, line.outcome)
    return Act(
        at=line.at,
        by=Person(line.by),
        act=line.act,
        act_zh=done_zh,
        act_en=done_en,
        thing=line.thing,
        thing_zh=thing.zh,
        thing_en=thing.en,
        thing_id=masks.code(line.thing_id) if thing.is_secret else line.thing_id,
        thing_name=line.name,
        refused=line.outcome,
        changes=[_change(part, one) for part in line.parts for one in part.changes],
        more=sum(part.more for part in line.parts),
        sentence_zh="：".join(one for one in (done_zh, zh) if one),
        sentence_en=": ".join(one for one in (done_en, en) if one),
    )


def things() -> Mapping[str, Thing]:
    """Every kind of thing that rows or doors leave in the audit, by its name."""
    rows = [row.audited.thing for row in Row.kind.get_registered_subclasses(Row) if row.audited]
    return {thing.kind: thing for thing in sorted((*rows, *doors.things()), key=lambda thing: thing.kind)}


def _change(part: Part, change: Change) -> ActChange:
    zh, en = _called(part.room, change.field)
    before, after = _shown(part.room, change.field, change.before), _shown(part.room, change.field, change.after)
    return ActChange(part.part, change.field, zh, en, before, after, change.is_hidden)


def _called(room: str, field: str) -> tuple[str, str]:
    found = [doors.word_of(room, name) for name in field.split(".")]
    return " · ".join(one.zh for one in found), " · ".join(one.en for one in found)


def _shown(room: str, field: str, value: Plain) -> Plain:
    """Money in yuan, a moment as the clocks of our operators say it; all else as it is."""
    if isinstance(value, str):
        return _clock(value)
    word = doors.word_of(room, field.rpartition(".")[2])
    if word.unit is words.FEN and type(value) is int:
        return word.figure(value)[0]
    return value


def _clock(text: str) -> str:
    return moment(text).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if is_written(text) else text


def _sentence(parts: Sequence[Part], refused: str) -> tuple[str, str]:
    said = [one for part in parts for one in _said(part)]
    if refused:
        zh, en = wording.refusal(refused)
        said.append((f"未执行（{zh}）", f"was refused ({en})"))
    more = sum(part.more for part in parts)
    if more:
        said.append((f"另有 {more} 处修改", f"and {more} more"))
    return "；".join(zh for zh, _ in said), "; ".join(en for _, en in said)


def _said(part: Part) -> list[tuple[str, str]]:
    name = _clock(part.part)
    of_zh, of_en = (f"「{name}」的", f"of {name} ") if name else ("", "")
    return [_of_change(part, one, of_zh, of_en) for one in part.changes]


def _of_change(part: Part, change: Change, of_zh: str, of_en: str) -> tuple[str, str]:
    zh, en = _called(part.room, change.field)
    before, after = _text(part.room, change, change.before), _text(part.room, change, change.after)
    if change.is_hidden:
        return f"{of_zh}{zh}有改动（已脱敏）", f"{en} {of_en}changed (masked)"
    if change.before is None:
        return f"{of_zh}{zh}为 {after[0]}", f"{en} {of_en}is {after[1]}"
    if change.after is None:
        return f"清除了{of_zh}{zh}（原为 {before[0]}）", f"{en} {of_en}was {before[1]} and is none"
    return f"把{of_zh}{zh}从 {before[0]} 改为 {after[0]}", f"{en} {of_en}from {before[1]} to {after[1]}"


def _states(room: str) -> frozenset[str]:
    """The fields of a room's rows that are states and the like."""
    audited = [row for row in Row.kind.get_registered_subclasses(Row) if row.audited]
    own = [row for row in audited if row.__module__.split(".")[1] == room]
    return frozenset(
        name for row in own for name, kind in row.get_attributes().items() if isinstance(kind, EnumAttribute)
    )


def _text(room: str, change: Change, value: Plain) -> tuple[str, str]:
    shown = _shown(room, change.field, value)
    if isinstance(shown, str) and (change.field in _states(room) or (room, change.field) in wording.FIELDS):
        return wording.said(room, shown)
    if isinstance(shown, bool):
        return ("是", "yes") if shown else ("否", "no")
    word = doors.word_of(room, change.field.rpartition(".")[2])
    return word.figure(shown) if type(shown) is int and word.unit is not words.PLAIN else (str(shown), str(shown))
