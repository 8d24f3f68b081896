"""A coupon that an order holds, gives back or uses up: what decides when the order's own look was long ago."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from chalicelib.core.money import Fen
from chalicelib.core.storage.transaction import Transaction
from chalicelib.coupons import service, store
from chalicelib.coupons.errors import BelowThreshold, CouponExpired, CouponInUse, UnknownCoupon
from chalicelib.coupons.ids import CouponCode
from chalicelib.coupons.states import CouponState
from chalicelib.coupons.store import NotHeld
from chalicelib.members.ids import MemberId
from tests.support import make
from tests.support.stack import Stack, running_stack

DAY = 24 * 3600
ENOUGH = Fen(12000)


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """One for all: each test has a coupon of its own."""
    with running_stack() as running:
        yield running


@pytest.fixture
def code(stack: Stack) -> CouponCode:
    """A coupon of m1."""
    return CouponCode(make.coupon(stack, make.coupon_template(stack, valid_days=7)).id)


def _commit(stack: Stack, add: Callable[[Transaction], None]) -> None:
    transaction = Transaction(stack.ctx())
    add(transaction)
    transaction.commit()


def _hold(stack: Stack, code: CouponCode, order: str = "o1", member: str = "m1", total: Fen = ENOUGH) -> None:
    _commit(stack, lambda within: service.reserve_in(within, code, MemberId(member), order, total))


def _use(stack: Stack, code: CouponCode, order: str) -> None:
    _commit(stack, lambda within: service.use_in(within, code, order, ENOUGH))


def _give_back(stack: Stack, code: CouponCode, order: str) -> None:
    _commit(stack, lambda within: service.release_in(within, code, order))


def _state(stack: Stack, code: CouponCode) -> CouponState:
    row = store.coupon(stack.ctx(), code)
    assert row is not None
    return row.status


def test_an_order_holds_the_coupon_of_its_own_member(stack: Stack, code: CouponCode) -> None:
    """Another's coupon is as if it were not there, and stays free."""
    with pytest.raises(UnknownCoupon):
        _hold(stack, code, member="m2")
    assert _state(stack, code) is CouponState.ISSUED
    _hold(stack, code)
    assert _state(stack, code) is CouponState.RESERVED


def test_an_order_uses_up_the_coupon_that_it_holds(stack: Stack, code: CouponCode) -> None:
    """Neither a free one nor one that another order holds or has given back."""
    with pytest.raises(NotHeld):
        _use(stack, code, "o1")
    _hold(stack, code)
    for act in (_use, _give_back):
        with pytest.raises(NotHeld):
            act(stack, code, "o2")
    _give_back(stack, code, "o1")
    with pytest.raises(NotHeld):
        _use(stack, code, "o1")
    _hold(stack, code, "o2")
    _use(stack, code, "o2")
    assert _state(stack, code) is CouponState.REDEEMED


def test_a_coupon_is_held_by_one_order_in_time_and_above_its_threshold(stack: Stack, code: CouponCode) -> None:
    """Whatever was true when the order looked, its write is refused with what is true now."""
    with pytest.raises(BelowThreshold):
        _hold(stack, code, total=Fen(9999))
    _hold(stack, code)
    with pytest.raises(CouponInUse):
        _hold(stack, code, "o2")
    _give_back(stack, code, "o1")
    stack.clock.advance(7 * DAY)
    with pytest.raises(CouponExpired):
        _hold(stack, code)
