"""Ids of this room."""

from __future__ import annotations

from typing import NewType

ExportId = NewType("ExportId", str)
"""An export; the job that makes its file has the same id."""
