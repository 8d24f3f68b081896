"""Orders of both sellers: a group-buy is on, and the shop sells the same SKU."""

from __future__ import annotations

from tests.support.market import bank, market, stack

__all__ = ["bank", "market", "stack"]
