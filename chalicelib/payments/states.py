"""How a payment and a refund may stand, and what may become of each."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

State = TypeVar("State", bound=StrEnum)


class PaymentState(StrEnum):
    """asked: it may be paid, or may have been. paid: the money came. closed: nobody can pay it any more."""

    ASKED = "asked"
    PAID = "paid"
    CLOSED = "closed"


class RefundState(StrEnum):
    """asked: it is owed. processing: the provider is at it. abnormal: it did not reach the customer.

    closed: the provider gave it up. succeeded: the customer has the money.
    """

    ASKED = "asked"
    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    ABNORMAL = "abnormal"
    CLOSED = "closed"


# What the provider says was paid is paid, whatever we thought of it before.
PAYMENT_MOVES: Mapping[PaymentState, frozenset[PaymentState]] = {
    PaymentState.ASKED: frozenset({PaymentState.PAID, PaymentState.CLOSED}),
    PaymentState.CLOSED: frozenset({PaymentState.PAID}),
    PaymentState.PAID: frozenset(),
}
# Notices may come late and overtake each other, but nothing follows success. To asked: a person has it tried again.
REFUND_MOVES: Mapping[RefundState, frozenset[RefundState]] = {
    RefundState.ASKED: frozenset(RefundState),
    RefundState.PROCESSING: frozenset({RefundState.SUCCEEDED, RefundState.ABNORMAL, RefundState.CLOSED}),
    RefundState.ABNORMAL: frozenset({RefundState.ASKED, RefundState.SUCCEEDED, RefundState.CLOSED}),
    RefundState.CLOSED: frozenset({RefundState.ASKED, RefundState.SUCCEEDED}),
    RefundState.SUCCEEDED: frozenset(),
}
UNDERWAY = (RefundState.ASKED, RefundState.PROCESSING)
"""The sweep asks the provider what becomes of these."""


def before(moves: Mapping[State, frozenset[State]], state: State) -> tuple[State, ...]:
    """The states that may become `state`."""
    return tuple(earlier for earlier, later in moves.items() if state in later)
