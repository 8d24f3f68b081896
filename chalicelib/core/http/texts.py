"""Texts that people write into a body: which of them a customer reads, and who holds those to the one lint.

A door declares each free text of its body (`Route.texts`). What a customer reads is linted, by the door itself unless
its room knows more about it; a test finds a text that nobody declared (tests/architecture/test_texts.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.errors import AppError, Fault, Refused


class Lint(StrEnum):
    """Who lints a text before a customer reads it.

    AT_DOOR: the door, before its verb; the text is shown as it is, so it takes no variables. ADDRESS: the same of where
    something is, which claims nothing: a street may be the First one. BY_ROOM: the verb, which fills variables.
    AT_REVIEW: the submission, before three people review it. NONE: no customer reads it.
    """

    AT_DOOR = "at_door"
    ADDRESS = "address"
    BY_ROOM = "by_room"
    AT_REVIEW = "at_review"
    NONE = "none"


Texts = Mapping[str, Lint]
"""By path as `skus[].name`; a path that holds others stands for all of them."""

Check = Callable[[Ctx, Mapping[str, str], Mapping[str, str]], Refused | None]
"""Why texts, by place, may be read by no customer, and addresses, by place; None when they may."""
Judge = Callable[[Ctx, Any], object]
"""What a room finds wrong with a body by itself, raised before a write."""
_check: list[Check] = []


def lint_with(check: Check) -> None:
    """Register what says so."""
    _check[:] = [check]


def check(ctx: Ctx, texts: Texts, body: msgspec.Struct, judge: Judge | None) -> None:
    """Refuse a body in which a text of the door's own is not fit to be read. 0.5 RU when cold.

    What its room finds wrong with it is told in the same answer. Raises what is registered says.
    """
    unfit = _unfit(ctx, texts, body)
    if unfit:
        raise unfit.beside(_judged(ctx, body, judge))


def faults(ctx: Ctx, texts: Texts, sent: object) -> Sequence[Fault]:
    """The same of a body that is not of its shape, as it was sent: what is no text there is told by its shape."""
    unfit = _unfit(ctx, texts, sent)
    return unfit.faults if unfit else ()


def _judged(ctx: Ctx, body: msgspec.Struct, judge: Judge | None) -> Sequence[Fault]:
    try:
        if judge:
            judge(ctx, body)
    except AppError as wrong:
        return wrong.faults
    return ()


def _unfit(ctx: Ctx, texts: Texts, body: object) -> Refused | None:
    said, addresses = (_of(texts, lint, body) for lint in (Lint.AT_DOOR, Lint.ADDRESS))
    return _check[0](ctx, said, addresses) if said or addresses else None


def _of(texts: Texts, wanted: Lint, body: object) -> dict[str, str]:
    return {
        place: text
        for path, lint in texts.items()
        if lint is wanted
        for place, text in _at(body, path.split("."))
        if text and isinstance(text, str)
    }


def _at(value: Any, path: list[str], place: str = "") -> Iterator[tuple[str, Any]]:
    if not path:
        yield place, value
        return
    name, is_list, _ = path[0].partition("[]")
    held, here = _part(value, name), f"{place}.{name}".lstrip(".")
    if not is_list:
        yield from _at(held, path[1:], here)
    elif isinstance(held, Sequence):
        for number, one in enumerate(held):
            yield from _at(one, path[1:], f"{here}[{number}]")


def _part(value: object, name: str) -> object:
    return value.get(name) if isinstance(value, dict) else getattr(value, name, None)
