"""What every sandbox remembers; each adds its own."""

from __future__ import annotations

from typing import TypeVar

from msgspec import Struct, field

from local.servers.basics import Json


class Fault(Struct, forbid_unknown_fields=True):
    """A misbehaviour that somebody asked for; "*" matches all.

    kind: one of the sandbox's kinds. times: how many uses are left, None for ever. n: how many at once, for some kinds.
    """

    kind: str
    id: int = 0
    api: str = "*"
    times: int | None = 1
    n: int = 2


class State(Struct):
    """All that survives a restart.

    seq: the last number handed out. clock_offset: seconds that the clock was ahead of real time. ledger: what happened,
    oldest first; each line has seq, at and kind, and what that kind has to tell.
    """

    seq: int = 0
    clock_offset: float = 0.0
    ledger: list[Json] = field(default_factory=list)


AnyFault = TypeVar("AnyFault", bound=Fault)
AnyState = TypeVar("AnyState", bound=State)
