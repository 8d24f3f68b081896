"""The shapes of letters, so that a caption is the same on every printer: no font is asked for (captions/README.md)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from chalicelib.core.instance import once

FILE = Path(__file__).resolve().parent / "captions" / "outlines.bin"
# As infra/outlines.py writes them.
UNITS, RIGHT, UP = 200, 20, 40
# How far below its top a line of text stands, and how far the next one begins below it, in ems.
ASCENT, LINE = 0.88, 1.3
# Stands for a letter whose shape we do not have.
UNKNOWN, MORE = "〓", "…"

Point = tuple[float, float]


class Letter(msgspec.Struct, frozen=True):
    """A letter in units: its width, and its closed lines, which are filled by the nonzero rule."""

    width: int
    lines: tuple[tuple[tuple[int, int], ...], ...]


@once
def _book() -> tuple[bytes, dict[str, int]]:
    """All letters, and where each begins. 1.5 MB, read by the first caption."""
    body, places, at = zlib.decompress(FILE.read_bytes()), {}, 0
    while at < len(body):
        places[chr(int.from_bytes(body[at : at + 2], "big"))] = at
        many, at = body[at + 3], at + 4
        for _ in range(many):
            at += 1 + 2 * body[at]
    return body, places


def letter(sign: str) -> Letter:
    """The shape of one."""
    body, places = _book()
    at = places.get(sign, places[UNKNOWN])
    width, many, at = body[at + 2], body[at + 3], at + 4
    lines = []
    for _ in range(many):
        end = at + 1 + 2 * body[at]
        lines.append(tuple((body[place] - RIGHT, body[place + 1] - UP) for place in range(at + 1, end, 2)))
        at = end
    return Letter(width, tuple(lines))


def width(text: str, em: float) -> float:
    """How wide a text is."""
    return sum(letter(sign).width for sign in text) * em / UNITS


def fitted(text: str, em: float, most: float) -> tuple[str, float]:
    """A text and its em so that it is no wider than `most`: smaller down to seven tenths, then cut."""
    wide = width(text, em)
    if wide <= most:
        return text, em
    smaller = max(0.7 * em, most / wide * em)
    if width(text, smaller) <= most * 1.001:
        return text, smaller
    while text and width(text + MORE, smaller) > most:
        text = text[:-1]
    return text + MORE, smaller


def wrapped(text: str, em: float, most: float) -> list[str]:
    """A text on one line, or on two where it is too wide for one; the second may be too wide still."""
    if width(text, em) <= most:
        return [text]
    first = next(count for count in range(len(text), 0, -1) if width(text[:count], em) <= most or count == 1)
    return [text[:first], text[first:]] if first < len(text) else [text]


def outlines(text: str, em: float, left: float, top: float) -> Iterator[list[Point]]:
    """The closed lines of a text whose line begins there; down is positive."""
    base = top + ASCENT * em
    for sign in text:
        shape = letter(sign)
        for line in shape.lines:
            yield [(left + x * em / UNITS, base - y * em / UNITS) for x, y in line]
        left += shape.width * em / UNITS
