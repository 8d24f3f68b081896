"""Ids of group-buys."""

from __future__ import annotations

from typing import NewType

ActivityId = NewType("ActivityId", str)
TeamId = NewType("TeamId", str)
