"""Group-buys begin with an activity on."""

from __future__ import annotations

from tests.support.market import bank, market, stack

__all__ = ["bank", "market", "stack"]
