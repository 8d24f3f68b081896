"""What can be bent here: calls, events, tokens."""

from __future__ import annotations

from local.servers import faults
from local.wecom.records import Fault
from local.wecom.states import AT_ONCE, FaultKind
from local.wecom.world import World


class Faults(faults.Faults[Fault]):
    """The faults in force, by corp, API and ChangeType."""

    world: World
    kinds = tuple(FaultKind)
    matched = ("corp_id", "api", "change")

    @property
    def in_force(self) -> list[Fault]:
        """The list in the world's state."""
        return self.world.state.faults

    def add(self, fault: Fault) -> Fault:
        """Put a fault in force; one that happens at once does not stay. Raises ValueError."""
        if fault.kind == FaultKind.REORDER and fault.times is not None:
            fault.times *= fault.n
        with self.world.lock:
            super().add(fault)
            if fault.kind in AT_ONCE:
                self.in_force.remove(fault)
        return fault
