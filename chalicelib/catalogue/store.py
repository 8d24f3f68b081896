"""Rows of products and SKUs; stock lies in core/storage/stock.py."""

from __future__ import annotations

from collections.abc import Sequence

from pynamodb.attributes import UnicodeAttribute

from chalicelib.catalogue.ids import ProductId, SkuId, product_of
from chalicelib.catalogue.shapes import PRODUCT, SKU, EditProduct, EditSku, NewProduct, NewSku
from chalicelib.catalogue.states import ProductRole, ShelfState
from chalicelib.core.audited import Audited
from chalicelib.core.context import Ctx
from chalicelib.core.money import Fen
from chalicelib.core.storage import stock
from chalicelib.core.storage.attributes import (
    EnumAttribute,
    FenAttribute,
    IdAttribute,
    IntAttribute,
    MomentAttribute,
    PersonAttribute,
    StructAttribute,
)
from chalicelib.core.storage.lists import Page, Where, children, page_by_parent, page_of
from chalicelib.core.storage.stock import Stock
from chalicelib.core.storage.table import Keys, Made, Refused, Row, get, get_many, key
from chalicelib.core.storage.transaction import Transaction

SELF = "-"
BY_PLACE = Where("", "pk", "sk")


class ProductRow(Made, discriminator="product"):
    """What a shop sells. skus: how many it has. terms_at, terms_of: when which of its fields were edited last.

    moved_at: when it was put on the shelf or off it. revision: grows with each change, so that two editors do
    not lose one's.
    """

    keys = Keys(pk="product#<product>", sk=SELF, parent="products", place="<created_at><product>")
    audited = Audited(
        thing=PRODUCT,
        id="product_id",
        name="name",
        shows=("name", "summary", "picture_url", "categories", "role", "state"),
    )

    product_id = IdAttribute[ProductId]()
    name = UnicodeAttribute()
    summary = UnicodeAttribute(default="")
    picture_url = UnicodeAttribute(default="")
    categories: StructAttribute[tuple[str, ...]] = StructAttribute(tuple[str, ...], default=())
    role = EnumAttribute(ProductRole, null=True)
    state = EnumAttribute(ShelfState, default=ShelfState.ON)
    skus = IntAttribute(default=1)
    created_at = MomentAttribute()
    terms_at = MomentAttribute(null=True)
    terms_of: StructAttribute[tuple[str, ...]] = StructAttribute(tuple[str, ...], null=True)
    moved_at = MomentAttribute(null=True)
    revision = IntAttribute(default=1)


class SkuRow(Made, discriminator="sku"):
    """One variant of a product, with prices in fen. Its id begins with the product's, which is where it lies."""

    keys = Keys(pk="product#<product>", sk="sku#<sku>")
    audited = Audited(
        thing=PRODUCT,
        id="product_id",
        name="product_name",
        part="name",
        shows=("name", "list_price", "private_price", "state"),
    )

    sku_id = IdAttribute[SkuId]()
    product_id = IdAttribute[ProductId]()
    product_name = UnicodeAttribute()
    picture_url = UnicodeAttribute(default="")
    name = UnicodeAttribute()
    list_price = FenAttribute()
    private_price = FenAttribute()
    buckets = IntAttribute()
    state = EnumAttribute(ShelfState, default=ShelfState.ON)


class PriceRow(Row, discriminator="sku_price"):
    """Other prices of a SKU, once per edit of its product."""

    keys = Keys(pk="product_prices#<product>", sk="<revision>#<sku>")

    sku_id = IdAttribute[SkuId]()
    sku_name = UnicodeAttribute()
    at = MomentAttribute()
    by = PersonAttribute(null=True)
    list_from = FenAttribute()
    list_to = FenAttribute()
    private_from = FenAttribute()
    private_to = FenAttribute()


class RestockRow(Row, discriminator="restock"):
    """Goods that came in, once per request."""

    keys = Keys(pk="product#<product>", sk="restock#<request>")
    audited = Audited(thing=SKU, id="sku_id", shows=("quantity",))

    sku_id = IdAttribute[SkuId]()
    quantity = IntAttribute()


def stock_of(sku_id: SkuId, buckets: int) -> Stock:
    """A SKU's stock."""
    return Stock(f"sku_stock#{sku_id}", buckets)


def stocks_of(row: ProductRow) -> list[Stock]:
    """The stocks of a product's SKUs, by their names alone."""
    return [stock_of(SkuId(f"{row.product_id}-{number}"), 1) for number in range(1, row.skus + 1)]


def _product_key(ctx: Ctx, product_id: ProductId) -> str:
    return key(ctx, "product", product_id)


def create(ctx: Ctx, product_id: ProductId, new: NewProduct) -> None:
    """A product with its SKUs and their stock, together. 2 WU a row +2. Raises Refused when the id is taken."""
    product = ProductRow(_product_key(ctx, product_id), SELF)
    product.product_id, product.created_at = product_id, ctx.at
    product.name, product.summary, product.picture_url = new.name, new.summary, new.picture_url
    product.categories, product.role = new.categories, new.role
    rows = [_new_sku(product, number, new_sku) for number, new_sku in enumerate(new.skus, 1)]
    _put(ctx, product, rows, [new_sku.stock for new_sku in new.skus])


def _put(ctx: Ctx, product: ProductRow, rows: Sequence[SkuRow], held: Sequence[int]) -> None:
    product.skus = len(rows)
    product.parent, product.place = key(ctx, "products"), ctx.at + product.product_id
    transaction = Transaction(ctx)
    transaction.put_new(product, Refused)
    for row, pieces in zip(rows, held, strict=True):
        transaction.put_new(row, Refused)
        stock.open_in(transaction, stock_of(row.sku_id, row.buckets), pieces)
    transaction.commit()


