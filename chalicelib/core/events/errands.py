"""Errands: messages of the send queue, each a call to a platform that somebody asked for. Typed, safe to run twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, TypeVar

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.events.lanes import ROADS, SendLane
from chalicelib.core.ops import queues


class Errand(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an errand needs to know; subclasses are declared with `errand`. Ids only, nothing personal.

    name: as messages say it. version: grows when a field changes its meaning or leaves. lane: how it is sent.
    """

    name: ClassVar[str]
    version: ClassVar[int]
    lane: ClassVar[SendLane]


Declared = TypeVar("Declared", bound=type[Errand])


def errand(name: str, lane: SendLane, *, version: int = 1) -> Callable[[Declared], Declared]:
    """Declare a kind of errand on its struct. Raises ValueError for what cannot be one."""

    def declare(struct: Declared) -> Declared:
        hidden = set(struct.__struct_fields__) & set(Errand.__annotations__)
        if hidden:
            raise ValueError(f"{name}: a field called {sorted(hidden)} would be hidden by the declaration's own")
        struct.name, struct.version, struct.lane = name, version, lane
        return struct

    return declare


class Message(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An errand as the queue carries it. cause: what it follows from. held: how often its corp had no share for it."""

    corp: str
    cause: str
    errand: str
    version: int
    args: msgspec.Raw
    held: int = 0


def send(ctx: Ctx, errand: Errand) -> None:
    """Ask for an errand to be run. One call to the queue."""
    message = Message(
        corp=ctx.corp,
        cause=ctx.cause,
        errand=errand.name,
        version=errand.version,
        args=msgspec.Raw(msgspec.json.encode(errand, order="sorted")),
    )
    queues.send(ROADS[errand.lane].queue, msgspec.json.encode(message).decode())


def read(body: str) -> Message:
    """The message of a queue's record. Raises msgspec.MsgspecError."""
    return msgspec.json.decode(body, type=Message)
