"""Ids of the catalogue."""

from __future__ import annotations

from typing import NewType

ProductId = NewType("ProductId", str)
SkuId = NewType("SkuId", str)
"""Begins with its product's id: `<product>-<number>`."""


def product_of(sku_id: SkuId) -> ProductId:
    """The product that a SKU is one of."""
    return ProductId(sku_id.rpartition("-")[0])
