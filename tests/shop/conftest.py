"""The shop sells a SKU that a group-buy is on, too."""

from __future__ import annotations

from tests.support.market import bank, market, stack

__all__ = ["bank", "market", "stack"]
