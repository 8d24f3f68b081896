"""Ids of live codes."""

from __future__ import annotations

from typing import NewType

LiveCode = NewType("LiveCode", str)
"""What an entry page's address and WeCom's channel parameter say."""
