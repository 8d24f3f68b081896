"""What a product's rows say has happened."""

from __future__ import annotations

from chalicelib.catalogue.facts import ProductCreated, SkuRestocked
from chalicelib.catalogue.ids import product_of
from chalicelib.catalogue.store import ProductRow, RestockRow
from chalicelib.core.events.facts import Told


def product(row: ProductRow) -> list[Told]:
    """A product was created."""
    data = ProductCreated(product=row.product_id, name=row.name)
    return [Told(data=data, subject=f"product#{row.product_id}", at=row.created_at)]


def restock(row: RestockRow) -> list[Told]:
    """Goods came in."""
    product_id = product_of(row.sku_id)
    data = SkuRestocked(product=product_id, sku=row.sku_id, quantity=row.quantity)
    return [Told(data=data, subject=f"product#{product_id}", at=row.changed_at)]
