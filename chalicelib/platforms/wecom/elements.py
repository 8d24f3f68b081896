"""WeCom's messages as they are built: named elements that repeat and hold others, from XML or from JSON.

XML is read with nothing switched on that XML attacks use: no DTD, no entities of its own, a size and a depth cap. Other
than XML wants it, a control character in somebody's text and broken UTF-8 spoil that text only (docs/platform B3, C1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers import expat

import msgspec

from chalicelib.core.errors import MalformedMessage
from chalicelib.core.text import LOST, decoded, plain, whole
from chalicelib.platforms import reading

SIZE_LIMIT = 256 * 1024
DEPTH_LIMIT = 32
# What XML 1.0 has no way to write, raw and as a reference.
_NEVER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REFERENCE = re.compile("&#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,9}));")


class Element(msgspec.Struct, frozen=True):
    """An element. text: its own, without what lies in its children, which are in the order they came in."""

    name: str
    text: str = ""
    children: tuple[Element, ...] = ()

    def all(self, name: str) -> tuple[Element, ...]:
        """Its children of a name."""
        return tuple(child for child in self.children if child.name == name)

    def value(self, *names: str) -> str:
        """The text of its first child of one of these names, the earlier name before the later; '' for none."""
        return next((child.text for name in names for child in self.all(name)), "")


def read(body: bytes) -> Element:
    """The root element of a message in XML or JSON. Raises MalformedMessage."""
    if len(body) > SIZE_LIMIT:
        raise MalformedMessage()
    text = decoded(body).strip(" \t\r\n\0")
    if text.startswith("{"):
        return _of_json("xml", reading.json_of(text), 1)
    return _of_xml(text)


def _of_json(name: str, value: object, depth: int) -> Element:
    """A list is the element of its name again and again, as it would be in XML."""
    if depth > DEPTH_LIMIT:
        raise MalformedMessage()
    if isinstance(value, dict):
        return Element(name, "", tuple(_children(value, depth + 1)))
    if isinstance(value, list):  # of a list inside a list
        return Element(name, "", tuple(_of_json("item", one, depth + 1) for one in value))
    return Element(name, "" if value is None else _text(value))


def _children(value: dict[str, object], depth: int) -> Iterator[Element]:
    for key, held in value.items():
        for one in held if isinstance(held, list) else [held]:
            yield _of_json(whole(key), one, depth)


def _text(value: object) -> str:
    return (plain(value) if isinstance(value, str) else str(reading.fitted(value, str))).strip()


def _of_xml(text: str) -> Element:
    reader = _Reader()
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    # Entities are declared in a DTD alone, and there is none.
    parser.StartDoctypeDeclHandler = reader.refuse
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(_REFERENCE.sub(_referred, _NEVER.sub("", whole(text))).encode(), True)
    except (expat.ExpatError, ValueError):
        raise MalformedMessage() from None
    return reader.root()


def _referred(found: re.Match[str]) -> str:
    """A reference to a character; to one that XML may not name, U+FFFD."""
    number = int(found[1], 16) if found[1] else int(found[2])
    is_one = number in (9, 10, 13) or 32 <= number < 0xD800 or 0xE000 <= number <= 0x10FFFF
    return found[0] if is_one and number not in (0xFFFE, 0xFFFF) else LOST


class _Open:
    """An element that is being read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.pieces: list[str] = []
        self.children: list[Element] = []


class _Reader:
    def __init__(self) -> None:
        self.top = _Open("")
        self.path = [self.top]

    def refuse(self, *_: object) -> None:
        raise MalformedMessage()

    def start(self, name: str, _: object) -> None:
        if len(self.path) > DEPTH_LIMIT:
            raise MalformedMessage()
        self.path.append(_Open(name))

    def end(self, _: str) -> None:
        done = self.path.pop()
        text = "".join(done.pieces).strip()
        self.path[-1].children.append(Element(done.name, text, tuple(done.children)))

    def text(self, data: str) -> None:
        self.path[-1].pieces.append(data)

    def root(self) -> Element:
        return self.top.children[0]
