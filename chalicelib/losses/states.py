"""How often losses are told of."""

from __future__ import annotations

from enum import StrEnum


class Alert(StrEnum):
    """EACH: within minutes, what comes meanwhile together. DAILY: the morning after. OFF: nobody is told."""

    EACH = "each"
    DAILY = "daily"
    OFF = "off"
