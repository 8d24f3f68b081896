"""What a product's rows say has happened."""

from __future__ import annotations

from chalicelib.catalogue.facts import ProductCreated, ProductEdited, ProductMoved, SkuPriced, SkuRestocked
from chalicelib.catalogue.ids import product_of
from chalicelib.catalogue.store import PriceRow, ProductRow, RestockRow
from chalicelib.core.events.facts import Told


def product(row: ProductRow) -> list[Told]:
    """A product was created, and perhaps edited, put on the shelf or off it."""
    subject = f"product#{row.product_id}"
    facts = [Told(data=ProductCreated(product=row.product_id, name=row.name), subject=subject, at=row.created_at)]
    if row.terms_at:
        edited = ProductEdited(product=row.product_id, name=row.name, changed=row.terms_of or ())
        facts.append(Told(data=edited, subject=subject, at=row.terms_at, mark=row.terms_at, lasting=False))
    if row.moved_at:
        moved = ProductMoved(product=row.product_id, name=row.name, state=row.state)
        facts.append(Told(data=moved, subject=subject, at=row.moved_at, mark=row.moved_at, lasting=False))
    return facts


def price(row: PriceRow) -> list[Told]:
    """A SKU was given other prices."""
    product_id = product_of(row.sku_id)
    data = SkuPriced(
        product=product_id,
        sku=row.sku_id,
        list_from=row.list_from,
        list_to=row.list_to,
        private_from=row.private_from,
        private_to=row.private_to,
    )
    return [Told(data=data, subject=f"product#{product_id}", at=row.at)]


def restock(row: RestockRow) -> list[Told]:
    """Goods came in."""
    product_id = product_of(row.sku_id)
    data = SkuRestocked(product=product_id, sku=row.sku_id, quantity=row.quantity)
    return [Told(data=data, subject=f"product#{product_id}", at=row.changed_at)]
