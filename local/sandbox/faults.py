"""Misbehaviour on demand: what to bend, how often, for whom."""

from local.sandbox.records import Fault
from local.sandbox.world import NotFound, World

CALL_KINDS = ("slow", "error", "drop_reply", "http_500")
EVENT_KINDS = ("duplicate", "delay", "drop_event", "reorder", "bad_signature", "wrong_receiveid")
NOW_KINDS = ("block", "invalidate_tokens")
KINDS = CALL_KINDS + EVENT_KINDS + NOW_KINDS


class FaultError(ValueError):
    """A fault nobody can build."""


class Faults:
    """The faults in force, kept in the world's state."""

    def __init__(self, world: World) -> None:
        self.world = world

    def add(self, fault: Fault) -> Fault:
        """Put a fault in force, or do it now when its kind is of that sort."""
        if fault.kind not in KINDS:
            raise FaultError(f"unknown kind {fault.kind!r}; one of {', '.join(KINDS)}")
        if fault.times is not None and fault.times < 1:
            raise FaultError("times must be at least 1, or null for ever")
        if fault.kind in ("duplicate", "reorder") and fault.n < 2:
            raise FaultError("n must be at least 2")
        if fault.kind == "reorder" and fault.times is not None:
            fault.times *= fault.n
        with self.world.lock:
            fault.id = self.world.next_seq()
            if fault.kind not in NOW_KINDS:
                self.world.state.faults.append(fault)
            self.world.record("fault", action="added", fault=fault.kind, id=fault.id)
        return fault

    def active(self) -> list[Fault]:
        """What is in force."""
        with self.world.lock:
            return [*self.world.state.faults]

    def remove(self, fault_id: int | None = None) -> int:
        """End one fault, or all; returns how many ended."""
        with self.world.lock:
            faults = self.world.state.faults
            kept = [f for f in faults if fault_id is not None and f.id != fault_id]
            ended = len(faults) - len(kept)
            if fault_id is not None and not ended:
                raise NotFound(f"no fault {fault_id}")
            self.world.state.faults = kept
            self.world.record("fault", action="removed", count=ended)
        return ended

    def take(self, kind: str, corp_id: str, api: str = "*", change: str = "*") -> Fault | None:
        """The first matching fault, with one use taken from it."""
        with self.world.lock:
            for fault in self.world.state.faults:
                if fault.kind == kind and _matches(fault, corp_id, api, change):
                    return self._use(fault)
        return None

    def _use(self, fault: Fault) -> Fault:
        if fault.times is not None:
            fault.times -= 1
            if fault.times == 0:
                self.world.state.faults.remove(fault)
        self.world.record("fault", action="used", fault=fault.kind, id=fault.id)
        return fault


def _matches(fault: Fault, corp_id: str, api: str, change: str) -> bool:
    return fault.corp_id in ("*", corp_id) and fault.api in ("*", api) and fault.change in ("*", change)
