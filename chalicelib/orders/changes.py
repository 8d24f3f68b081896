"""What an order's ledger says has happened."""

from __future__ import annotations

from functools import partial
from typing import TypeVar

from chalicelib.core.events.facts import Told
from chalicelib.core.ids import StoreId, UserId
from chalicelib.orders import facts
from chalicelib.orders.shapes import Entry
from chalicelib.orders.states import EntryKind
from chalicelib.orders.store import OrderRow

Data = TypeVar("Data", bound=facts.AboutOrder)
Refunds = type[facts.OrderRefundAsked] | type[facts.OrderRefunding] | type[facts.OrderRefundWithdrawn]
REFUNDS: dict[EntryKind, Refunds] = {
    EntryKind.REFUND_ASKED: facts.OrderRefundAsked,
    EntryKind.REFUNDING: facts.OrderRefunding,
    EntryKind.REFUND_WITHDRAWN: facts.OrderRefundWithdrawn,
}


def order(row: OrderRow) -> list[Told]:
    """One fact an entry of the ledger."""
    return [
        Told(data=_data(row, entry), subject=f"member#{row.member_id}", at=entry.at, mark=str(number))
        for number, entry in enumerate(row.ledger)
    ]


def _data(row: OrderRow, entry: Entry) -> facts.AboutOrder:
    match entry.kind:
        case EntryKind.PLACED:
            return _about(facts.OrderPlaced, row)()
        case EntryKind.PAID:
            return _about(facts.OrderPaid, row)(amount=entry.fen, transaction=entry.ref)
        case EntryKind.HELD_AGAIN:
            return _about(facts.OrderPaid, row)(amount=row.payable, transaction=_transaction(row))
        case EntryKind.PAID_LATE:
            return _about(facts.OrderPaidLate, row)(transaction=entry.ref)
        case EntryKind.HOLD_OVER:
            return _about(facts.OrderHoldOver, row)()
        case EntryKind.CANCELLED:
            return _about(facts.OrderCancelled, row)(reason=entry.note)
        case EntryKind.READY:
            return _about(facts.OrderReady, row)()
        case EntryKind.PICKED_UP:
            return _about(facts.OrderPickedUp, row)(
                staff=UserId(entry.ref.partition(":")[2]), store=row.handed_out_at or StoreId("")
            )
        case _:
            return _refund(row, entry)


def _refund(row: OrderRow, entry: Entry) -> facts.AboutOrder:
    if entry.kind is EntryKind.REFUNDED:
        return _about(facts.OrderRefunded, row)(amount=entry.fen, refund=entry.ref)
    return _about(REFUNDS[entry.kind], row)(amount=entry.fen, refund=entry.ref, reason=entry.note)


def _transaction(row: OrderRow) -> str:
    """The money that came for it late."""
    return next(entry.ref for entry in row.ledger if entry.kind is EntryKind.PAID_LATE)


def _about(data: type[Data], row: OrderRow) -> partial[Data]:
    """A fact's struct with all that every fact of an order says."""
    return partial(
        data,
        order=row.order_id,
        member=row.member_id,
        coupon_template=row.coupon_template,
        seller_kind=row.seller_kind,
        seller_id=row.seller_id,
        seat=row.hold.seat,
        store=row.store_id,
        payable=row.payable,
    )
