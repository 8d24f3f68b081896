"""Ids of the shop."""

from __future__ import annotations

from chalicelib.orders.ids import SellerKind

SELLER = SellerKind("shop")
"""Orders of the shop are placed under it; `seller_id` is the SKU."""
