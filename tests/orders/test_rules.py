"""A discount's parts sum to it; an order's states follow one another as they should."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.core.moments import Moment
from chalicelib.core.money import Fen
from chalicelib.orders import rules
from chalicelib.orders.shapes import Entry
from chalicelib.orders.states import MOVES, EntryKind, OrderState

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
    """Refunded is the end; an unpaid order can neither be ready nor picked up."""
    assert {state for state, after in MOVES.items() if not after} == {OrderState.REFUNDED}
    assert _before(OrderState.READY) == {OrderState.PAID}
    assert _before(OrderState.PICKED_UP) == {OrderState.READY}
    assert set(MOVES) == set(OrderState)


def test_money_can_come_back_from_every_state_in_which_it_is_ours() -> None:
    """Paid, late, ready and handed out; not before it came."""
    ours = {OrderState.PAID, OrderState.PAID_LATE, OrderState.READY, OrderState.PICKED_UP}
    assert _before(OrderState.REFUNDING) == ours
    assert _before(OrderState.REFUNDED) == {*ours, OrderState.REFUNDING}


def _before(state: OrderState) -> set[OrderState]:
    return {before for before, after in MOVES.items() if state in after}


AT = Moment("2026-11-21T02:00:00.000Z")
PAID = Entry(AT, EntryKind.PAID, Fen(1000), "42")


@given(st.lists(st.tuples(st.integers(1, 400), st.booleans()), max_size=8))
def test_an_order_ends_when_all_its_money_is_on_its_way_back(parts: list[tuple[int, bool]]) -> None:
    """Whatever the parts: what came in is what is kept, going back and back, and it is refunded when all of it is."""
    ledger, left = [PAID], 1000
    for nth, (amount, is_back) in enumerate(parts):
        if amount <= left:
            left -= amount
            ledger.append(Entry(AT, EntryKind.REFUND_ASKED, Fen(amount), str(nth)))
            ledger += [Entry(AT, EntryKind.REFUNDED, Fen(amount), str(nth))] if is_back else []
    money = rules.money(ledger)
    assert money.came_in == left + money.going_back + money.went_back == 1000
    end = OrderState.REFUNDED if money.went_back == 1000 else OrderState.REFUNDING if left == 0 else OrderState.READY
    assert rules.state(OrderState.READY, ledger) == end
