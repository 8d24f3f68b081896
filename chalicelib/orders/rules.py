"""Pure decisions about orders: the parts of a discount, and where the money is."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from chalicelib.core.moments import Moment
from chalicelib.core.money import Fen
from chalicelib.orders.shapes import Draft, Entry, Line, Money, Order
from chalicelib.orders.states import ASKED_BACK, CAME_IN, GOING_BACK, EntryKind, OrderState

WITHDRAWN = EntryKind.REFUND_WITHDRAWN
# Of all that is sold: what is for sale cannot be held by tapping.
MOST_UNPAID = 3


def lines(draft: Draft) -> list[Line]:
    """The lines of an order about to be placed, each with its part of the discount."""
    amounts = [item.quantity * item.price for item in draft.items]
    return [
        Line(**msgspec.structs.asdict(item), off=Fen(off), amount=Fen(amount - off))
        for item, amount, off in zip(draft.items, amounts, apportion(amounts, draft.off), strict=True)
    ]


def apportion(amounts: Sequence[int], off: int) -> list[int]:
    """`off` fen spread over lines in proportion to their amounts; the parts sum to it and none exceeds its line.

    Rounded down, then a fen more for those that lost most by rounding (largest remainder), earlier lines first.
    """
    total = sum(amounts)
    if not 0 <= off <= total:
        raise ValueError("a discount is between nothing and the total")
    if total == 0:
        return [0 for _ in amounts]
    parts = [amount * off // total for amount in amounts]
    rest = off - sum(parts)
    by_loss = sorted(range(len(amounts)), key=lambda line: (-(amounts[line] * off % total), line))
    for line in by_loss[:rest]:
        parts[line] += 1
    return parts


def money(ledger: Sequence[Entry]) -> Money:
    """What came in for an order, what went back, and what is on its way back."""
    came_in = sum(entry.fen for entry in ledger if entry.kind in CAME_IN)
    asked = sum(entry.fen for entry in ledger if entry.kind in ASKED_BACK)
    withdrawn = sum(entry.fen for entry in ledger if entry.kind == EntryKind.REFUND_WITHDRAWN)
    went_back = sum(entry.fen for entry in ledger if entry.kind == EntryKind.REFUNDED)
    return Money(came_in=Fen(came_in), went_back=Fen(went_back), going_back=Fen(asked - withdrawn - went_back))


def is_asked_for(ledger: Sequence[Entry], number: str) -> bool:
    """True when the ledger says of a refund that it was asked for, and not that it was withdrawn since."""
    told = [entry.kind for entry in ledger if entry.ref == number and entry.kind in (*ASKED_BACK, WITHDRAWN)]
    return bool(told) and told[-1] is not WITHDRAWN


def state(before: OrderState, ledger: Sequence[Entry]) -> OrderState:
    """How an order stands after money was asked back or came back: as before, until all of it does."""
    now = money(ledger)
    if now.came_in and now.went_back == now.came_in:
        return OrderState.REFUNDED
    if now.came_in and now.went_back + now.going_back == now.came_in:
        return OrderState.REFUNDING
    return before


def heard_of_refund(order: Order, at: Moment, amount: Fen, number: str, note: str, *, is_back: bool) -> list[Entry]:
    """What the ledger does not say yet of a refund: that it was asked for, when it was not by us; that it is back."""
    entries = []
    if not is_asked_for(order.ledger, number):
        found = money(order.ledger)
        is_rest = found.went_back + found.going_back + amount == found.came_in
        kind = EntryKind.REFUNDING if is_rest and order.status not in GOING_BACK else EntryKind.REFUND_ASKED
        entries.append(Entry(at, kind, amount, number, note))
    if is_back and not order.has(EntryKind.REFUNDED, number):
        entries.append(Entry(at, EntryKind.REFUNDED, amount, number))
    return entries
