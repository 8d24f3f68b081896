"""What people call a field: rooms declare it, and a refusal says it in place of the field's name.

A word belongs to a room, since `code` is a coupon's at one door and a sign-in's at another. It is found by the shape
that has the field (`NewOrder.sku_id` before `sku_id`), then among the words that all rooms share, else it is the name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from chalicelib.core.money import Fen, yuan


class Unit(NamedTuple):
    """What a figure counts, as it is written behind it."""

    zh: str
    en: str


FEN = Unit("元", "yuan")
DAYS = Unit("天", "days")
MINUTES = Unit("分钟", "minutes")
PIECES = Unit("件", "pieces")
PEOPLE = Unit("人", "people")
TIMES = Unit("次", "times")
PLAIN = Unit("", "")


class Word(NamedTuple):
    """What people call a field, and what its figure counts."""

    zh: str
    en: str
    unit: Unit = PLAIN

    def figure(self, number: float) -> tuple[str, str]:
        """A figure of it as people read it, in both languages."""
        if self.unit is FEN:
            return f"{yuan(Fen(int(number)))}", f"{yuan(Fen(int(number)))}"
        return f"{number:,}{' ' if self.unit.zh else ''}{self.unit.zh}", f"{number:,} {self.unit.en}".rstrip()


Words = Mapping[str, Word]

SHARED: Final[Words] = {
    "": Word("提交的内容", "what was sent"),
    "confirm": Word("确认", "confirm"),
    "corp": Word("企业标识", "corp key"),
    "cursor": Word("游标", "cursor"),
    "idempotency-key": Word("Idempotency-Key 请求头", "Idempotency-Key header"),
    "limit": Word("每页条数", "page size"),
    "name": Word("名称", "name"),
    "reason": Word("原因", "reason"),
}
_known: Final[dict[str, Words]] = {}


def know(room: str, words: Words) -> None:
    """Make a room's words known."""
    _known[room] = words


def is_known(shape: type, field: str) -> bool:
    """True when people have a word for a field of a shape."""
    return _found(shape, field) is not None


def word_of(shape: type, field: str) -> Word:
    """What people call a field of a shape; its name where nobody has said."""
    return _found(shape, field) or Word(field, field)


def of_room(room: str, field: str) -> Word | None:
    """What a room calls a field, or everybody does; None where nobody has said."""
    return _known.get(room, {}).get(field) or SHARED.get(field)


def _found(shape: type, field: str) -> Word | None:
    room = shape.__module__.split(".")[1] if shape.__module__.count(".") else ""
    words = _known.get(room, {})
    return words.get(f"{shape.__name__}.{field}") or words.get(field) or SHARED.get(field)
