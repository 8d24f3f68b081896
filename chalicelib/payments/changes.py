"""What a payment and a refund say has happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from chalicelib.core.events.facts import FactData, Told
from chalicelib.core.moments import Moment
from chalicelib.payments import facts
from chalicelib.payments.store import PaymentRow, RefundRow


def payment(row: PaymentRow) -> list[Told]:
    """It was closed, the money came, or the provider reported something that does not fit."""
    order, member, subject = row.number, row.member_id, f"member#{row.member_id}"
    news = []
    if row.closed_at:
        closed = facts.PaymentClosed(order=order, member=member, amount=row.amount)
        news.append(Told(data=closed, subject=subject, at=row.closed_at))
    if row.transaction_id:
        received = facts.PaymentReceived(
            order=order, member=member, amount=row.amount, transaction_id=row.transaction_id, paid_at=row.paid_at
        )
        news.append(Told(data=received, subject=subject, at=row.paid_at))

    def mismatched(trouble: str) -> FactData:
        return facts.PaymentMismatched(order=order, member=member, trouble=trouble)

    return [*news, *_mismatches(row.trouble or (), subject, mismatched)]


def refund(row: RefundRow) -> list[Told]:
    """It was asked for, perhaps again, it got stuck, or the money is back."""
    order, member, amount, subject = row.number, row.member_id, row.amount, f"member#{row.member_id}"
    asked = facts.RefundAsked(order=order, member=member, amount=amount, reason=row.reason)
    news = [Told(data=asked, subject=subject, at=row.asked_at)]
    if row.retried_at:
        retried = facts.RefundRetried(order=order, member=member, amount=amount)
        news.append(Told(data=retried, subject=subject, at=row.retried_at, mark=row.retried_at, lasting=False))
    if row.stuck_at:
        stuck = facts.RefundStuck(order=order, member=member, amount=amount, state=row.state)
        news.append(Told(data=stuck, subject=subject, at=row.stuck_at, mark=row.stuck_at, lasting=False))
    if row.succeeded_at:
        succeeded = facts.RefundSucceeded(order=order, member=member, amount=amount)
        news.append(Told(data=succeeded, subject=subject, at=row.succeeded_at))

    def mismatched(trouble: str) -> FactData:
        return facts.RefundMismatched(order=order, member=member, trouble=trouble)

    return [*news, *_mismatches(row.trouble or (), subject, mismatched)]


def _mismatches(lines: Iterable[str], subject: str, mismatched: Callable[[str], FactData]) -> Iterator[Told]:
    """One fact for each line of trouble, which is a time and what did not fit."""
    for line in sorted(lines):
        at, _, trouble = line.partition(" ")
        yield Told(data=mismatched(trouble), subject=subject, at=Moment(at), mark=line)
