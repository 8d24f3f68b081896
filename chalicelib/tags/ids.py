"""Ids of this room."""

from __future__ import annotations

from typing import NewType

TagId = NewType("TagId", str)
"""WeCom's id of a corp tag."""
GroupId = NewType("GroupId", str)
"""WeCom's id of a group of corp tags."""
