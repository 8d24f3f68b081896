"""Group-buys, orders and the shop stand on one market, on moto: nothing happens at once in them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.bank import Bank, use_bank
from tests.support.groupbuy import Market
from tests.support.stack import Stack, running_stack


@pytest.fixture
def stack() -> Iterator[Stack]:
    """A whole stack, fresh for this test."""
    with running_stack() as running:
        yield running


@pytest.fixture
def bank(monkeypatch: pytest.MonkeyPatch) -> Bank:
    """WeChat Pay, in process."""
    return use_bank(monkeypatch)


@pytest.fixture
def market(stack: Stack, bank: Bank) -> Market:
    """A shop with a group-buy on."""
    return Market(stack, bank)
