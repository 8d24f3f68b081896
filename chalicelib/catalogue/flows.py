"""What follows from what, in this room."""

from __future__ import annotations

from chalicelib.catalogue import changes
from chalicelib.catalogue.store import PriceRow, ProductRow, RestockRow
from chalicelib.core.events.flows import Line, OnChange

FLOWS: tuple[Line, ...] = (
    OnChange(ProductRow, changes.product),
    OnChange(PriceRow, changes.price),
    OnChange(RestockRow, changes.restock),
)
