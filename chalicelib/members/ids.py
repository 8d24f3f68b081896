"""Ids of this room."""

from __future__ import annotations

from typing import NewType

MemberId = NewType("MemberId", str)
"""A member, as we name them. It follows from their external_userid and tells nobody who they are."""
