"""A discount's parts sum to it; an order's states follow one another as they should."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.orders import rules
from chalicelib.orders.states import MOVES, OrderState

AMOUNTS = st.lists(st.integers(0, 10_000_000), min_size=1, max_size=12)


@given(AMOUNTS, st.data())
def test_the_parts_of_a_discount_sum_to_it(amounts: list[int], data: st.DataObject) -> None:
    """To the fen, whatever the lines; no line gets more off than it costs."""
    off = data.draw(st.integers(0, sum(amounts)))
    parts = rules.apportion(amounts, off)
    assert sum(parts) == off
    assert all(0 <= part <= amount for part, amount in zip(parts, amounts, strict=True))


@given(AMOUNTS, st.data())
def test_no_line_is_a_fen_from_its_share(amounts: list[int], data: st.DataObject) -> None:
    """Each part is its exact share, rounded up or down."""
    total = sum(amounts)
    off = data.draw(st.integers(0, total))
    for part, amount in zip(rules.apportion(amounts, off), amounts, strict=True):
        assert total == 0 or abs(part * total - amount * off) < total


def test_the_fen_that_is_left_over_goes_to_who_lost_most_by_rounding() -> None:
    """100 fen over three equal lines: the first gets the odd one."""
    assert rules.apportion([500, 500, 500], 100) == [34, 33, 33]
    assert rules.apportion([300, 200, 100], 100) == [50, 33, 17]


def test_nothing_follows_an_end() -> None:
    """Picked up and refunded are ends; an unpaid order can neither be ready nor picked up."""
    assert {state for state, after in MOVES.items() if not after} == {OrderState.PICKED_UP, OrderState.REFUNDED}
    assert _before(OrderState.READY) == {OrderState.PAID}
    assert OrderState.PLACED not in _before(OrderState.PICKED_UP)
    assert set(MOVES) == set(OrderState)


def test_money_can_come_back_from_every_state_in_which_it_is_ours() -> None:
    """Paid, and the two in which it may arrive late."""
    assert _before(OrderState.REFUNDING) == {OrderState.PLACED, OrderState.PAID, OrderState.CANCELLED}


def _before(state: OrderState) -> set[OrderState]:
    return {before for before, after in MOVES.items() if state in after}
