"""Money is whole fen."""

from __future__ import annotations

from typing import NewType

Fen = NewType("Fen", int)
"""An amount in fen, a hundredth of a yuan."""


def yuan(amount: Fen) -> str:
    """An amount as people read it: `¥12`, `¥12.50`, `-¥0.05`."""
    whole, rest = divmod(abs(amount), 100)
    sign = "-" if amount < 0 else ""
    return f"{sign}¥{whole}.{rest:02d}" if rest else f"{sign}¥{whole}"
