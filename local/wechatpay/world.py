"""The sandbox's one shared state, its lock and the few primitives every part stands on."""

from __future__ import annotations

import secrets
from datetime import datetime

from local.clock import Clock
from local.servers import world
from local.servers.basics import SHANGHAI, NotFound
from local.wechatpay import crypto
from local.wechatpay.records import Merchant, Order, Platform, Refund, State, number_key
from local.wechatpay.states import RefundStatus, TradeState

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
        """The merchant. Raises NotFound."""
        if mchid not in self.state.merchants:
            raise NotFound(f"no merchant {mchid}")
        return self.state.merchants[mchid]

    # a merchant's own, as the platform's API looks them up

    def order(self, mchid: str, out_trade_no: str) -> Order | None:
        """The merchant's order of this number."""
        return self.state.orders.get(number_key(mchid, out_trade_no))

    def paid_order(self, mchid: str, transaction_id: str) -> Order | None:
        """The merchant's order that was paid by this transaction."""
        order = self.state.orders.get(self.state.transactions.get(transaction_id, ""))
        return order if order and order.mchid == mchid else None

    def refund(self, mchid: str, out_refund_no: str) -> Refund | None:
        """The merchant's refund of this number."""
        refund_id = self.state.refund_numbers.get(number_key(mchid, out_refund_no))
        return self.state.refunds[refund_id] if refund_id else None

    def trade_state(self, order: Order) -> TradeState:
        """REFUND as soon as one refund was accepted and not closed (docs/platform I4)."""
        refunds = (self.state.refunds[refund_id] for refund_id in order.refunds)
        if any(refund.status != RefundStatus.CLOSED for refund in refunds):
            return TradeState.REFUND
        return order.state

    # anybody's, as the control API names them

    def named_order(self, name: str) -> Order:
        """The order of a prepay_id or of an out_trade_no. Raises NotFound."""
        if key := self.state.prepays.get(name):
            return self.state.orders[key]
        for order in self.state.orders.values():
            if order.out_trade_no == name:
                return order
        raise NotFound(f"no payment {name}")

    def named_refund(self, name: str) -> Refund:
        """The refund of a refund_id or of an out_refund_no. Raises NotFound."""
        for refund in self.state.refunds.values():
            if name in (refund.refund_id, refund.out_refund_no):
                return refund
        raise NotFound(f"no refund {name}")
