"""What an order's ledger says has happened."""

from __future__ import annotations

from typing import Any

from chalicelib.core.events.facts import Told, old_told

KINDS = {
    "placed": "order.placed",
    "paid": "order.paid",
    "cancelled": "order.cancelled",
    "ready": "order.ready",
    "picked_up": "order.picked_up",
    "refunding": "order.refunding",
    "refunded": "order.refunded",
}


def order(row: Any) -> list[Told]:
    """One fact a ledger line."""
    told = []
    for number, line in enumerate(row.ledger):
        at, state, fen, ref = line.split("|", 3)
        data = {
            "order_id": row.order_id,
            "activity_id": row.activity_id,
            "session_id": row.session_id,
            "payable": int(row.payable),
            "fen": int(fen),
            "ref": ref,
        }
        subject = f"member#{row.member_id}"
        told.append(old_told(kind=KINDS[state], subject=subject, data=data, at=at, mark=str(number)))
    return told
