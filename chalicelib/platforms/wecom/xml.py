"""WeCom's XML, read with nothing switched on that XML attacks use.

No DTD, no entities of its own, a size and a depth cap. Messages are two levels deep at most (docs/platform C1, C2).
"""

from __future__ import annotations

from xml.parsers import expat

from chalicelib.core.errors import MalformedMessage

SIZE_LIMIT = 64 * 1024
DEPTH_LIMIT = 5

Values = dict[str, str]


def read(body: bytes) -> Values:
    """The text of each element directly below the root, by name.

    An element that repeats or has children of its own keeps its joined text. Raises MalformedMessage.
    """
    if len(body) > SIZE_LIMIT:
        raise MalformedMessage()
    reader = _Reader()
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = reader.refuse
    parser.EntityDeclHandler = reader.refuse
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(body, True)
    except expat.ExpatError:
        raise MalformedMessage() from None
    return {name: text.strip() for name, text in reader.values.items()}


class _Reader:
    def __init__(self) -> None:
        self.path: list[str] = []
        self.values: Values = {}

    def refuse(self, *_: object) -> None:
        raise MalformedMessage()

    def start(self, name: str, _: object) -> None:
        self.path.append(name)
        if len(self.path) > DEPTH_LIMIT:
            raise MalformedMessage()
        if len(self.path) == 2:
            self.values.setdefault(name, "")

    def end(self, _: str) -> None:
        self.path.pop()

    def text(self, data: str) -> None:
        if len(self.path) >= 2:
            self.values[self.path[1]] += data
