"""What the doors of set-aside messages take and give."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.core.audited import Thing
from chalicelib.core.http.shapes import said
from chalicelib.core.moments import Moment
from chalicelib.core.storage.inbox import Why

AsideId = Annotated[
    str,
    Meta(pattern=r"^[0-9a-f]{64}$(?!\n)", description="搁置消息的编号 / the id of a set-aside message"),
    said("列表中给出的 64 位编号", "the id of 64 signs that the list gives"),
]

ASIDES = Thing("asides", "搁置消息", "set-aside messages")


class Aside(msgspec.Struct, frozen=True):
    """A message that was kept and not acted on.

    why: `unreadable`, `incomplete` (it does not say whom it is about) or `stale` (signed longer ago than WeCom tries).
    outline: how it is built, with a mark in place of each text. bytes: how long it is. Kept for 180 days.
    """

    id: str
    why: Why
    outline: str
    bytes: int
    received_at: Moment
    aside_at: Moment


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which messages."""

    ids: Annotated[tuple[AsideId, ...], Meta(min_length=1, max_length=100)]


class Outcome(msgspec.Struct, frozen=True):
    """What became of a choice. done: it is done to these; gone: these are not set aside, or not any more."""

    done: tuple[str, ...]
    gone: tuple[str, ...]
