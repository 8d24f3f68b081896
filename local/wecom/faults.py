"""What can be bent here: calls, events, tokens."""

from local.servers import faults
from local.wecom.records import Fault
from local.wecom.world import World

CALL_KINDS = ("slow", "error", "drop_reply", "http_500")
EVENT_KINDS = ("duplicate", "delay", "drop_event", "reorder", "bad_signature", "wrong_receiveid")
NOW_KINDS = ("block", "invalidate_tokens")


class Faults(faults.Faults[Fault]):
    """The faults in force, by corp, API and ChangeType."""

    world: World
    kinds = CALL_KINDS + EVENT_KINDS + NOW_KINDS
    matched = ("corp_id", "api", "change")

    def kept(self) -> list[Fault]:
        """The list in the world's state."""
        return self.world.state.faults

    def add(self, fault: Fault) -> Fault:
        """Put a fault in force; one that happens now does not stay."""
        if fault.kind == "reorder" and fault.times is not None:
            fault.times *= fault.n
        with self.world.lock:
            super().add(fault)
            if fault.kind in NOW_KINDS:
                self.kept().remove(fault)
        return fault
