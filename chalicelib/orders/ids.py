"""Ids of orders."""

from __future__ import annotations

from typing import NewType

OrderId = NewType("OrderId", str)
"""An order's number: 32 characters, which WeChat Pay knows it by too."""
SellerKind = NewType("SellerKind", str)
"""What kind of thing sold an order: the word of the room that places it, which follows the facts of its orders."""
