"""What can be bent here: calls and notifications."""

from __future__ import annotations

from local.servers import faults
from local.wechatpay.errors import STATUS
from local.wechatpay.records import Fault
from local.wechatpay.states import FaultKind
from local.wechatpay.world import World


class Faults(faults.Faults[Fault]):
    """The faults in force, by merchant, API and event_type."""

    world: World
    kinds = tuple(FaultKind)
    matched = ("mchid", "api", "event")

    @property
    def in_force(self) -> list[Fault]:
        """The list in the world's state."""
        return self.world.state.faults

    def check(self, fault: Fault) -> None:
        """The code must be one of the platform's, too. Raises ValueError."""
        super().check(fault)
        if fault.code not in STATUS:
            raise ValueError(f"unknown code {fault.code!r}; one of {', '.join(STATUS)}")
