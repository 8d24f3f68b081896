"""The shelf: what customers may find and buy."""

from __future__ import annotations

from chalicelib.catalogue import store
from chalicelib.catalogue.shapes import OnShelf, SkuOnShelf
from chalicelib.catalogue.states import ShelfState
from chalicelib.catalogue.store import ProductRow, SkuRow
from chalicelib.core.context import Ctx
from chalicelib.core.instance import Cache
from chalicelib.core.storage import stock
from chalicelib.core.storage.lists import Page, some_of

_pages: Cache[Page[OnShelf]] = Cache()


def page(ctx: Ctx, limit: int, cursor: str) -> Page[OnShelf]:
    """Products on the shelf with their SKUs, newest first. A page may be short, or empty, and go on.

    Kept for 5 s; then 0.5 RU for each product that is looked at, and of each shown 0.5 RU per 4 KB of its SKUs and
    0.5 RU a SKU.
    """
    return _pages.get(f"{ctx.corp}#{limit}#{cursor}", lambda: _page(ctx, limit, cursor))


def _page(ctx: Ctx, limit: int, cursor: str) -> Page[OnShelf]:
    found = some_of(
        lambda many, place: store.products(ctx, many, place), lambda row: row.state is ShelfState.ON, limit, cursor
    )
    skus = {row.product_id: store.skus_of(ctx, row.product_id) for row in found.items}
    stocks = [store.stock_of(sku.sku_id, sku.buckets) for rows in skus.values() for sku in rows]
    gone = stock.sold_out(ctx, stocks)
    return found.map(lambda row: _shown(row, skus[row.product_id], gone))


def _shown(row: ProductRow, skus: list[SkuRow], gone: frozenset[str]) -> OnShelf:
    return OnShelf(
        product_id=row.product_id,
        name=row.name,
        summary=row.summary,
        picture_url=row.picture_url,
        skus=[
            SkuOnShelf(
                sku_id=sku.sku_id,
                name=sku.name,
                list_price=sku.list_price,
                private_price=sku.private_price,
                is_sold_out=store.stock_of(sku.sku_id, sku.buckets).name in gone,
            )
            for sku in skus
        ],
    )
