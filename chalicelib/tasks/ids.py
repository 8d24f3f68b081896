"""Ids of this room."""

from __future__ import annotations

from typing import NewType

TaskId = NewType("TaskId", str)
"""A task among those of its origin: the fence that it was planned under, and its number."""
