"""Orders as others work with them and see them."""

from __future__ import annotations

import msgspec

from chalicelib.orders import rules
from chalicelib.orders.shapes import LedgerLine, Order, OrderSummary, OrderWithLedger
from chalicelib.orders.store import OrderRow


def order(row: OrderRow) -> Order:
    """An order as it was read."""
    return msgspec.convert(row, Order, from_attributes=True)


def summary(order: Order) -> OrderSummary:
    """An order as its member sees it."""
    return msgspec.convert(order, OrderSummary, from_attributes=True)


def with_ledger(order: Order) -> OrderWithLedger:
    """An order as staff and operators see it."""
    return OrderWithLedger(
        **msgspec.structs.asdict(summary(order)),
        member_id=order.member_id,
        store_id=order.store_id,
        money=rules.money(order.ledger),
        ledger=[LedgerLine(entry.at, entry.kind, entry.fen, entry.ref, entry.note) for entry in order.ledger],
    )