def copy(ctx: Ctx, product_id: ProductId, of: ProductRow, skus: Sequence[SkuRow], name: str) -> None:
    """Another product like one, off the shelf and without a piece. 2 WU a row +2. Raises Refused, as `create`."""
    product = ProductRow(_product_key(ctx, product_id), SELF)
    product.product_id, product.created_at, product.name = product_id, ctx.at, name
    product.summary, product.picture_url = of.summary, of.picture_url
    product.categories, product.role, product.state = of.categories, of.role, ShelfState.OFF
    rows = []
    for number, sku in enumerate(skus, 1):
        said = NewSku(name=sku.name, list_price=sku.list_price, private_price=sku.private_price, stock=1)
        row = _new_sku(product, number, said)
        row.buckets, row.state = sku.buckets, ShelfState.OFF
        rows.append(row)
    _put(ctx, product, rows, [0] * len(rows))


def edit(ctx: Ctx, seen: ProductRow, skus: Sequence[SkuRow], wanted: EditProduct, changed: tuple[str, ...]) -> None:
    """A product and its SKUs as they shall be, unless it was changed since it was seen. 2 WU a row, 2 WU for each other
    price.

    Raises Refused with the product as it is.
    """
    transaction = Transaction(ctx)
    actions = [
        ProductRow.name.set(wanted.name),
        ProductRow.summary.set(wanted.summary),
        ProductRow.picture_url.set(wanted.picture_url),
        ProductRow.categories.set(wanted.categories),
        ProductRow.role.set(wanted.role) if wanted.role else ProductRow.role.remove(),
        ProductRow.terms_at.set(ctx.at),
        ProductRow.terms_of.set(changed),
        ProductRow.revision.set(seen.revision + 1),
    ]
    as_seen = ProductRow.revision == seen.revision
    transaction.change(ProductRow(seen.pk, SELF), actions, as_seen, Refused)
    said = {sku.sku_id: sku for sku in wanted.skus}
    for row in skus:
        after = said.get(row.sku_id) or EditSku(
            sku_id=row.sku_id, name=row.name, list_price=row.list_price, private_price=row.private_price
        )
        _edit_sku_in(transaction, row, wanted, after, seen.revision + 1)
    transaction.commit()


def _edit_sku_in(transaction: Transaction, row: SkuRow, product: EditProduct, after: EditSku, revision: int) -> None:
    ctx = transaction.ctx
    actions = [
        SkuRow.product_name.set(product.name),
        SkuRow.picture_url.set(product.picture_url),
        SkuRow.name.set(after.name),
        SkuRow.list_price.set(Fen(after.list_price)),
        SkuRow.private_price.set(Fen(after.private_price)),
    ]
    transaction.change(SkuRow(row.pk, row.sk), actions, SkuRow.pk.exists(), Refused)
    if (row.list_price, row.private_price) == (after.list_price, after.private_price):
        return
    price = PriceRow(key(ctx, "product_prices", row.product_id), f"{revision:08}#{row.sku_id}")
    price.sku_id, price.sku_name, price.at, price.by = row.sku_id, after.name, ctx.at, ctx.person
    price.list_from, price.list_to = row.list_price, Fen(after.list_price)
    price.private_from, price.private_to = row.private_price, Fen(after.private_price)
    transaction.put_new(price, Refused)


def shelve(ctx: Ctx, seen: ProductRow, skus: Sequence[SkuRow], state: ShelfState) -> None:
    """Put a product on the shelf or off it, with its SKUs. 2 WU a row. Raises Refused: it was changed meanwhile."""
    transaction = Transaction(ctx)
    actions = [
        ProductRow.state.set(state),
        ProductRow.moved_at.set(ctx.at),
        ProductRow.revision.set(seen.revision + 1),
    ]
    as_seen = ProductRow.revision == seen.revision
    transaction.change(ProductRow(seen.pk, SELF), actions, as_seen, Refused)
    for row in skus:
        transaction.change(SkuRow(row.pk, row.sk), [SkuRow.state.set(state)], SkuRow.pk.exists(), Refused)
    transaction.commit()


def prices(ctx: Ctx, product_id: ProductId, limit: int, cursor: str) -> Page[PriceRow]:
    """Other prices that a product's SKUs were given, the last first. 0.5 RU per 4 KB, 0.5 RU each."""
    page = page_of(BY_PLACE, [key(ctx, "product_prices", product_id)], limit, cursor)
    rows = get_many([(item["pk"]["S"], item["sk"]["S"]) for item in page.items])
    return Page([row for row in rows if isinstance(row, PriceRow)], page.cursor)


def _new_sku(product: ProductRow, number: int, new: NewSku) -> SkuRow:
    sku_id = SkuId(f"{product.product_id}-{number}")
    row = SkuRow(product.pk, f"sku#{sku_id}")
    row.sku_id, row.product_id = sku_id, product.product_id
    row.product_name, row.picture_url, row.name = product.name, product.picture_url, new.name
    row.list_price, row.private_price = Fen(new.list_price), Fen(new.private_price)
    row.buckets = stock.buckets_for(new.stock, new.buckets)
    return row


def product(ctx: Ctx, product_id: ProductId) -> tuple[ProductRow, list[SkuRow]] | None:
    """A product with its SKUs, as they are now. 1 RU and 1 RU per 4 KB of SKUs."""
    pk = _product_key(ctx, product_id)
    row = get(ProductRow, pk, SELF, consistent=True)
    return (row, list(children(SkuRow, pk, "sku#", consistent=True))) if row else None


def skus_of(ctx: Ctx, product_id: ProductId) -> list[SkuRow]:
    """A product's SKUs, as of a moment ago. 0.5 RU per 4 KB."""
    return list(children(SkuRow, _product_key(ctx, product_id), "sku#"))


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
