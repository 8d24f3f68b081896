"""What a group-buy activity cannot be, what it seldom is on purpose, and when its teams end with it."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from chalicelib.catalogue.ids import ProductId, SkuId
from chalicelib.catalogue.shapes import Sku
from chalicelib.core.moments import Moment, moment
from chalicelib.core.money import Fen
from chalicelib.groupbuys import rules
from chalicelib.groupbuys.shapes import NewActivity
from chalicelib.groupbuys.states import Window

NOW = moment("2026-11-21T02:00:00.000Z")
SKU = Sku(
    sku_id=SkuId("p-1"),
    product_id=ProductId("p"),
    product_name="茶",
    picture_url="",
    name="250 克",
    list_price=Fen(12000),
    private_price=Fen(10000),
    buckets=1,
)


def _new(**changes: Any) -> NewActivity:
    usual = {
        "name": "三人团",
        "sku_id": "p-1",
        "team_size": 3,
        "team_price": 6900,
        "opens_at": "2026-11-21T02:00:00Z",
        "closes_at": "2026-11-28T02:00:00Z",
        "stock": 20,
    }
    return msgspec.convert({**usual, **changes}, NewActivity)


@pytest.mark.parametrize(
    ("changes", "wrong", "unusual"),
    [
        ({}, [], []),
        ({"team_price": 5000}, [], []),
        ({"team_price": 4999}, [], ["under_half_the_private_price"]),
        ({"team_price": 0}, [], ["free"]),
        ({"team_price": 10000}, ["under_private_price"], []),
        ({"stock": 3}, [], []),
        ({"stock": 2}, [], ["under_team_size"]),
        ({"closes_at": "2027-03-01T00:00:00Z"}, ["too_long"], []),
        ({"opens_at": "2026-11-29T00:00:00Z"}, ["ends_before_it_begins"], []),
        ({"opens_at": "2027-06-01T00:00:00Z", "closes_at": "2027-06-02T00:00:00Z"}, ["too_far_ahead"], []),
    ],
)
def test_an_activity_is_judged_by_its_prices_stock_and_window(
    changes: dict[str, Any], wrong: list[str], unusual: list[str]
) -> None:
    """A free team may be meant, one that nobody can complete is not."""
    new = _new(**changes)
    assert [fault.rule for fault in rules.wrong(new, NOW, SKU)] == wrong
    assert [fault.rule for fault in rules.unusual(new, SKU)] == unusual


def test_a_sku_that_is_not_there_is_told_beside_the_rest() -> None:
    """Prices cannot be compared then; everything else is."""
    assert [fault.rule for fault in rules.wrong(_new(closes_at="2026-11-21T02:00:00Z"), NOW, None)] == [
        "ends_before_it_begins",
        "unknown",
    ]


def test_an_activity_that_was_ended_before_it_opened_is_over() -> None:
    """Nobody is asked to come back to it."""
    at, opens, closes = "2026-11-21T02:00:00.000Z", "2026-11-23T02:00:00.000Z", "2026-11-22T02:00:00.000Z"
    assert rules.window(Moment(at), Moment(opens), Moment(closes)) is Window.OVER


def test_a_held_seat_keeps_its_time_when_the_activity_ends_earlier() -> None:
    """Its customer was told until when to pay; two minutes later the money would have been heard of."""
    closes, held = Moment("2026-11-21T02:00:00.000Z"), Moment("2026-11-21T02:15:00.000Z")
    assert rules.fails_at(closes, [held]) == "2026-11-21T02:17:00.000Z"
    assert rules.fails_at(closes, []) == "2026-11-21T02:02:00.000Z"
