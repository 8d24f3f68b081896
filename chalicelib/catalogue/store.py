"""Rows of products and SKUs; stock lies in core/storage/stock.py."""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute

from chalicelib.catalogue.ids import ProductId, SkuId, product_of
from chalicelib.catalogue.shapes import PRODUCT, SKU, NewProduct, NewSku
from chalicelib.core.audited import Audited
from chalicelib.core.context import Ctx
from chalicelib.core.money import Fen
from chalicelib.core.storage import stock
from chalicelib.core.storage.attributes import FenAttribute, IdAttribute, IntAttribute, MomentAttribute
from chalicelib.core.storage.lists import Page, children, page_by_parent
from chalicelib.core.storage.stock import Stock
from chalicelib.core.storage.table import Keys, Made, Refused, Row, get, key
from chalicelib.core.storage.transaction import Transaction

SELF = "-"


class ProductRow(Made, discriminator="product"):
    """What a shop sells."""

    keys = Keys(pk="product#<product>", sk=SELF, parent="products", place="<created_at><product>")
    audited = Audited(thing=PRODUCT, id="product_id", name="name", shows=("name", "summary", "picture_url"))

    product_id = IdAttribute[ProductId]()
    name = UnicodeAttribute()
    summary = UnicodeAttribute(default="")
    picture_url = UnicodeAttribute(default="")
    created_at = MomentAttribute()


class SkuRow(Made, discriminator="sku"):
    """One variant of a product, with prices in fen. Its id begins with the product's, which is where it lies."""

    keys = Keys(pk="product#<product>", sk="sku#<sku>")
    audited = Audited(
        thing=PRODUCT, id="product_id", name="product_name", part="name", shows=("name", "list_price", "private_price")
    )

    sku_id = IdAttribute[SkuId]()
    product_id = IdAttribute[ProductId]()
    product_name = UnicodeAttribute()
    picture_url = UnicodeAttribute(default="")
    name = UnicodeAttribute()
    list_price = FenAttribute()
    private_price = FenAttribute()
    buckets = IntAttribute()


class RestockRow(Row, discriminator="restock"):
    """Goods that came in, once per request."""

    keys = Keys(pk="product#<product>", sk="restock#<request>")
    audited = Audited(thing=SKU, id="sku_id", shows=("quantity",))

    sku_id = IdAttribute[SkuId]()
    quantity = IntAttribute()


def stock_of(sku_id: SkuId, buckets: int) -> Stock:
    """A SKU's stock."""
    return Stock(f"sku_stock#{sku_id}", buckets)


def _product_key(ctx: Ctx, product_id: ProductId) -> str:
    return key(ctx, "product", product_id)


def create(ctx: Ctx, product_id: ProductId, new: NewProduct) -> None:
    """A product with its SKUs and their stock, together. 2 WU a row +2. Raises Refused when the id is taken."""
    product = ProductRow(_product_key(ctx, product_id), SELF)
    product.product_id, product.created_at = product_id, ctx.at
    product.name, product.summary, product.picture_url = new.name, new.summary, new.picture_url
    product.parent, product.place = key(ctx, "products"), ctx.at + product_id
    transaction = Transaction(ctx)
    transaction.put_new(product, Refused)
    for number, new_sku in enumerate(new.skus, 1):
        row = _new_sku(product, number, new_sku)
        transaction.put_new(row, Refused)
        stock.open_in(transaction, stock_of(row.sku_id, row.buckets), new_sku.stock)
    transaction.commit()


def _new_sku(product: ProductRow, number: int, new: NewSku) -> SkuRow:
    sku_id = SkuId(f"{product.product_id}-{number}")
    row = SkuRow(product.pk, f"sku#{sku_id}")
    row.sku_id, row.product_id = sku_id, product.product_id
    row.product_name, row.picture_url, row.name = product.name, product.picture_url, new.name
    row.list_price, row.private_price = Fen(new.list_price), Fen(new.private_price)
    row.buckets = stock.buckets_for(new.stock, new.buckets)
    return row


def product(ctx: Ctx, product_id: ProductId) -> tuple[ProductRow, list[SkuRow]] | None:
    """A product with its SKUs, in one query. 0.5 RU per 4 KB."""
    rows = list(children(Row, _product_key(ctx, product_id)))
    products = [row for row in rows if isinstance(row, ProductRow)]
    return (products[0], [row for row in rows if isinstance(row, SkuRow)]) if products else None


def products(ctx: Ctx, limit: int, cursor: str) -> Page[ProductRow]:
    """The corp's products, newest first. 0.5 RU per 4 KB."""
    return page_by_parent(ProductRow, key(ctx, "products"), limit, cursor, newest_first=True)


def sku(ctx: Ctx, sku_id: SkuId) -> SkuRow | None:
    """One SKU. 0.5 RU."""
    return get(SkuRow, _product_key(ctx, product_of(sku_id)), f"sku#{sku_id}")


def restock(ctx: Ctx, sku_id: SkuId, buckets: int, quantity: int, request: str) -> None:
    """Add to the SKU's stock once per request. 4 WU. Raises Refused when that request did it before."""
    row = RestockRow(_product_key(ctx, product_of(sku_id)), f"restock#{request}")
    row.sku_id, row.quantity = sku_id, quantity
    transaction = Transaction(ctx)
    transaction.put_new(row, Refused)
    stock.return_in(transaction, stock_of(sku_id, buckets), 0, quantity)
    transaction.commit()
