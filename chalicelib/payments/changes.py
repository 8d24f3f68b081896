"""What a payment and a refund say has happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TypeVar

from chalicelib.core.events.facts import FactData, Told
from chalicelib.core.moments import Moment
from chalicelib.payments import facts
from chalicelib.payments.refund_rows import RefundRow
from chalicelib.payments.states import Origin
from chalicelib.payments.store import PaymentRow

Data = TypeVar("Data", bound=facts.AboutRefund)


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
    """It was asked for, perhaps again, or found; it got stuck, was withdrawn, or the money is back."""
    subject = f"member#{row.member_id}"
    if row.origin == Origin.OURS:
        asked = _about(facts.RefundAsked, row)(reason=row.reason)
        news = [Told(data=asked, subject=subject, at=row.asked_at)]
    else:
        news = [Told(data=_about(facts.RefundFound, row)(), subject=subject, at=row.asked_at)]
    if row.retried_at:
        again, at = _about(facts.RefundRetried, row)(), row.retried_at
        news.append(Told(data=again, subject=subject, at=at, mark=at, lasting=False))
    if row.stuck_at:
        stuck, at = _about(facts.RefundStuck, row)(state=row.state), row.stuck_at
        news.append(Told(data=stuck, subject=subject, at=at, mark=at, lasting=False))
    if row.withdrawn_at:
        withdrawn, at = _about(facts.RefundWithdrawn, row)(), row.withdrawn_at
        news.append(Told(data=withdrawn, subject=subject, at=at))
    if row.succeeded_at:
        back = _about(facts.RefundSucceeded, row)()
        news.append(Told(data=back, subject=subject, at=row.succeeded_at))

    def mismatched(trouble: str) -> FactData:
        return facts.RefundMismatched(order=row.number, member=row.member_id, trouble=trouble)

    return [*news, *_mismatches(row.trouble or (), subject, mismatched)]


def _about(data: type[Data], row: RefundRow) -> partial[Data]:
    """A fact's struct with all that every fact of a refund says."""
    return partial(data, order=row.number, member=row.member_id, amount=row.amount, refund=row.refund_number)


def _mismatches(lines: Iterable[str], subject: str, mismatched: Callable[[str], FactData]) -> Iterator[Told]:
    """One fact for each line of trouble, which is a time and what did not fit."""
    for line in sorted(lines):
        at, _, trouble = line.partition(" ")
        yield Told(data=mismatched(trouble), subject=subject, at=Moment(at), mark=line)
