"""Pure decisions about orders: the parts of a discount, and where the money is."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from chalicelib.core.money import Fen
from chalicelib.orders.shapes import Draft, Line, Money, Order
from chalicelib.orders.states import OrderState


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


def money(order: Order) -> Money:
    """What came in for an order, what went back, and what is on its way back."""
    came_in = sum(entry.fen for entry in order.ledger if entry.fen > 0)
    went_back = -sum(entry.fen for entry in order.ledger if entry.fen < 0)
    going_back = came_in - went_back if order.status == OrderState.REFUNDING else 0
    return Money(came_in=Fen(came_in), went_back=Fen(went_back), going_back=Fen(going_back))
