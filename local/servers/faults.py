"""Misbehaviour on demand: what to bend, how often, for whom."""

from abc import ABC, abstractmethod
from typing import Any, Generic, TypeVar

from msgspec import Struct

from local.servers.basics import NotFound
from local.servers.world import World


class Fault(Struct, forbid_unknown_fields=True):
    """A misbehaviour somebody asked for; `times` left, or None for ever; "*" matches all."""

    kind: str
    id: int = 0
    api: str = "*"
    times: int | None = 1
    n: int = 2


AnyFault = TypeVar("AnyFault", bound=Fault)


class Faults(ABC, Generic[AnyFault]):
    """The faults in force, kept in the world's state; `matched` are the fields that say where a fault applies."""

    kinds: tuple[str, ...]
    matched: tuple[str, ...]

    def __init__(self, world: World[Any]) -> None:
        self.world = world

    @abstractmethod
    def kept(self) -> list[AnyFault]:
        """The list in the world's state."""

    def check(self, fault: AnyFault) -> None:
        """Raise ValueError for a fault nobody can build."""
        if fault.kind not in self.kinds:
            raise ValueError(f"unknown kind {fault.kind!r}; one of {', '.join(self.kinds)}")
        if fault.times is not None and fault.times < 1:
            raise ValueError("times must be at least 1, or null for ever")
        if fault.n < 2:
            raise ValueError("n must be at least 2")

    def add(self, fault: AnyFault) -> AnyFault:
        """Put a fault in force."""
        self.check(fault)
        with self.world.lock:
            fault.id = self.world.next_seq()
            self.kept().append(fault)
            self.world.record("fault", action="added", fault=fault.kind, id=fault.id)
        return fault

    def active(self) -> list[AnyFault]:
        """What is in force."""
        with self.world.lock:
            return [*self.kept()]

    def remove(self, fault_id: int | None = None) -> int:
        """End one fault, or all; returns how many ended."""
        with self.world.lock:
            faults = self.kept()
            staying = [f for f in faults if fault_id is not None and f.id != fault_id]
            ended = len(faults) - len(staying)
            if fault_id is not None and not ended:
                raise NotFound(f"no fault {fault_id}")
            faults[:] = staying
            self.world.record("fault", action="removed", count=ended)
        return ended

    def take(self, kind: str, **where: str) -> AnyFault | None:
        """The first matching fault, with one use taken from it."""
        with self.world.lock:
            for fault in self.kept():
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
                self.kept().remove(fault)
        self.world.record("fault", action="used", fault=fault.kind, id=fault.id)
        return fault
