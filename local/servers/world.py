"""A sandbox's one shared state, its lock, its clock and its ledger."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from msgspec import Struct, field

from local.clock import Clock
from local.servers.basics import Json, iso

LEDGER_KEEPS = 100_000


class State(Struct):
    """What every sandbox remembers; each adds its own."""

    seq: int = 0
    clock_offset: float = 0.0
    ledger: list[Json] = field(default_factory=list)


AnyState = TypeVar("AnyState", bound=State)


class World(Generic[AnyState]):
    """State under one re-entrant lock; `changed` is called after every recorded change."""

    def __init__(self, clock: Clock, state: AnyState) -> None:
        self.clock = clock
        self.lock = threading.RLock()
        self.state = state
        self.changed: Callable[[], None] = lambda: None

    def time(self) -> float:
        """Seconds since 1970 on the shared clock."""
        return self.clock.time()

    def next_seq(self) -> int:
        """A number larger than all before."""
        with self.lock:
            self.state.seq += 1
            return self.state.seq

    def record(self, kind: str, **facts: object) -> Json:
        """Append to the ledger and have the state saved."""
        with self.lock:
            entry: Json = {"seq": self.next_seq(), "at": iso(self.time()), "kind": kind, **facts}
            self.state.ledger.append(entry)
            if len(self.state.ledger) > LEDGER_KEEPS * 1.1:
                del self.state.ledger[:-LEDGER_KEEPS]
        self.changed()
        return entry

    def ledger(self, kinds: set[str], after: int, limit: int) -> list[Json]:
        """Entries after a seq, oldest first; without `after` the newest `limit` ones."""
        with self.lock:
            kept = self.state.ledger[-LEDGER_KEEPS:]
        wanted = [e for e in kept if not kinds or e["kind"] in kinds]
        if after < 0:
            return wanted[-limit:]
        return [e for e in wanted if isinstance(e["seq"], int) and e["seq"] > after][:limit]
