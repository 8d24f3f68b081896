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

    closed: the provider gave it up. succeeded: the customer has the money. withdrawn: the provider refused it for good
    or gave it up, and a person let go of it: its money is the payment's again.
    """

    ASKED = "asked"
    PROCESSING = "processing"
    SUCCEEDED = "succeeded"
    ABNORMAL = "abnormal"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Origin(StrEnum):
    """Who asked for a refund: we did, or somebody in the provider's merchant console, of which we only heard."""

    OURS = "ours"
    CONSOLE = "console"


class Standing(StrEnum):
    """Whether somebody has to see to a payment or a refund.

    fine: there was nothing, or it mended itself. open: something does not fit, or is stuck. seen: somebody said what
    came of it.
    """

    FINE = "fine"
    OPEN = "open"
    SEEN = "seen"


class Outcome(StrEnum):
    """What came of a notice. booked: it is in the books, now or before. found: a refund made elsewhere was booked.

    looked_up: it was not proved, so the provider was asked. kept: it does not fit, which stands with its payment.
    unknown: of a payment that nobody asked for, or that our books do not have as paid. unreadable: a payment's or
    refund's that does not say what it must. other: of a kind that nothing follows from here.
    """

    BOOKED = "booked"
    FOUND = "found"
    LOOKED_UP = "looked_up"
    KEPT = "kept"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"
    OTHER = "other"


# What the provider says was paid is paid, whatever we thought of it before.
PAYMENT_MOVES: Mapping[PaymentState, frozenset[PaymentState]] = {
    PaymentState.ASKED: frozenset({PaymentState.PAID, PaymentState.CLOSED}),
    PaymentState.CLOSED: frozenset({PaymentState.PAID}),
    PaymentState.PAID: frozenset(),
}
# Notices may come late and overtake each other, but nothing follows success. To asked: a person has it tried again.
# From withdrawn: what the provider says it took it took, whatever we thought of it before.
REFUND_MOVES: Mapping[RefundState, frozenset[RefundState]] = {
    RefundState.ASKED: frozenset(RefundState),
    RefundState.PROCESSING: frozenset({RefundState.SUCCEEDED, RefundState.ABNORMAL, RefundState.CLOSED}),
    RefundState.ABNORMAL: frozenset({RefundState.ASKED, RefundState.SUCCEEDED, RefundState.CLOSED}),
    RefundState.CLOSED: frozenset({RefundState.ASKED, RefundState.SUCCEEDED, RefundState.WITHDRAWN}),
    RefundState.SUCCEEDED: frozenset(),
    RefundState.WITHDRAWN: frozenset({RefundState.PROCESSING, RefundState.ABNORMAL, RefundState.SUCCEEDED}),
}
STUCK = frozenset({RefundState.ABNORMAL, RefundState.CLOSED})
"""It did not arrive, or was given up."""
UNDERWAY = (RefundState.ASKED, RefundState.PROCESSING)
"""The sweep asks the provider what becomes of these."""
LOOKED_UP = (*UNDERWAY, RefundState.WITHDRAWN)
"""And of what was withdrawn a last time, for it may have been on its way there."""


def before(moves: Mapping[State, frozenset[State]], state: State) -> tuple[State, ...]:
    """The states that may become `state`."""
    return tuple(earlier for earlier, later in moves.items() if state in later)
