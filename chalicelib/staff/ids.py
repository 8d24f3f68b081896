"""Ids of the directory."""

from __future__ import annotations

from typing import NewType

DepartmentId = NewType("DepartmentId", int)
"""A department as WeCom numbers them; 1 is the corp itself."""
