"""How values stand in the cells of a file: in words, in yuan, by the clocks of the corp."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Generic, TypeVar

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.moments import SHANGHAI, Day, Moment, iso, moment
from chalicelib.core.money import Fen
from chalicelib.core.storage.lists import Within
from chalicelib.exports.shapes import Filters
from chalicelib.exports.states import ExportKind, LineState, Purpose

Cell = str | int
Held = TypeVar("Held")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a file shall hold. is_masked: names and outside ids are hidden. at: when it was asked for: what is added
    later, or on a later day, is not in it, however long it takes.
    """

    which: Filters
    at: Moment
    purpose: Purpose
    is_masked: bool


class Lines(msgspec.Struct, frozen=True):
    """Some lines of a file, where the next begin ('' ends), and how many were left out."""

    rows: Sequence[Sequence[Cell]]
    cursor: str
    left_out: int = 0


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of export.

    zh: as the file is called. takes: its filters; states: what `state` may be. head: its columns. page: at most 100 of
    its lines, in the scope of whoever asks. for_everybody_only: it is about the whole corp.
    """

    kind: ExportKind
    zh: str
    takes: frozenset[str]
    head: tuple[str, ...]
    page: Callable[[Ctx, Asked, str], Lines]
    states: tuple[LineState, ...] = ()
    for_everybody_only: bool = False


class Column(msgspec.Struct, Generic[Held], frozen=True):
    """A column: what it is called, and its cell of a line."""

    zh: str
    cell: Callable[[Held], Cell]


def cells(columns: Sequence[Column[Held]], held: Iterable[Held]) -> list[list[Cell]]:
    """Lines of things."""
    return [[column.cell(one) for column in columns] for one in held]


def within(asked: Asked) -> Within:
    """The days of filters, up to when the file was asked for, as borders of a list that is ordered by time."""
    which, now = asked.which, iso(moment(asked.at) + timedelta(milliseconds=1))
    until = min(iso(_begin(which.until) + timedelta(days=1)), now) if which.until else now
    return Within(iso(_begin(which.since)) if which.since else "", until)


def _begin(day: Day) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(), SHANGHAI)


def at(written: str | None) -> str:
    """A moment as the clocks of the corp say it: `2026-11-21 10:00:00`."""
    return moment(written).astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M:%S") if written else ""


def yuan(amount: Fen | None) -> str:
    """An amount in yuan with two decimals, a number to whoever opens the file."""
    return f"{amount // 100}.{amount % 100:02d}" if amount is not None else ""


def yes(is_so: bool) -> str:
    """是 or 否."""
    return "是" if is_so else "否"
