"""Rows of products and SKUs; stock lies in core/stock.py."""

from __future__ import annotations

from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.core.context import Ctx
from chalicelib.core.storage import stock
from chalicelib.core.storage.lists import Page, children, page_by_parent
from chalicelib.core.storage.stock import Stock
from chalicelib.core.storage.table import Row, get, key
from chalicelib.core.storage.transaction import Transaction

SELF = "-"


class ProductRow(Row, discriminator="product"):
    """What a shop sells."""

    product_id = UnicodeAttribute()
    name = UnicodeAttribute()
    summary = UnicodeAttribute(default="")
    picture_url = UnicodeAttribute(default="")
    created_at = UnicodeAttribute()


class SkuRow(Row, discriminator="sku"):
    """One variant of a product, with prices in fen. Its id begins with the product's, which is where it lies."""

    sku_id = UnicodeAttribute()
    product_id = UnicodeAttribute()
    product_name = UnicodeAttribute()
    picture_url = UnicodeAttribute(default="")
    name = UnicodeAttribute()
    list_price = NumberAttribute()
    private_price = NumberAttribute()
    buckets = NumberAttribute()


class RestockRow(Row, discriminator="restock"):
    """Goods that came in, once per request."""

    sku_id = UnicodeAttribute()
    quantity = NumberAttribute()


def stock_of(sku: SkuRow) -> Stock:
    """The SKU's stock."""
    return Stock(f"sku_stock#{sku.sku_id}", int(sku.buckets))


def _product_key(ctx: Ctx, product_id: str) -> str:
    return key(ctx, "product", product_id)


def create(ctx: Ctx, product_id: str, values: dict[str, Any], skus: list[tuple[dict[str, Any], int]]) -> ProductRow:
    """A product with its SKUs and their stock, together. 2 WU a row +2.

    skus: values and stock of each. Raises Refused when the id is taken.
    """
    pk = _product_key(ctx, product_id)
    listed: dict[str, Any] = {"parent": key(ctx, "products"), "place": ctx.at + product_id}
    product = ProductRow(pk, SELF, product_id=product_id, created_at=ctx.at, **listed, **values)
    transaction = Transaction(ctx)
    transaction.put_new(product)
    shared: dict[str, Any] = {
        "product_id": product_id,
        "product_name": product.name,
        "picture_url": product.picture_url,
    }
    for number, (of_sku, total) in enumerate(skus, 1):
        sku_id = f"{product_id}-{number}"
        row = SkuRow(pk, f"sku#{sku_id}", sku_id=sku_id, **shared, **of_sku)
        transaction.put_new(row)
        stock.open_in(transaction, stock_of(row), total)
    transaction.commit()
    return product


def product(ctx: Ctx, product_id: str) -> tuple[ProductRow, list[SkuRow]] | None:
    """A product with its SKUs, in one query."""
    rows: list[Any] = list(children(Row, _product_key(ctx, product_id)))
    found = [row for row in rows if isinstance(row, ProductRow)]
    return (found[0], [row for row in rows if isinstance(row, SkuRow)]) if found else None


def products(ctx: Ctx, limit: int, cursor: str) -> Page:
    """The corp's products, newest first."""
    return page_by_parent(Row, key(ctx, "products"), limit, cursor, newest_first=True)


def sku(ctx: Ctx, sku_id: str) -> SkuRow | None:
    """One SKU. 0.5 RU."""
    return get(SkuRow, _product_key(ctx, sku_id.rpartition("-")[0]), f"sku#{sku_id}")


def restock(ctx: Ctx, sku: SkuRow, quantity: int, request: str) -> None:
    """Add to the SKU's stock once per request. Raises Refused when that request did it before. 4 WU."""
    transaction = Transaction(ctx)
    transaction.put_new(RestockRow(sku.pk, f"restock#{request}", sku_id=sku.sku_id, quantity=quantity))
    stock.return_in(transaction, stock_of(sku), 0, quantity)
    transaction.commit()
