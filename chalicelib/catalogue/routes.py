"""Doors of the catalogue."""

from __future__ import annotations

from chalicelib.catalogue import errors, service, shapes
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


@routes.post(
    "/admin/v1/products",
    allow=CREATE,
    summary=("创建商品与规格", "Create a product with its SKUs"),
    body=shapes.NewProduct,
    texts={"name": Lint.AT_DOOR, "summary": Lint.AT_DOOR, "skus[].name": Lint.AT_DOOR},
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
    summary=("商品列表", "List products"),
    query=PageQuery,
    answer=Page[shapes.ProductLine],
)
def list_products(ctx: Ctx, query: PageQuery) -> Page[shapes.ProductLine]:
    return service.products(ctx, query.limit, query.cursor)


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
