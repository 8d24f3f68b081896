"""What a payment and a refund say has happened."""

from __future__ import annotations

from typing import Any

from chalicelib.core.events.facts import Told, old_told
from chalicelib.core.money import Fen
from chalicelib.payments import facts


def payment(row: Any) -> list[Told]:
    """It was closed, the money came, or the provider told something that does not fit."""
    subject = f"member#{row.member_id}"
    data = {"number": row.number, "amount": Fen(int(row.amount))}
    told = []
    if row.closed_at:
        told.append(old_told(kind="payment.closed", subject=subject, data=data, at=row.closed_at))
    if row.transaction_id:
        paid = facts.PaymentReceived(
            order=row.number,
            member=row.member_id,
            amount=Fen(int(row.amount)),
            transaction_id=row.transaction_id,
            paid_at=row.paid_at,
        )
        told.append(Told(data=paid, subject=subject, at=row.paid_at))
    return told + _mismatches(row, "payment.mismatched", subject)


def refund(row: Any) -> list[Told]:
    """It was asked for, perhaps again, it got stuck, or the money is back."""
    subject = f"member#{row.member_id}"
    data = {"number": row.number, "amount": Fen(int(row.amount))}
    told = [old_told(kind="refund.asked", subject=subject, data={**data, "reason": row.reason}, at=row.asked_at)]
    if row.retried_at:
        at = row.retried_at
        told.append(old_told(kind="refund.retried", subject=subject, data=data, at=at, mark=at, lasting=False))
    if row.stuck_at:
        at, stuck = row.stuck_at, {**data, "state": row.state}
        told.append(old_told(kind="refund.stuck", subject=subject, data=stuck, at=at, mark=at, lasting=False))
    if row.succeeded_at:
        back = facts.RefundSucceeded(order=row.number, member=row.member_id, amount=Fen(int(row.amount)))
        told.append(Told(data=back, subject=subject, at=row.succeeded_at))
    return told + _mismatches(row, "refund.mismatched", subject)


def _mismatches(row: Any, kind: str, subject: str) -> list[Told]:
    """One fact for each line of trouble, which is a time and what did not fit."""
    split = [(line, *line.split(" ", 1)) for line in sorted(row.trouble or ())]
    return [
        old_told(kind=kind, subject=subject, data={"number": row.number, "trouble": what}, at=at, mark=line)
        for line, at, what in split
    ]
