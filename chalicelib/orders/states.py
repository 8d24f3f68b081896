"""The states of an order, and which may follow which."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class OrderState(StrEnum):
    """What has become of an order, as everybody reads it."""

    PLACED = "placed"
    PAID = "paid"
    READY = "ready"
    PICKED_UP = "picked_up"
    CANCELLED = "cancelled"
    REFUNDING = "refunding"
    REFUNDED = "refunded"


# A cancelled order is paid after all when the money came late and a place was left. What cost nothing is refunded at
# once; all other money is on its way first.
MOVES: Mapping[OrderState, frozenset[OrderState]] = {
    OrderState.PLACED: frozenset({OrderState.PAID, OrderState.CANCELLED, OrderState.REFUNDING}),
    OrderState.PAID: frozenset({OrderState.READY, OrderState.REFUNDING, OrderState.REFUNDED}),
    OrderState.READY: frozenset({OrderState.PICKED_UP}),
    OrderState.PICKED_UP: frozenset(),
    OrderState.CANCELLED: frozenset({OrderState.PAID, OrderState.REFUNDING}),
    OrderState.REFUNDING: frozenset({OrderState.REFUNDED}),
    OrderState.REFUNDED: frozenset(),
}
