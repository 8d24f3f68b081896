"""Doors of the stores room."""

from __future__ import annotations

from chalicelib.content.errors import LintErrors
from chalicelib.core.audited import Leaves
from chalicelib.core.context import Ctx
from chalicelib.core.errors import NeedsConfirmation
from chalicelib.core.http.routes import Routes
from chalicelib.core.http.shapes import PageQuery
from chalicelib.core.http.texts import Lint
from chalicelib.core.ids import StoreId
from chalicelib.core.ids import userid as canonical
from chalicelib.core.scope import Scoped
from chalicelib.core.storage.files import UnknownFile
from chalicelib.core.storage.lists import Page
from chalicelib.stores import importing, previewing, rules, service, shapes
from chalicelib.stores.errors import BadStore, BadStoreSheet, StoreChanged, UnknownStore
from chalicelib.stores.room import MANAGE, READ, ROOM

routes = Routes(ROOM)


@routes.post(
    "/admin/v1/stores",
    allow=MANAGE,
    summary=("新建门店", "Make a store"),
    body=shapes.NewStore,
    texts=rules.TEXTS,
    answer=shapes.Store,
    status=201,
    errors=(BadStore, NeedsConfirmation, LintErrors),
)
def create_store(ctx: Ctx, body: shapes.NewStore) -> shapes.Store:
    return service.create(ctx, body)


@routes.get(
    "/admin/v1/stores",
    allow=READ,
    scoped=Scoped.BY_STORE,
    summary=("门店列表，按编号", "List stores, by number"),
    query=shapes.StoreQuery,
    answer=Page[shapes.StoreInList],
)
def list_stores(ctx: Ctx, query: shapes.StoreQuery) -> Page[shapes.StoreInList]:
    return service.stores(ctx, query)


@routes.get(
    "/admin/v1/stores/{store_id}",
    allow=READ,
    scoped=Scoped.BY_STORE,
    summary=("门店详情", "A store"),
    answer=shapes.Store,
    errors=(UnknownStore,),
)
def read_store(ctx: Ctx, store_id: str) -> shapes.Store:
    return service.read(ctx, StoreId(store_id))


@routes.put(
    "/admin/v1/stores/{store_id}",
    allow=MANAGE,
    summary=("修改门店", "Edit a store"),
    body=shapes.EditStore,
    texts=rules.TEXTS,
    answer=shapes.Store,
    errors=(UnknownStore, StoreChanged, BadStore, NeedsConfirmation, LintErrors),
)
def edit_store(ctx: Ctx, store_id: str, body: shapes.EditStore) -> shapes.Store:
    return service.edit(ctx, StoreId(store_id), body)


@routes.put(
    "/admin/v1/stores/{store_id}/state",
    allow=MANAGE,
    summary=("停用或恢复门店", "Close a store, or open it again"),
    body=shapes.Moving,
    answer=shapes.Store,
    errors=(UnknownStore, NeedsConfirmation),
)
def move_store(ctx: Ctx, store_id: str, body: shapes.Moving) -> shapes.Store:
    return service.move(ctx, StoreId(store_id), body.state, confirm=body.confirm)


@routes.get(
    "/admin/v1/stores/{store_id}/uses",
    allow=READ,
    scoped=Scoped.BY_STORE,
    summary=("哪些活码与待提货订单使用该门店", "What names a store: live codes, orders to be picked up"),
    query=PageQuery,
    answer=Page[shapes.Use],
    errors=(UnknownStore,),
)
def list_store_uses(ctx: Ctx, store_id: str, query: PageQuery) -> Page[shapes.Use]:
    return service.uses(ctx, StoreId(store_id), query.limit, query.cursor)


@routes.get(
    "/admin/v1/store-regions",
    allow=READ,
    scoped=Scoped.BY_STORE,
    summary=("区域与门店数", "Regions, and how many stores each has"),
    answer=shapes.Regions,
)
def list_regions(ctx: Ctx) -> shapes.Regions:
    return service.regions(ctx)


@routes.get(
    "/admin/v1/staff/{userid}/stores",
    allow=READ,
    scoped=Scoped.BY_STORE,
    summary=("员工所属门店", "Where a member of staff works"),
    answer=shapes.StaffStores,
)
def read_staff_stores(ctx: Ctx, userid: str) -> shapes.StaffStores:
    return service.staff_stores(ctx, canonical(userid))


@routes.put(
    "/admin/v1/staff/{userid}/stores",
    allow=MANAGE,
    leaves=Leaves(shapes.STAFF, "userid"),
    summary=("设置员工的主门店", "Name the store that a member of staff is of first"),
    body=shapes.PrimaryStore,
    answer=shapes.StaffStores,
    errors=(BadStore,),
)
def name_primary_store(ctx: Ctx, userid: str, body: shapes.PrimaryStore) -> shapes.StaffStores:
    return service.name_primary(ctx, canonical(userid), body.store_id)


@routes.post(
    "/admin/v1/store-files",
    allow=MANAGE,
    leaves=Leaves(shapes.STORE_FILE),
    summary=("上传门店表（CSV）", "Upload a CSV of stores"),
    answer=shapes.SheetUpload,
    status=201,
)
def upload_stores(ctx: Ctx) -> shapes.SheetUpload:
    return importing.upload(ctx)


@routes.post(
    "/admin/v1/store-imports",
    allow=MANAGE,
    summary=("导入门店表，或先预览", "Import a CSV of stores, or preview it"),
    body=shapes.NewImport,
    texts={"csv": Lint.NONE},
    answer=shapes.ImportBegun,
    status=201,
    errors=(BadStoreSheet, UnknownFile),
)
def import_stores(ctx: Ctx, body: shapes.NewImport) -> shapes.ImportBegun:
    return importing.begin(ctx, body)


@routes.get(
    "/admin/v1/store-imports/changes",
    allow=MANAGE,
    summary=("查看门店表将做的修改", "See what a CSV of stores would change"),
    query=shapes.ChangesQuery,
    answer=Page[shapes.LineOfChanges],
    errors=(BadStoreSheet, UnknownFile),
)
def list_changes_of_import(ctx: Ctx, query: shapes.ChangesQuery) -> Page[shapes.LineOfChanges]:
    return previewing.changes(ctx, query)
