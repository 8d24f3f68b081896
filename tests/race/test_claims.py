"""Stock S against far more claims: exactly S coupons, nobody twice, whatever the timing."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core.context import Ctx
from chalicelib.core.storage import stock
from chalicelib.core.storage.stock import StockRow
from chalicelib.core.storage.table import change
from chalicelib.coupons import service, store
from chalicelib.coupons.errors import SoldOut
from chalicelib.coupons.ids import TemplateId
from chalicelib.members.ids import MemberId
from tests.support.claims import tap
from tests.support.race.engine import Engine
from tests.support.race.rounds import rounds
from tests.support.race.rush import assert_fair, double_taps, rush

NEGATIVE_ROUNDS = 10


@pytest.mark.parametrize(("stock", "buckets"), [(1, 1), (2, 2), (7, 1), (7, 4)])
@rounds(1, 3)
def test_a_small_stock_is_given_out_exactly_in_every_round(
    engine: Engine, stock: int, buckets: int, rounds: int
) -> None:
    """However often a rush is repeated, issued and left make up the stock and no member has two coupons."""
    taps = double_taps(members=24, twice=8)
    for _ in range(rounds):
        template = engine.template(stock, buckets)
        assert_fair(engine, template, taps, rush(engine, template, taps))


@pytest.mark.parametrize("buckets", [1, 8])
def test_a_hundred_coupons_in_one_or_many_buckets_reach_a_hundred_members(engine: Engine, buckets: int) -> None:
    """Splitting the stock changes nothing of the promise: the last coupon of the last bucket is found."""
    taps = double_taps(members=130, twice=10)
    template = engine.template(100, buckets)
    assert_fair(engine, template, taps, rush(engine, template, taps))


def test_stock_that_suffices_leaves_nobody_out(engine: Engine) -> None:
    """With less demand than stock every member gets one, and what is left is what was not asked for."""
    taps = double_taps(members=40, twice=10)
    template = engine.template(50, buckets=4)
    assert_fair(engine, template, taps, rush(engine, template, taps))


def naive_claim(ctx: Ctx, template_id: TemplateId, member_id: MemberId, request: str) -> Any:
    """What a hurried programmer writes: look, then write what follows from what was seen."""
    template = service.template(ctx, template_id)
    held = store.stock_of(template)
    (left,) = stock.levels(ctx, held)
    if left <= 0:
        raise SoldOut()
    coupon = store.new_coupon(ctx, template, member_id, 1, tap(request), ctx.at)
    coupon.stamped(ctx).save()
    change(ctx, stock._row(ctx, held, 0), [StockRow.left.set(left - 1)], None)
    return coupon


def test_the_same_rush_breaks_a_naive_claim(engine: Engine) -> None:
    """The negative control: if a read-then-write claim passes, this suite could not see a race at all."""
    taps = double_taps(members=24, twice=8)
    for _ in range(NEGATIVE_ROUNDS):
        template = engine.template(7)
        rush(engine, template, taps, naive_claim)
        count = engine.count(template)
        if len(count.coupons) > 7 or count.left + len(count.coupons) != 7:
            return
    pytest.fail("the naive claim was never caught")
