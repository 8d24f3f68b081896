"""Pure decisions about the catalogue."""

from __future__ import annotations

from collections.abc import Sequence


def spread(levels: Sequence[int], quantity: int) -> list[int] | None:
    """How many of `quantity` to take from each bucket, the fullest first; None when all together hold less."""
    taken = [0] * len(levels)
    for bucket in sorted(range(len(levels)), key=lambda number: -levels[number]):
        taken[bucket] = min(levels[bucket], quantity)
        quantity -= taken[bucket]
    return taken if quantity == 0 else None
