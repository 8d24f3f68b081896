"""Ids of orders."""

from __future__ import annotations

from typing import NewType

OrderId = NewType("OrderId", str)
"""An order's number: 32 characters, which WeChat Pay knows it by too."""
