"""How a product stands, and what it is for."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class ShelfState(StrEnum):
    """ON: members may order it. OFF: nobody orders it any more; what was ordered, and campaigns that run, go on."""

    ON = "on"
    OFF = "off"


MOVES: Mapping[ShelfState, frozenset[ShelfState]] = {
    ShelfState.ON: frozenset({ShelfState.OFF}),
    ShelfState.OFF: frozenset({ShelfState.ON}),
}


class ProductRole(StrEnum):
    """What a product does for the shop: LEAD 引流 brings people in, PROFIT 利润 earns, EXPAND 拓展 widens the range."""

    LEAD = "lead"
    PROFIT = "profit"
    EXPAND = "expand"
