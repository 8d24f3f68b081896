"""Payments, refunds and notices as operators and other rooms see them."""

from __future__ import annotations

import msgspec

from chalicelib.core.moments import NEVER
from chalicelib.payments import problems
from chalicelib.payments.notice_rows import NoticeRow
from chalicelib.payments.refund_rows import RefundRow
from chalicelib.payments.shapes import Notice, Payment, Refund
from chalicelib.payments.store import PaymentRow


def payment(row: PaymentRow) -> Payment:
    """A payment without who pays it at the provider."""
    return Payment(
        number=row.number,
        member_id=row.member_id,
        amount=row.amount,
        description=row.description,
        state=row.state,
        asked_at=row.asked_at,
        expires_at=row.expires_at,
        transaction_id=row.transaction_id or "",
        paid_at=row.paid_at or NEVER,
        closed_at=row.closed_at or NEVER,
        returned=row.returned,
        trouble=sorted(row.trouble or ()),
        acknowledged=sorted(row.acknowledged or ()),
        problem=problems.of_payment(row),
    )


def refund(row: RefundRow) -> Refund:
    """A refund and how far it is."""
    return Refund(
        number=row.number,
        refund_number=row.refund_number,
        origin=row.origin,
        member_id=row.member_id,
        amount=row.amount,
        total=row.total,
        reason=row.reason,
        state=row.state,
        refused=row.refused or "",
        is_refused_for_good=row.is_for_good,
        asked_at=row.asked_at,
        succeeded_at=row.succeeded_at or NEVER,
        withdrawn_at=row.withdrawn_at or NEVER,
        trouble=sorted(row.trouble or ()),
        problem=problems.of_refund(row),
    )


def notice(row: NoticeRow) -> Notice:
    """A notice and what came of it."""
    return msgspec.convert(row, Notice, from_attributes=True)
