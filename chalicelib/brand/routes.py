"""Doors of the brand."""

from __future__ import annotations

from chalicelib.brand import service
from chalicelib.brand.errors import BadBrand, BrandChanged
from chalicelib.brand.room import EDIT, READ, ROOM
from chalicelib.brand.shapes import Brand, EditBrand
from chalicelib.content.errors import LintErrors
from chalicelib.core.context import Ctx
from chalicelib.core.http.routes import Routes
from chalicelib.core.http.texts import Lint
from chalicelib.core.scope import Scoped

routes = Routes(ROOM)


@routes.get(
    "/admin/v1/brand",
    allow=READ,
    scoped=Scoped.ANY,
    summary=("品牌设置", "How customer pages look"),
    answer=Brand,
)
def read_brand(ctx: Ctx) -> Brand:
    return service.read(ctx)


@routes.put(
    "/admin/v1/brand",
    allow=EDIT,
    summary=("修改品牌设置", "Change how customer pages look"),
    body=EditBrand,
    texts={
        "name": Lint.AT_DOOR,
        "entry_title": Lint.AT_DOOR,
        "entry_hint": Lint.AT_DOOR,
        "foot": Lint.AT_DOOR,
    },
    answer=Brand,
    errors=(BadBrand, BrandChanged, LintErrors),
)
def edit_brand(ctx: Ctx, body: EditBrand) -> Brand:
    return service.edit(ctx, body)
