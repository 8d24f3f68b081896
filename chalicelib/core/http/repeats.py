"""Fields that a JSON text holds twice in one object, which every parser reads as the last of them."""

from __future__ import annotations

import json
from collections.abc import Iterator

from chalicelib.core.text import shown

NAME_SHOWN = 40


class _Pairs(list[tuple[str, object]]):
    """An object as it was written."""


def repeats(raw: bytes) -> Iterator[tuple[str, str]]:
    """Path and name of each, once; nothing of what is no JSON."""
    try:
        read = json.loads(raw, object_pairs_hook=_Pairs)
    except (ValueError, RecursionError):
        return
    yield from _in(read, "")


def _in(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, _Pairs):
        seen, told = set[str](), set[str]()
        for written, held in value:
            name = shown(written, NAME_SHOWN)
            at = f"{path}.{name}".strip(".")
            if written in seen and written not in told:
                told.add(written)
                yield at, name
            seen.add(written)
            yield from _in(held, at)
    elif isinstance(value, list):
        for number, held in enumerate(value):
            yield from _in(held, f"{path}[{number}]")
