"""Ids of group-buys."""

from __future__ import annotations

from typing import NewType

from chalicelib.orders.ids import SellerKind

SELLER = SellerKind("groupbuy")
"""Orders of group-buys are placed under it; `seller_id` is the activity, `seat` the team."""
ActivityId = NewType("ActivityId", str)
TeamId = NewType("TeamId", str)
