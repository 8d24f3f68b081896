"""Ids of this room."""

from __future__ import annotations

from typing import NewType

PostId = NewType("PostId", str)
ForecastId = NewType("ForecastId", str)
OccurrenceName = NewType("OccurrenceName", str)
"""An occurrence's time, or the id of a forecast, among those of its post."""
