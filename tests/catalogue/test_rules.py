"""What a product cannot be, and what it seldom is on purpose."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from chalicelib.catalogue import rules
from chalicelib.catalogue.shapes import NewProduct

SOFA = {"name": "三人位", "list_price": 4_999_00, "private_price": 4_599_00, "stock": 10}


@pytest.mark.parametrize(
    ("change", "wrong", "unusual"),
    [
        ({}, [], []),
        ({"private_price": 45_99}, [], ["under_half_the_list_price"]),
        ({"private_price": 0}, [], ["free"]),
        ({"private_price": 5_000_00}, ["over_list_price"], []),
        ({"stock": 100_001}, [], ["many"]),
    ],
)
def test_a_sku_is_judged_by_its_prices_and_pieces(change: dict[str, Any], wrong: list[str], unusual: list[str]) -> None:
    """A sofa for the price of a cushion may be meant, a private price above the list's is not."""
    new = msgspec.convert({"name": "沙发", "skus": [{**SOFA, **change}]}, NewProduct)
    assert [fault.rule for fault in rules.wrong(new)] == wrong
    assert [fault.rule for fault in rules.unusual(new)] == unusual


def test_two_skus_of_one_name_are_refused_at_the_second() -> None:
    """Nobody could tell them apart."""
    new = msgspec.convert({"name": "沙发", "skus": [SOFA, SOFA]}, NewProduct)
    assert [(fault.path, fault.rule) for fault in rules.wrong(new)] == [("skus[1].name", "unique")]
