"""Ids of this room."""

from __future__ import annotations

from typing import NewType

DepartureId = NewType("DepartureId", str)
