"""The verbs of the catalogue: create, look, restock, set aside for a campaign."""

from __future__ import annotations

import msgspec

from chalicelib.catalogue import rules, store
from chalicelib.catalogue.errors import NotEnoughStock, UnknownProduct, UnknownSku
from chalicelib.catalogue.shapes import NewProduct, NewSku, Product, Sku
from chalicelib.catalogue.store import ProductRow, RestockRow, SkuRow
from chalicelib.core.context import Ctx
from chalicelib.core.instance import Cache
from chalicelib.core.storage import stock
from chalicelib.core.storage.lists import Page
from chalicelib.core.storage.table import Refused
from chalicelib.core.storage.transaction import Transaction

_skus = Cache()


def create(ctx: Ctx, new: NewProduct) -> Product:
    """A product with its SKUs. Under one Idempotency-Key it is made once."""
    values = {"name": new.name, "summary": new.summary, "picture_url": new.picture_url}
    product_id = ctx.new_id()
    try:
        store.create(ctx, product_id, values, [_of_sku(sku) for sku in new.skus])
    except Refused as refused:
        refused.own_lost_answer(ProductRow)
    return product(ctx, product_id)


def _of_sku(new: NewSku) -> tuple[dict[str, object], int]:
    values = {name: getattr(new, name) for name in ("name", "list_price", "private_price")}
    return {**values, "buckets": stock.buckets_for(new.stock, new.buckets)}, new.stock


def product(ctx: Ctx, product_id: str) -> Product:
    """A product, its SKUs and what is left of them, exact. Raises UnknownProduct."""
    found = store.product(ctx, product_id)
    if found is None:
        raise UnknownProduct()
    row, skus = found
    return Product(*_line(row), skus=[_shown(ctx, sku) for sku in skus])


def _line(row: ProductRow) -> tuple[str, str, str, str, str]:
    return row.product_id, row.name, row.summary, row.picture_url, row.created_at


def _shown(ctx: Ctx, row: SkuRow) -> Sku:
    shown = {name: getattr(row, name) for name in ("sku_id", "name", "list_price", "private_price")}
    return msgspec.convert({**shown, "left": sum(stock.levels(ctx, store.stock_of(row)))}, Sku)


def products(ctx: Ctx, limit: int, cursor: str) -> Page:
    """The corp's products, newest first."""
    return store.products(ctx, limit, cursor)


def sku(ctx: Ctx, sku_id: str) -> SkuRow:
    """A SKU, up to 5 s old. Raises UnknownSku."""
    found: SkuRow | None = _skus.get(f"{ctx.corp}#{sku_id}", lambda: store.sku(ctx, sku_id))
    if found is None:
        raise UnknownSku()
    return found


def restock(ctx: Ctx, sku_id: str, quantity: int) -> Sku:
    """Goods came in. Under one Idempotency-Key they come in once. Raises UnknownSku."""
    row = sku(ctx, sku_id)
    try:
        store.restock(ctx, row, quantity, ctx.new_id())
    except Refused as refused:
        refused.own_lost_answer(RestockRow, lambda row: int(row.quantity) == quantity)
    return _shown(ctx, row)


def set_aside_in(transaction: Transaction, sku_id: str, quantity: int) -> None:
    """Add: take `quantity` out of the SKU's stock, over its buckets. 2 WU a bucket.

    Raises NotEnoughStock; the commit raises stock.BucketEmpty when a rival took from one of the buckets meanwhile.
    """
    ctx = transaction.ctx
    held = store.stock_of(sku(ctx, sku_id))
    parts = rules.spread(stock.levels(ctx, held), quantity)
    if parts is None:
        raise NotEnoughStock(quantity=quantity)
    for bucket, part in enumerate(parts):
        if part:
            stock.take_in(transaction, held, bucket, part)


def put_back_in(transaction: Transaction, sku_id: str, quantity: int) -> None:
    """Add: what a campaign did not need goes back into the SKU's stock. 2 WU."""
    ctx = transaction.ctx
    stock.return_in(transaction, store.stock_of(sku(ctx, sku_id)), 0, quantity)
