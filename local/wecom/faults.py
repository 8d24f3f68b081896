"""What can be bent here: calls, events, tokens."""

from __future__ import annotations

from local.servers import faults
from local.wecom.errors import TEXTS
from local.wecom.records import Fault
from local.wecom.states import AT_ONCE, LASTING, FaultKind
from local.wecom.world import World

BUSY, NOT_ACTIVE = -1, 41054


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
        """Put a fault in force; one that happens at once does not stay. Raises ValueError.

        A refusal that lasts needs an errcode that a later try does not help (docs/platform A6).
        """
        if fault.kind == FaultKind.STAFF_REFUSED and fault.errcode == BUSY:
            fault.errcode = NOT_ACTIVE
        if fault.kind in LASTING:
            if fault.errcode not in TEXTS or fault.errcode == BUSY:
                raise ValueError("errcode: name one that the platform has")
            fault.times = None
        if fault.kind == FaultKind.REORDER and fault.times is not None:
            fault.times *= fault.n
        with self.world.lock:
            super().add(fault)
            if fault.kind in AT_ONCE:
                self.in_force.remove(fault)
        return fault

    def refused_staff(self, corp_id: str, api: str, named: set[str]) -> int:
        """The errcode that one of these members of staff is refused with in a call, 0 for none."""
        with self.world.lock:
            for fault in self.in_force:
                is_meant = all(self._fits(fault, name, {"corp_id": corp_id, "api": api}) for name in ("corp_id", "api"))
                if fault.kind == FaultKind.STAFF_REFUSED and is_meant and fault.userid.lower() in named:
                    return self._use(fault).errcode
        return 0
