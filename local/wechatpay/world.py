"""The sandbox's one shared state, its lock and the few primitives every part stands on."""

import secrets
from datetime import datetime

from local.clock import Clock
from local.servers import world
from local.servers.basics import SHANGHAI, NotFound
from local.wechatpay import crypto
from local.wechatpay.records import Merchant, Order, Platform, Refund, State

DONE_KEEPS = 1_000


def rfc3339(at: float) -> str:
    """A time as the platform writes it."""
    return datetime.fromtimestamp(int(at), SHANGHAI).isoformat()


def digits(count: int) -> str:
    """Random decimal digits."""
    return "".join(secrets.choice("0123456789") for _ in range(count))


class World(world.World[State]):
    """The shared state, and who is who."""

    def __init__(self, clock: Clock, state: State) -> None:
        super().__init__(clock, state)
        if state.platform is None:
            state.platform = crypto.new_platform()

    @property
    def platform(self) -> Platform:
        """The platform's keys."""
        assert self.state.platform is not None
        return self.state.platform

    def new_id(self, prefix: str, length: int) -> str:
        """A decimal id of realistic shape: prefix, day, random digits, a running number."""
        day = datetime.fromtimestamp(self.time(), SHANGHAI).strftime("%Y%m%d")
        tail = f"{self.next_seq() % 10**7:07}"
        return prefix + day + digits(length - len(prefix) - len(day) - len(tail)) + tail

    def merchant(self, mchid: str) -> Merchant:
        """The merchant, or NotFound."""
        if mchid not in self.state.merchants:
            raise NotFound(f"no merchant {mchid}")
        return self.state.merchants[mchid]

    def payment(self, name: str) -> Order:
        """The order of a prepay_id or of an out_trade_no, for the control API."""
        key = self.state.prepays.get(name)
        orders = [self.state.orders[key]] if key else self.state.orders.values()
        for order in orders:
            if key or order.out_trade_no == name:
                return order
        raise NotFound(f"no payment {name}")

    def refund(self, name: str) -> Refund:
        """The refund of a refund_id or of an out_refund_no, for the control API."""
        for refund in self.state.refunds.values():
            if name in (refund.refund_id, refund.out_refund_no):
                return refund
        raise NotFound(f"no refund {name}")

    def trade_state(self, order: Order) -> str:
        """REFUND as soon as one refund was accepted and not closed (docs/platform I4)."""
        live = (r for r in order.refunds if self.state.refunds[r].status != "CLOSED")
        return "REFUND" if any(live) else order.state
