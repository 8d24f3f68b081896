"""What a clerk did."""

from __future__ import annotations

from enum import StrEnum


class ActKind(StrEnum):
    """REVERSED: a redemption of theirs, by whomever. REVERSED_FOR: they took a redemption of somebody else back."""

    REDEEMED = "redeemed"
    REVERSED = "reversed"
    REVERSED_FOR = "reversed_for"
    PICKED_UP = "picked_up"
