"""A marketer's desk on a fresh stack, with few parts of everything: each costs every test a query or two."""

from __future__ import annotations

import pytest

from chalicelib.audience import store
from chalicelib.core.storage import due
from tests.support.desk import Desk, only_ours
from tests.support.stack import Stack


@pytest.fixture
def desk(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(store, "SHARDS", 3)
    monkeypatch.setattr(due, "SHARDS", 1)
    only_ours(monkeypatch)
    return Desk(stack)
