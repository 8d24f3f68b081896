"""Misbehaviour on demand: what to bend, how often, for whom."""

from local.wechatpay.errors import STATUS, NotFound
from local.wechatpay.records import Fault
from local.wechatpay.world import World

CALL_KINDS = ("error", "error_after", "drop_reply", "bad_reply_signature")
EVENT_KINDS = ("drop_notification", "duplicate", "delay", "bad_signature", "wrong_amount")
KINDS = CALL_KINDS + EVENT_KINDS


class Faults:
    """The faults in force, kept in the world's state."""

    def __init__(self, world: World) -> None:
        self.world = world

    def add(self, fault: Fault) -> Fault:
        """Put a fault in force."""
        if fault.kind not in KINDS:
            raise ValueError(f"unknown kind {fault.kind!r}; one of {', '.join(KINDS)}")
        if fault.code not in STATUS:
            raise ValueError(f"unknown code {fault.code!r}; one of {', '.join(STATUS)}")
        if (fault.times is not None and fault.times < 1) or fault.n < 2:
            raise ValueError("times must be at least 1, or null for ever; n must be at least 2")
        with self.world.lock:
            fault.id = self.world.next_seq()
            self.world.state.faults.append(fault)
            self.world.record("fault", action="added", fault=fault.kind, id=fault.id)
        return fault

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

    def take(self, kind: str, mchid: str, api: str = "*", event: str = "*") -> Fault | None:
        """The first matching fault, with one use taken from it."""
        with self.world.lock:
            for fault in self.world.state.faults:
                if fault.kind == kind and _matches(fault, mchid, api, event):
                    return self._use(fault)
        return None

    def _use(self, fault: Fault) -> Fault:
        if fault.times is not None:
            fault.times -= 1
            if fault.times == 0:
                self.world.state.faults.remove(fault)
        self.world.record("fault", action="used", fault=fault.kind, id=fault.id)
        return fault


def _matches(fault: Fault, mchid: str, api: str, event: str) -> bool:
    return fault.mchid in ("*", mchid) and fault.api in ("*", api) and fault.event in ("*", event)
