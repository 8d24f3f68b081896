"""What happened to money, as an operator reads it in a timeline."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from chalicelib.core.events.facts import Fact, FactData, sentence
from chalicelib.core.moments import Moment
from chalicelib.payments.facts import FACTS, MEMBER, ORDER, Money
from chalicelib.payments.states import PAYMENT_MOVES, REFUND_MOVES, PaymentState, RefundState, before


def happened(kind: type[FactData]) -> Fact[FactData]:
    """A kind's sample, as a fact."""
    return Fact(
        corp="demo",
        subject=f"member#{MEMBER}",
        id="f1",
        at=Moment("2026-11-21T02:00:00.000Z"),
        actor="system:notice",
        cause="req",
        data=msgspec.convert(kind.sample, kind),
    )


@pytest.mark.parametrize("kind", FACTS, ids=lambda kind: kind.kind)
def test_each_is_told_of_an_order_and_in_yuan(kind: type[Any]) -> None:
    """Both sentences name the order; an amount of 6900 fen reads ¥69."""
    for text in sentence(happened(kind)):
        assert ORDER in text
        assert ("¥69" in text) == issubclass(kind, Money)
        assert "{" not in text


def test_nothing_follows_success_and_a_closed_payment_can_still_be_paid() -> None:
    """Money that arrived stays arrived; money that came is booked, whatever was thought of it before."""
    assert not PAYMENT_MOVES[PaymentState.PAID]
    assert not REFUND_MOVES[RefundState.SUCCEEDED]
    assert set(before(PAYMENT_MOVES, PaymentState.PAID)) == {PaymentState.ASKED, PaymentState.CLOSED}
    assert set(before(REFUND_MOVES, RefundState.SUCCEEDED)) == set(RefundState) - {RefundState.SUCCEEDED}
