"""What the doors of set-aside messages take and give."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from chalicelib.core.audited import Thing
from chalicelib.core.http.shapes import PageQuery, said
from chalicelib.core.moments import Moment
from chalicelib.core.storage.asides import Standing
from chalicelib.core.storage.inbox import Why

AsideId = Annotated[
    str,
    Meta(pattern=r"^[0-9a-f]{64}$(?!\n)", description="搁置消息的编号 / the id of a set-aside message"),
    said("列表中给出的 64 位编号", "the id of 64 signs that the list gives"),
]

AsideIds = Annotated[
    str,
    Meta(
        pattern=r"^([0-9a-f]{64}(,[0-9a-f]{64}){0,19})?$(?!\n)",
        description="搁置消息的编号，以逗号分隔 / ids of set-aside messages, with commas between",
    ),
    said("列表中给出的编号，以逗号分隔，最多 20 个", "up to 20 ids that the list gave, with commas between"),
]

ASIDES = Thing("asides", "搁置消息", "set-aside messages")


class AsideQuery(PageQuery, frozen=True, forbid_unknown_fields=True):
    """Which of them. ids: these, whatever became of them, in one page; '' for those that wait."""

    ids: AsideIds = ""


class Aside(msgspec.Struct, frozen=True):
    """A message that was kept and not acted on.

    why: `unreadable`, `incomplete` (it does not say whom it is about) or `stale` (signed longer ago than WeCom tries).
    outline: how it is built, with a mark in place of each text. bytes: how long it is. received_at: when it came first;
    aside_at: when it was set aside last. standing: `waiting`; for those asked for by their ids also `in_hand` (being
    read again), `done` (that worked) or `dismissed`. Kept for 180 days.
    """

    id: str
    why: Why
    outline: str
    bytes: int
    received_at: Moment
    aside_at: Moment
    standing: Standing


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which messages."""

    ids: Annotated[tuple[AsideId, ...], Meta(min_length=1, max_length=100)]


class Dismissal(Choice, frozen=True, forbid_unknown_fields=True):
    """Which messages need nothing. undo: what one dismissed oneself waits in the list again; what a colleague dismissed
    since, and what came anew, stays as it is.
    """

    undo: bool = False


class Outcome(msgspec.Struct, frozen=True):
    """What became of a choice. done: it is done to these; gone: these are not set aside, or not any more."""

    done: tuple[str, ...]
    gone: tuple[str, ...]
