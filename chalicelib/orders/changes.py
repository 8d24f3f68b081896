"""What an order's ledger says has happened."""

from __future__ import annotations

from functools import partial
from typing import TypeVar

from chalicelib.core.events.facts import Told
from chalicelib.core.ids import UserId
from chalicelib.core.money import Fen
from chalicelib.orders import facts
from chalicelib.orders.shapes import Entry
from chalicelib.orders.states import OrderState
from chalicelib.orders.store import OrderRow

Data = TypeVar("Data", bound=facts.AboutOrder)


def order(row: OrderRow) -> list[Told]:
    """One fact an entry of the ledger."""
    return [
        Told(data=_data(row, entry), subject=f"member#{row.member_id}", at=entry.at, mark=str(number))
        for number, entry in enumerate(row.ledger)
    ]


def _data(row: OrderRow, entry: Entry) -> facts.AboutOrder:
    match entry.state:
        case OrderState.PLACED:
            return _about(facts.OrderPlaced, row)()
        case OrderState.PAID:
            transaction = entry.ref if entry.fen else ""
            return _about(facts.OrderPaid, row)(amount=entry.fen, transaction=transaction)
        case OrderState.CANCELLED:
            return _about(facts.OrderCancelled, row)(reason=entry.ref)
        case OrderState.READY:
            return _about(facts.OrderReady, row)()
        case OrderState.PICKED_UP:
            return _about(facts.OrderPickedUp, row)(staff=UserId(entry.ref.partition(":")[2]))
        case OrderState.REFUNDING:
            return _about(facts.OrderRefunding, row)(amount=entry.fen, reason=entry.ref)
        case OrderState.REFUNDED:
            return _about(facts.OrderRefunded, row)(amount=Fen(-entry.fen))


def _about(data: type[Data], row: OrderRow) -> partial[Data]:
    """A fact's struct with all that every fact of an order says."""
    return partial(
        data,
        order=row.order_id,
        member=row.member_id,
        coupon_template=row.coupon_template,
        activity=row.activity_id,
        team=row.team_id,
        payable=row.payable,
    )
