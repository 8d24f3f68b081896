"""Misbehaviour on demand: what to bend, how often, for whom."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, Generic

from local.servers.basics import NotFound
from local.servers.records import AnyFault
from local.servers.world import World


class Faults(ABC, Generic[AnyFault]):
    """The faults in force, kept in the world's state.

    kinds: what a fault may be. matched: the fields of a fault that say where it applies.
    """

    kinds: tuple[str, ...]
    matched: tuple[str, ...]

    def __init__(self, world: World[Any]) -> None:
        self.world = world

    @property
    @abstractmethod
    def in_force(self) -> list[AnyFault]:
        """The list in the world's state."""

    def check(self, fault: AnyFault) -> None:
        """Raise ValueError for a fault that does not exist or cannot be counted."""
        if fault.kind not in self.kinds:
            raise ValueError(f"unknown kind {fault.kind!r}; one of {', '.join(self.kinds)}")
        if fault.times is not None and fault.times < 1:
            raise ValueError("times must be at least 1, or null for ever")
        if fault.n < 2:
            raise ValueError("n must be at least 2")

    def add(self, fault: AnyFault) -> AnyFault:
        """Put a fault in force, under an id of its own. Raises ValueError."""
        self.check(fault)
        with self.world.lock:
            fault.id = self.world.next_seq()
            self.in_force.append(fault)
            self.world.record("fault", action="added", fault=fault.kind, id=fault.id)
        return fault

    def active(self) -> list[AnyFault]:
        """What is in force now."""
        with self.world.lock:
            return [*self.in_force]

    def remove(self, fault_id: int | None = None) -> int:
        """End one fault, or all; answers how many ended. Raises NotFound."""
        with self.world.lock:
            faults = self.in_force
            staying = [fault for fault in faults if fault_id is not None and fault.id != fault_id]
            ended = len(faults) - len(staying)
            if fault_id is not None and not ended:
                raise NotFound(f"no fault {fault_id}")
            faults[:] = staying
            self.world.record("fault", action="removed", count=ended)
        return ended

    def take(self, kind: str, **where: str) -> AnyFault | None:
        """The first fault of this kind that applies here, with one use taken from it."""
        with self.world.lock:
            for fault in self.in_force:
                if fault.kind == kind and all(self._fits(fault, name, where) for name in self.matched):
                    return self._use(fault)
        return None

    @staticmethod
    def _fits(fault: AnyFault, name: str, where: dict[str, str]) -> bool:
        return getattr(fault, name) in ("*", where.get(name, "*"))

    def _use(self, fault: AnyFault) -> AnyFault:
        if fault.times is not None:
            fault.times -= 1
            if fault.times == 0:
                self.in_force.remove(fault)
        self.world.record("fault", action="used", fault=fault.kind, id=fault.id)
        return fault
