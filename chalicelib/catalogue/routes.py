"""Doors of the catalogue."""

from __future__ import annotations

from chalicelib.catalogue import editing, errors, service, shapes
from chalicelib.catalogue.ids import ProductId, SkuId
from chalicelib.catalogue.room import CREATE, EDIT, READ, ROOM
from chalicelib.content.errors import LintErrors
from chalicelib.core.context import Ctx
from chalicelib.core.errors import NeedsConfirmation
from chalicelib.core.http.routes import Routes
from chalicelib.core.http.shapes import PageQuery
from chalicelib.core.http.texts import Lint
from chalicelib.core.scope import Scoped
from chalicelib.core.storage.lists import Page

routes = Routes(ROOM)
TEXTS = {"name": Lint.AT_DOOR, "summary": Lint.AT_DOOR, "skus[].name": Lint.AT_DOOR, "categories[]": Lint.NONE}


@routes.post(
    "/admin/v1/products",
    allow=CREATE,
    summary=("创建商品与规格", "Create a product with its SKUs"),
    body=shapes.NewProduct,
    texts=TEXTS,
    judge=service.judge_product,
    answer=shapes.Product,
    status=201,
    errors=(errors.BadProduct, NeedsConfirmation, LintErrors),
)
def create_product(ctx: Ctx, body: shapes.NewProduct) -> shapes.Product:
    return service.create(ctx, body)


@routes.get(
    "/admin/v1/products",
    allow=READ,
    scoped=Scoped.ANY,
    summary=("商品列表（可按名称、上下架、分类、角色筛选）", "List products, all or some"),
    query=shapes.ProductQuery,
    answer=Page[shapes.ProductLine],
)
def list_products(ctx: Ctx, query: shapes.ProductQuery) -> Page[shapes.ProductLine]:
    return service.products(ctx, query)


@routes.get(
    "/admin/v1/products/{product_id}",
    allow=READ,
    scoped=Scoped.ANY,
    summary=("商品、规格与库存", "A product, its SKUs and their stock"),
    answer=shapes.Product,
    errors=(errors.UnknownProduct,),
)
def read_product(ctx: Ctx, product_id: ProductId) -> shapes.Product:
    return service.product(ctx, product_id)


@routes.put(
    "/admin/v1/products/{product_id}",
    allow=EDIT,
    summary=("修改商品、规格与价格", "Edit a product, its SKUs and their prices"),
    body=shapes.EditProduct,
    texts=TEXTS,
    answer=shapes.Product,
    errors=(errors.UnknownProduct, errors.ProductChanged, errors.BadProduct, NeedsConfirmation, LintErrors),
)
def edit_product(ctx: Ctx, product_id: ProductId, body: shapes.EditProduct) -> shapes.Product:
    return editing.edit(ctx, product_id, body)


@routes.put(
    "/admin/v1/products/{product_id}/state",
    allow=EDIT,
    summary=("下架或上架", "Take a product off the shelf, or put it on again"),
    body=shapes.Shelve,
    answer=shapes.Product,
    errors=(errors.UnknownProduct, NeedsConfirmation),
)
def shelve_product(ctx: Ctx, product_id: ProductId, body: shapes.Shelve) -> shapes.Product:
    return editing.shelve(ctx, product_id, body.state, confirm=body.confirm)


@routes.post(
    "/admin/v1/products/{product_id}/copies",
    allow=CREATE,
    summary=("复制商品（下架、无库存）", "Copy a product; the copy is off the shelf and has no stock"),
    body=shapes.CopyProduct,
    texts={"name": Lint.AT_DOOR},
    answer=shapes.Product,
    status=201,
    errors=(errors.UnknownProduct, LintErrors),
)
def copy_product(ctx: Ctx, product_id: ProductId, body: shapes.CopyProduct) -> shapes.Product:
    return editing.copy(ctx, product_id, body)


@routes.get(
    "/admin/v1/products/{product_id}/prices",
    allow=READ,
    scoped=Scoped.ANY,
    summary=("改价记录，新的在前", "Changes of a product's prices, the last first"),
    query=PageQuery,
    answer=Page[shapes.PriceChange],
    errors=(errors.UnknownProduct,),
)
def list_prices(ctx: Ctx, product_id: ProductId, query: PageQuery) -> Page[shapes.PriceChange]:
    return editing.prices(ctx, product_id, query.limit, query.cursor)


@routes.post(
    "/admin/v1/skus/{sku_id}/restocks",
    allow=EDIT,
    summary=("补货", "Add stock to a SKU"),
    body=shapes.Restock,
    answer=shapes.SkuWithStock,
    status=201,
    errors=(errors.UnknownSku, NeedsConfirmation),
)
def restock_sku(ctx: Ctx, sku_id: SkuId, body: shapes.Restock) -> shapes.SkuWithStock:
    return service.restock(ctx, sku_id, body)
