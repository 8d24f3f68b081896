"""What a product's rows say has happened."""

from __future__ import annotations

from typing import Any

from chalicelib.core.events.facts import Told, old_told


def product(row: Any) -> list[Told]:
    """A product was created."""
    data = {"product_id": row.product_id, "name": row.name}
    return [old_told(kind="product.created", subject=f"product#{row.product_id}", data=data, at=row.created_at)]


def restock(row: Any) -> list[Told]:
    """Goods came in."""
    data = {"sku_id": row.sku_id, "quantity": int(row.quantity)}
    subject = f"product#{row.sku_id.rpartition('-')[0]}"
    return [old_told(kind="sku.restocked", subject=subject, data=data, at=row.changed_at)]
