"""What can be bent here: calls and notifications."""

from local.servers import faults
from local.wechatpay.errors import STATUS
from local.wechatpay.records import Fault
from local.wechatpay.world import World

CALL_KINDS = ("error", "error_after", "drop_reply", "bad_reply_signature")
EVENT_KINDS = ("drop_notification", "duplicate", "delay", "bad_signature", "wrong_amount")


class Faults(faults.Faults[Fault]):
    """The faults in force, by merchant, API and event_type."""

    world: World
    kinds = CALL_KINDS + EVENT_KINDS
    matched = ("mchid", "api", "event")

    def kept(self) -> list[Fault]:
        """The list in the world's state."""
        return self.world.state.faults

    def check(self, fault: Fault) -> None:
        """The code must be one of the platform's."""
        super().check(fault)
        if fault.code not in STATUS:
            raise ValueError(f"unknown code {fault.code!r}; one of {', '.join(STATUS)}")
