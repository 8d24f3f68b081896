"""Names beside ids: what codes, stores, coupons and the like are called, looked up in one batch a kind.

A room says how its things are called by registering a lookup under the dimension that facts know them by
(`code`, `coupon_template`); who shows a sentence asks here, and so need not know the rooms above its own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from chalicelib.core.context import Ctx

Lookup = Callable[[Ctx, Sequence[Any]], Mapping[Any, str]]
_lookups: dict[str, Lookup] = {}


def look_up_with(dimension: str, lookup: Lookup) -> None:
    """Register how the things of a dimension are found to be called; an id of nothing is left out."""
    _lookups[dimension] = lookup


def of(ctx: Ctx, wanted: Mapping[str, Collection[str]]) -> dict[str, Mapping[str, str]]:
    """The names of these things by dimension and id; those that nobody knows are not in it.

    What the lookups cost: at most one call for 100 ids of a dimension.
    """
    ids = {dimension: [one for one in dict.fromkeys(those) if one] for dimension, those in wanted.items()}
    return {name: _lookups[name](ctx, those) for name, those in ids.items() if those and name in _lookups}
