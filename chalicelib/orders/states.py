"""The states of an order, which may follow which, and what its ledger can say."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class OrderState(StrEnum):
    """What has become of an order, as everybody reads it.

    paid_late: the money came when the place was given back; its seller finds a place again, or the money goes back.
    """

    PLACED = "placed"
    PAID = "paid"
    PAID_LATE = "paid_late"
    READY = "ready"
    PICKED_UP = "picked_up"
    CANCELLED = "cancelled"
    REFUNDING = "refunding"
    REFUNDED = "refunded"


# All money is on its way before it is back; what cost nothing is back at once, and of what was given back in the
# merchant console we hear when it is.
MOVES: Mapping[OrderState, frozenset[OrderState]] = {
    OrderState.PLACED: frozenset({OrderState.PAID, OrderState.CANCELLED}),
    OrderState.CANCELLED: frozenset({OrderState.PAID_LATE}),
    OrderState.PAID_LATE: frozenset({OrderState.PAID, OrderState.REFUNDING, OrderState.REFUNDED}),
    OrderState.PAID: frozenset({OrderState.READY, OrderState.REFUNDING, OrderState.REFUNDED}),
    OrderState.READY: frozenset({OrderState.PICKED_UP, OrderState.REFUNDING, OrderState.REFUNDED}),
    OrderState.PICKED_UP: frozenset({OrderState.REFUNDING, OrderState.REFUNDED}),
    OrderState.REFUNDING: frozenset({OrderState.REFUNDED}),
    OrderState.REFUNDED: frozenset(),
}
UNPAID = frozenset({OrderState.PLACED, OrderState.CANCELLED})
GOING_BACK = frozenset({OrderState.REFUNDING, OrderState.REFUNDED})


class EntryKind(StrEnum):
    """What an entry of the ledger says.

    paid, paid_late: money came in. hold_over: the time to pay is over. held_again: a late order has a place again.
    refund_asked: a part goes back; refunding: all that was left does, and the order ends. refunded: money is back.
    refund_withdrawn: one that was refused for good is owed no more.
    """

    PLACED = "placed"
    PAID = "paid"
    PAID_LATE = "paid_late"
    HOLD_OVER = "hold_over"
    HELD_AGAIN = "held_again"
    CANCELLED = "cancelled"
    READY = "ready"
    PICKED_UP = "picked_up"
    REFUND_ASKED = "refund_asked"
    REFUNDING = "refunding"
    REFUND_WITHDRAWN = "refund_withdrawn"
    REFUNDED = "refunded"


CAME_IN = frozenset({EntryKind.PAID, EntryKind.PAID_LATE})
ASKED_BACK = frozenset({EntryKind.REFUND_ASKED, EntryKind.REFUNDING})
