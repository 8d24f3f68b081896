"""Ids of follow-ups."""

from __future__ import annotations

from typing import NewType

FollowUpId = NewType("FollowUpId", str)
"""One of a member's follow-ups."""
