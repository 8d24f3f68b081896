"""The stock of a coupon is made less while everybody claims: never less than was issued, and the books stay exact."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import Any

import pytest

from chalicelib.core.storage import stock
from chalicelib.core.storage.stock import Stock
from chalicelib.core.storage.transaction import Transaction
from chalicelib.coupons import editing, store
from chalicelib.coupons.errors import BadTemplate
from chalicelib.coupons.shapes import EditTemplate, TemplateTerms
from tests.support.race.crowd import crowd
from tests.support.race.engine import Engine
from tests.support.race.rush import tapped

ROUNDS = 4
CROWD = 12


def shrunk_in_a_rush(engine: Engine) -> tuple[int, int, int]:
    """The stock, what was issued and what is left, after an operator made it 4 in the middle of a rush."""
    template: TemplateTerms = engine.template(stock=CROWD, buckets=3)
    wanted = EditTemplate(name=template.name, stock=4, revision=template.revision, confirm=True)
    shrinks = partial(editing.edit, engine.ctx(), template.template_id, wanted)
    claims = [partial(tapped, engine.ctx("r", f"m{n}"), template.template_id, f"m{n}", "r") for n in range(CROWD)]  # type: ignore[arg-type]
    outcomes = crowd([*claims[:4], shrinks, *claims[4:]], workers=CROWD)
    assert {outcome.name for outcome in outcomes} <= {"", "SoldOut", "BadTemplate", "TooBusy"}, outcomes
    now = store.template(engine.ctx(), template.template_id, consistent=True)
    assert now is not None
    count = engine.count(template)
    return now.stock, len(count.coupons), count.left


def test_a_stock_is_never_less_than_what_was_issued(engine: Engine) -> None:
    """It is made less or not at all; either way what was issued and what is left come to it."""
    for _ in range(ROUNDS):
        whole, issued, left = shrunk_in_a_rush(engine)
        assert whole in (4, CROWD) and issued + left == whole and left >= 0


def _claimed_in_between(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """What is left and what was issued, after both of two were claimed between an edit's look and its write."""
    template = engine.template(stock=2)
    levels = stock.levels

    def then_all_are_claimed(*args: Any) -> list[int]:
        seen = levels(*args)
        monkeypatch.setattr(stock, "levels", levels)
        for member in ("m1", "m2"):
            tapped(engine.ctx("r", member), template.template_id, member, "r")  # type: ignore[arg-type]
        return seen

    wanted = EditTemplate(name=template.name, stock=1, revision=template.revision, confirm=True)
    monkeypatch.setattr(stock, "levels", then_all_are_claimed)
    with suppress(BadTemplate):
        editing.edit(engine.ctx(), template.template_id, wanted)
    count = engine.count(template)
    return count.left, len(count.coupons)


def test_who_claims_between_a_look_at_the_stock_and_its_write_is_not_overlooked(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The edit looks again, and is refused."""
    assert _claimed_in_between(engine, monkeypatch) == (0, 2)


def test_an_edit_that_goes_by_what_it_read_takes_what_is_not_there(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: without the condition at the buckets, fewer than none are left."""

    def careless(transaction: Transaction, one: Stock, bucket: int, quantity: int = 1, by: Any = ()) -> None:
        row = stock._row(transaction.ctx, one, bucket)
        transaction.update(row, [stock.StockRow.left.add(-quantity)], None, AssertionError)

    monkeypatch.setattr(stock, "take_in", careless)
    assert _claimed_in_between(engine, monkeypatch) == (-1, 2)
