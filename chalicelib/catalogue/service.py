"""The verbs of the catalogue: create, look, restock, set aside for a campaign."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from chalicelib.catalogue import campaigns, rules, shelf, store
from chalicelib.catalogue.errors import BadProduct, GoodsSoldOut, NotEnoughStock, UnknownProduct, UnknownSku
from chalicelib.catalogue.ids import ProductId, SkuId
from chalicelib.catalogue.shapes import NewProduct, Product, ProductLine, ProductQuery, Restock, Sku, SkuWithStock
from chalicelib.catalogue.states import ShelfState
from chalicelib.catalogue.store import ProductRow, RestockRow, SkuRow
from chalicelib.core.context import Ctx
from chalicelib.core.errors import Fault
from chalicelib.core.instance import Cache
from chalicelib.core.problems import Remedy, problem_of
from chalicelib.core.sanity import judge
from chalicelib.core.storage import stock
from chalicelib.core.storage.lists import Page, some_of
from chalicelib.core.storage.stock import Stock
from chalicelib.core.storage.table import Refused
from chalicelib.core.storage.transaction import Transaction

# Other rooms reach these through the service.
Campaign = campaigns.Campaign
sold_by = campaigns.told_by
on_shelf = shelf.page

_skus: Cache[Sku | None] = Cache()


def create(ctx: Ctx, new: NewProduct) -> Product:
    """A product with its SKUs. Under one Idempotency-Key it is made once. Raises BadProduct, NeedsConfirmation."""
    judge_product(ctx, new)
    product_id = ProductId(ctx.new_id())
    try:
        store.create(ctx, product_id, new)
    except Refused as refused:
        refused.own_lost_answer(ProductRow)
    return product(ctx, product_id)


def judge_product(_: Ctx, new: NewProduct) -> None:
    """Refuse what cannot be, or may be a slip. Raises BadProduct, NeedsConfirmation."""
    judge(BadProduct, list(rules.wrong(new)), list(rules.unusual(new)), confirm=new.confirm)


def product(ctx: Ctx, product_id: ProductId) -> Product:
    """A product, its SKUs and what is left of them, exact. Raises UnknownProduct."""
    rows = store.product(ctx, product_id)
    if rows is None:
        raise UnknownProduct()
    row, skus = rows
    (line,) = lines(ctx, [row])
    return Product(**msgspec.structs.asdict(line), skus=[_with_stock(ctx, sku_of(sku)) for sku in skus])


def line_of(row: ProductRow) -> ProductLine:
    """A product as its row says."""
    fields = {name: getattr(row, name) for name in ProductLine.__struct_fields__ if name != "problem"}
    return ProductLine(**fields)


def lines(ctx: Ctx, rows: Sequence[ProductRow]) -> list[ProductLine]:
    """Products in a list; of those on the shelf whether somebody was turned away. 0.5 RU a SKU, one call for 100."""
    shown = [row for row in rows if row.state is ShelfState.ON]
    gone = stock.sold_out(ctx, [held for row in shown for held in store.stocks_of(row)])
    found = []
    for row in rows:
        is_gone = row in shown and any(held.name in gone for held in store.stocks_of(row))
        problem = problem_of(ctx, GoodsSoldOut(), Remedy.EDIT) if is_gone else None
        found.append(msgspec.structs.replace(line_of(row), problem=problem))
    return found


def sku_of(row: SkuRow) -> Sku:
    """A SKU as its row says."""
    return msgspec.convert(row, Sku, from_attributes=True)


def _with_stock(ctx: Ctx, sku: Sku) -> SkuWithStock:
    return SkuWithStock(
        sku_id=sku.sku_id,
        name=sku.name,
        list_price=sku.list_price,
        private_price=sku.private_price,
        left=sum(stock.levels(ctx, store.stock_of(sku.sku_id, sku.buckets))),
    )


def products(ctx: Ctx, query: ProductQuery) -> Page[ProductLine]:
    """The corp's products that a query means, newest first. 0.5 RU for each that is looked at, at most 500."""
    page = some_of(
        lambda limit, cursor: store.products(ctx, limit, cursor),
        (lambda row: rules.is_meant(query, line_of(row))) if rules.asks(query) else None,
        query.limit,
        query.cursor,
    )
    return Page(lines(ctx, page.items), page.cursor)


def forget(ctx: Ctx, sku_ids: Sequence[SkuId]) -> None:
    """The SKUs were changed: this instance reads them again."""
    for sku_id in sku_ids:
        _skus.drop(f"{ctx.corp}#{sku_id}")


def sku(ctx: Ctx, sku_id: SkuId) -> Sku:
    """A SKU, up to 5 s old. Raises UnknownSku."""
    found = find(ctx, sku_id)
    if found is None:
        raise UnknownSku()
    return found


def find(ctx: Ctx, sku_id: SkuId) -> Sku | None:
    """A SKU, up to 5 s old; None when there is none."""
    return _skus.get(f"{ctx.corp}#{sku_id}", lambda: _read(ctx, sku_id))


def _read(ctx: Ctx, sku_id: SkuId) -> Sku | None:
    row = store.sku(ctx, sku_id)
    return sku_of(row) if row else None


def stock_of(sku: Sku) -> Stock:
    """A SKU's stock."""
    return store.stock_of(sku.sku_id, sku.buckets)


def restock(ctx: Ctx, sku_id: SkuId, new: Restock) -> SkuWithStock:
    """Goods came in. Under one Idempotency-Key they come in once. Raises UnknownSku, NeedsConfirmation."""
    quantity, restocked = new.quantity, sku(ctx, sku_id)
    judge(BadProduct, (), list(rules.many("quantity", quantity)), confirm=new.confirm)
    try:
        store.restock(ctx, restocked.sku_id, restocked.buckets, quantity, ctx.new_id())
    except Refused as refused:
        refused.own_lost_answer(RestockRow, lambda row: row.quantity == quantity)
    return _with_stock(ctx, restocked)


def set_aside_in(transaction: Transaction, sku_id: SkuId, quantity: int) -> None:
    """Add: take `quantity` out of the SKU's stock, over its buckets. 1 RU and 2 WU a bucket.

    Raises NotEnoughStock; the commit raises stock.BucketEmpty when a rival took from one of the buckets meanwhile.
    """
    held = store.stock_of(sku_id, sku(transaction.ctx, sku_id).buckets)
    levels = stock.levels(transaction.ctx, held)
    try:
        stock.take_over_in(transaction, held, quantity, levels)
    except stock.OutOfStock:
        left = sum(levels)
        zh, en = f"该规格的商品库存还有 {left:,} 件，不够。", f"The SKU has {left:,} left, which is not enough."
        raise NotEnoughStock(faults=[Fault("stock", "enough", left, zh, en)], quantity=quantity) from None


def put_back_in(transaction: Transaction, sku_id: SkuId, quantity: int) -> None:
    """Add: what a campaign did not need goes back into the SKU's stock. 2 WU."""
    stock.return_in(transaction, store.stock_of(sku_id, sku(transaction.ctx, sku_id).buckets), 0, quantity)
