"""Where a member stands on the way to a purchase. It follows from their card, so nothing moves it by itself."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """lead: a friend who never bought; buyer: a friend who did; lost: nobody has them as a friend any more."""

    LEAD = "lead"
    BUYER = "buyer"
    LOST = "lost"
