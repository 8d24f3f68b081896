"""A sandbox's one shared state, its lock, its clock and its ledger."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic

from local.clock import Clock
from local.servers.basics import Json, iso
from local.servers.records import AnyState

LEDGER_KEEPS = 100_000
# Lists are cut when they are this much longer than what is kept, not at every line.
SLACK = 1.1


class World(Generic[AnyState]):
    """State under one re-entrant lock.

    changed: called after every line of the ledger, and whenever something else is worth saving.
    """

    def __init__(self, clock: Clock, state: AnyState) -> None:
        self.clock = clock
        self.lock = threading.RLock()
        self.state = state
        self.changed: Callable[[], None] = lambda: None

    def load(self, state: AnyState) -> None:
        """Go on with another state."""
        with self.lock:
            self.state = state

    def time(self) -> float:
        """Seconds since 1970 on the shared clock."""
        return self.clock.time()

    def next_seq(self) -> int:
        """A number larger than all before."""
        with self.lock:
            self.state.seq += 1
            return self.state.seq

    def record(self, kind: str, **facts: object) -> Json:
        """Write a line into the ledger and have the state saved; answers the line."""
        with self.lock:
            line: Json = {"seq": self.next_seq(), "at": iso(self.time()), "kind": kind, **facts}
            self.state.ledger.append(line)
            if len(self.state.ledger) > LEDGER_KEEPS * SLACK:
                del self.state.ledger[:-LEDGER_KEEPS]
        self.changed()
        return line

    def ledger(self, kinds: set[str], after: int, limit: int) -> list[Json]:
        """Lines after a seq, oldest first, at most `limit`; with a negative `after` the newest ones. No kinds: all."""
        with self.lock:
            lines = self.state.ledger[-LEDGER_KEEPS:]
        matching = [line for line in lines if not kinds or line["kind"] in kinds]
        if after < 0:
            return matching[-limit:]
        return [line for line in matching if isinstance(line["seq"], int) and line["seq"] > after][:limit]
