"""What follows from what, in this room."""

from __future__ import annotations

from chalicelib.catalogue import changes
from chalicelib.catalogue.store import ProductRow, RestockRow
from chalicelib.core.events.flows import Line, OnChange

FLOWS: tuple[Line, ...] = (
    OnChange(ProductRow, changes.product),
    OnChange(RestockRow, changes.restock),
)
