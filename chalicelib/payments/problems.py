"""What is wrong with a payment or a refund, in words, and what to press: read from its row, which keeps evidence."""

from __future__ import annotations

from chalicelib.core.errors import AppError
from chalicelib.core.moments import Moment
from chalicelib.core.problems import Problem, Remedy
from chalicelib.payments.errors import (
    PaymentTroubled,
    RefundAbnormal,
    RefundClosed,
    RefundNotTaken,
    RefundTroubled,
)
from chalicelib.payments.refund_rows import RefundRow
from chalicelib.payments.states import RefundState
from chalicelib.payments.store import PaymentRow


def of_payment(row: PaymentRow) -> Problem | None:
    """Something was reported of it that is not in the books, and nobody has said yet that they saw to it."""
    return _problem(PaymentTroubled(), Remedy.ACKNOWLEDGE, row.changed_at) if row.open_trouble else None


def of_refund(row: RefundRow) -> Problem | None:
    """Why the money is not back, or what does not fit and nobody has seen to; None while nothing is wrong."""
    match row.state:
        case RefundState.ASKED if row.refused:
            remedy = Remedy.RETRY if row.is_for_good else Remedy.NOTHING
            return _problem(RefundNotTaken(row.refused), remedy, row.changed_at)
        case RefundState.CLOSED:
            return _problem(RefundClosed(), Remedy.RETRY, row.stuck_at or row.changed_at)
        case RefundState.ABNORMAL if not row.open_trouble.isdisjoint(row.lost):
            return _problem(RefundAbnormal(), Remedy.ACKNOWLEDGE, row.stuck_at or row.changed_at)
    return _problem(RefundTroubled(), Remedy.ACKNOWLEDGE, row.changed_at) if row.open_trouble else None


def _problem(error: AppError, remedy: Remedy, at: Moment) -> Problem:
    return Problem(code=error.code, zh=error.zh, en=error.en, remedy=remedy, at=at)
