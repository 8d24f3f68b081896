"""Texts that people write into a body: which of them a customer reads, and who holds those to the one lint.

A door declares each free text of its body (`Route.texts`). What a customer reads is linted, by the door itself unless
its room knows more about it; a test finds a text that nobody declared (tests/architecture/test_texts.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import Any

import msgspec

from chalicelib.core.context import Ctx


class Lint(StrEnum):
    """Who lints a text before a customer reads it.

    AT_DOOR: the door, before its verb; the text is shown as it is, so it takes no variables. BY_ROOM: the verb, which
    fills variables. AT_REVIEW: the submission, before three people review it. NONE: no customer reads it.
    """

    AT_DOOR = "at_door"
    BY_ROOM = "by_room"
    AT_REVIEW = "at_review"
    NONE = "none"


Texts = Mapping[str, Lint]
"""By path as `skus[].name`; a path that holds others stands for all of them."""

Check = Callable[[Ctx, Mapping[str, str]], None]
_check: list[Check] = []


def lint_with(check: Check) -> None:
    """Register what refuses texts, by place, that no customer may read."""
    _check[:] = [check]


def check(ctx: Ctx, texts: Texts, body: msgspec.Struct) -> None:
    """Refuse a body in which a text of the door's own is not fit to be read. 0.5 RU when cold.

    Raises what is registered raises.
    """
    found = {
        place: text
        for path, lint in texts.items()
        if lint is Lint.AT_DOOR
        for place, text in _at(body, path.split("."))
        if text
    }
    if found:
        _check[0](ctx, found)


def _at(value: Any, path: list[str], place: str = "") -> Iterator[tuple[str, str]]:
    if not path:
        yield place, value
        return
    name, is_list, _ = path[0].partition("[]")
    held, here = getattr(value, name), f"{place}.{name}".lstrip(".")
    if not is_list:
        yield from _at(held, path[1:], here)
        return
    for number, one in enumerate(held):
        yield from _at(one, path[1:], f"{here}[{number}]")
