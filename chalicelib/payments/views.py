"""Payments, refunds and notices as operators and other rooms see them."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from chalicelib.core.moments import NEVER
from chalicelib.members.ids import MemberId
from chalicelib.members.shapes import MemberNamed
from chalicelib.payments import problems
from chalicelib.payments.notice_rows import NoticeRow
from chalicelib.payments.refund_rows import RefundRow
from chalicelib.payments.shapes import Notice, Payment, Refund, RefundInList, Trouble
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
        acknowledged=sorted(row.acknowledged or ()),
        problem=problems.of_refund(row),
    )


def in_list(refund: Refund, names: Mapping[MemberId, str]) -> RefundInList:
    """A refund among others, with the name of whose money it is."""
    member = MemberNamed(refund.member_id, names.get(refund.member_id, ""))
    return RefundInList(**msgspec.structs.asdict(refund), member=member)


def trouble(row: PaymentRow | RefundRow, names: Mapping[MemberId, str]) -> Trouble:
    """What somebody has to see to, or has seen to: of a payment, or of a refund of it."""
    payment, refund = (row, None) if isinstance(row, PaymentRow) else (None, row)
    return Trouble(
        number=row.number,
        refund_number=refund.refund_number if refund else None,
        member=MemberNamed(row.member_id, names.get(row.member_id, "")),
        amount=row.amount,
        payment_state=payment.state if payment else None,
        refund_state=refund.state if refund else None,
        trouble=sorted(row.trouble or ()),
        acknowledged=sorted(row.acknowledged or ()),
        problem=problems.of_refund(refund) if refund else problems.of_payment(payment) if payment else None,
    )


def notice(row: NoticeRow) -> Notice:
    """A notice and what came of it."""
    return msgspec.convert(row, Notice, from_attributes=True)
