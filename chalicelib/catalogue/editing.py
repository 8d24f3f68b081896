"""What operators change of a product that is there: its words, picture and prices, the shelf; another one like it."""

from __future__ import annotations

from chalicelib.catalogue import campaigns, rules, service, store
from chalicelib.catalogue.errors import BadProduct, ProductChanged, UnknownProduct
from chalicelib.catalogue.ids import ProductId
from chalicelib.catalogue.shapes import CopyProduct, EditProduct, PriceChange, Product, Sku
from chalicelib.catalogue.states import ShelfState
from chalicelib.catalogue.store import ProductRow, SkuRow
from chalicelib.core.context import Ctx
from chalicelib.core.errors import Fault
from chalicelib.core.money import Fen
from chalicelib.core.sanity import judge
from chalicelib.core.storage import retry
from chalicelib.core.storage.lists import Page
from chalicelib.core.storage.table import Refused


def edit(ctx: Ctx, product_id: ProductId, wanted: EditProduct) -> Product:
    """A product as it shall be, if nobody changed it since `wanted.revision`. 2 RU, 2 WU a row, 2 WU a price.

    Other prices are for what is ordered from now on, within 5 s elsewhere; what was ordered before keeps its own.
    Safe to repeat. Raises UnknownProduct, ProductChanged, BadProduct, NeedsConfirmation.
    """
    row, rows = _product(ctx, product_id)
    skus = [service.sku_of(sku) for sku in rows]
    changed = rules.changed_by(service.line_of(row), skus, wanted)
    if not changed:
        return service.product(ctx, product_id)
    if row.revision != wanted.revision:
        raise ProductChanged(revision=row.revision)
    unusual = [] if wanted.confirm else _unusual(ctx, product_id, skus, wanted)
    judge(BadProduct, list(rules.wrong_edit(skus, wanted)), unusual, confirm=wanted.confirm)
    try:
        store.edit(ctx, row, rows, wanted, changed)
    except Refused:
        _raise_if_others(ctx, product_id, wanted)
    service.forget(ctx, [sku.sku_id for sku in skus])
    return service.product(ctx, product_id)


def _product(ctx: Ctx, product_id: ProductId) -> tuple[ProductRow, list[SkuRow]]:
    found = store.product(ctx, product_id)
    if found is None:
        raise UnknownProduct()
    return found


def _unusual(ctx: Ctx, product_id: ProductId, skus: list[Sku], wanted: EditProduct) -> list[Fault]:
    known = {sku.sku_id: sku.private_price for sku in skus}
    lower = {
        sku.sku_id: (f"skus[{number}].private_price", Fen(sku.private_price))
        for number, sku in enumerate(wanted.skus)
        if sku.private_price < known.get(sku.sku_id, 0)
    }
    unusual = list(rules.unusual_edit(skus, wanted))
    return [*unusual, *campaigns.not_above(ctx, product_id, lower)] if lower else unusual


def _raise_if_others(ctx: Ctx, product_id: ProductId, wanted: EditProduct) -> None:
    """Unless the product is as this editor wants it: by an earlier try whose answer was lost."""
    row, rows = _product(ctx, product_id)
    if rules.changed_by(service.line_of(row), [service.sku_of(sku) for sku in rows], wanted):
        raise ProductChanged(revision=row.revision)


def shelve(ctx: Ctx, product_id: ProductId, state: ShelfState, *, confirm: bool) -> Product:
    """Put a product on the shelf or off it; it holds at once here, within 5 s elsewhere. 2 WU a row. Safe to repeat.

    What was ordered, and campaigns that run, go on. Raises UnknownProduct, and NeedsConfirmation that names these.
    """
    row, _ = _product(ctx, product_id)
    if state is ShelfState.OFF and row.state is not state and not confirm:
        judge(BadProduct, [], list(campaigns.off_the_shelf(ctx, product_id)), confirm=False)
    retry.on_collision(lambda: _shelve(ctx, product_id, state), Refused)
    return service.product(ctx, product_id)


def _shelve(ctx: Ctx, product_id: ProductId, state: ShelfState) -> None:
    row, skus = _product(ctx, product_id)
    if row.state is not state:
        store.shelve(ctx, row, skus, state)
    service.forget(ctx, [sku.sku_id for sku in skus])


def copy(ctx: Ctx, product_id: ProductId, other: CopyProduct) -> Product:
    """Another product like this one, off the shelf and without a piece. Under one Idempotency-Key it is made once.

    Raises UnknownProduct.
    """
    row, skus = _product(ctx, product_id)
    new_id = ProductId(ctx.new_id())
    try:
        store.copy(ctx, new_id, row, skus, other.name or row.name)
    except Refused as refused:
        refused.own_lost_answer(ProductRow)
    return service.product(ctx, new_id)


def prices(ctx: Ctx, product_id: ProductId, limit: int, cursor: str) -> Page[PriceChange]:
    """Who gave a product's SKUs which other prices, the last first. Raises UnknownProduct."""
    _product(ctx, product_id)

    def shown(row: store.PriceRow) -> PriceChange:
        return PriceChange(**{name: getattr(row, name) for name in PriceChange.__struct_fields__})

    return store.prices(ctx, product_id, limit, cursor).map(shown)
