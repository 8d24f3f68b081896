"""The sandbox's one shared state, its lock and the few primitives every part stands on."""

import secrets
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

from local.clock import Clock
from local.wechatpay import crypto
from local.wechatpay.errors import Json, NotFound
from local.wechatpay.records import Merchant, Order, Platform, Refund, State

LEDGER_KEEPS = 20_000
DONE_KEEPS = 1_000
SHANGHAI = timezone(timedelta(hours=8))


def rfc3339(at: float) -> str:
    """A time as the platform writes it."""
    return datetime.fromtimestamp(int(at), SHANGHAI).isoformat()


def digits(count: int) -> str:
    """Random decimal digits."""
    return "".join(secrets.choice("0123456789") for _ in range(count))


class World:
    """State under one re-entrant lock; `changed` is called after every recorded change."""

    def __init__(self, clock: Clock, state: State) -> None:
        self.clock = clock
        self.lock = threading.RLock()
        self.state = state
        self.changed: Callable[[], None] = lambda: None
        if state.platform is None:
            state.platform = crypto.new_platform()

    @property
    def platform(self) -> Platform:
        """The platform's keys."""
        assert self.state.platform is not None
        return self.state.platform

    def time(self) -> float:
        """Seconds since 1970 on the shared clock."""
        return self.clock.time()

    def next_seq(self) -> int:
        """A number never given before."""
        with self.lock:
            self.state.seq += 1
            return self.state.seq

    def new_id(self, prefix: str, length: int) -> str:
        """A decimal id of realistic shape: prefix, day, random digits, a running number."""
        day = datetime.fromtimestamp(self.time(), SHANGHAI).strftime("%Y%m%d")
        tail = f"{self.next_seq() % 10**7:07}"
        return prefix + day + digits(length - len(prefix) - len(day) - len(tail)) + tail

    def record(self, kind: str, **fields: object) -> None:
        """Write a line of the ledger and have the state saved."""
        with self.lock:
            at = datetime.fromtimestamp(self.time(), UTC).isoformat(timespec="milliseconds")
            self.state.ledger.append({"seq": self.next_seq(), "at": at, "kind": kind, **fields})
            del self.state.ledger[:-LEDGER_KEEPS]
        self.changed()

    def ledger(self, kinds: set[str], after: int, limit: int) -> list[Json]:
        """Lines after a seq, reading forward, or the newest."""
        with self.lock:
            found = [e for e in self.state.ledger if not kinds or e["kind"] in kinds]
        if after < 0:
            return found[-limit:]
        return [entry for entry in found if int(str(entry["seq"])) > after][:limit]

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
        """REFUND as soon as one refund was accepted and not closed (wecom-api.md I4)."""
        live = (r for r in order.refunds if self.state.refunds[r].status != "CLOSED")
        return "REFUND" if any(live) else order.state
