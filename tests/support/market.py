"""Group-buys stand on the real engine: moto copies whole tables for each of their many transactions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.bank import Bank, use_bank
from tests.support.groupbuy import Market
from tests.support.stack import Stack, running_stack


@pytest.fixture
def stack(endpoint: str) -> Iterator[Stack]:
    """A whole stack on DynamoDB Local, fresh for this test."""
    with running_stack(endpoint) as running:
        yield running


@pytest.fixture
def bank(monkeypatch: pytest.MonkeyPatch) -> Bank:
    """WeChat Pay, in process."""
    return use_bank(monkeypatch)


@pytest.fixture
def market(stack: Stack, bank: Bank) -> Market:
    """A shop with a group-buy on."""
    return Market(stack, bank)
