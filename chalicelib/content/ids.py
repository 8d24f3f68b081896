"""Ids of this room."""

from __future__ import annotations

from typing import NewType

ContentId = NewType("ContentId", str)
"""A content item; with a version's number, what is reviewed and sent."""
PictureId = NewType("PictureId", str)
"""A picture, named by its bytes."""
