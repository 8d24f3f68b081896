"""Doors of reconciliation."""

from __future__ import annotations

from chalicelib.core.audited import Leaves
from chalicelib.core.context import Ctx
from chalicelib.core.errors import NeedsConfirmation, TooBusy
from chalicelib.core.http.routes import Routes
from chalicelib.core.http.shapes import PageQuery
from chalicelib.core.http.texts import Lint
from chalicelib.core.storage.lists import Page
from chalicelib.livecodes.errors import UnknownLiveCode
from chalicelib.platforms.wecom.errors import ASKED as WECOM
from chalicelib.reconcile import adoption, service, shapes
from chalicelib.reconcile.errors import WayNotAdoptable, WayOfLiveCode
from chalicelib.reconcile.room import ADOPT, ASK, ROOM, SEE
from chalicelib.reconcile.shapes import NewReconciliation, Reconciliation

routes = Routes(ROOM)


@routes.post(
    "/admin/v1/reconciliations",
    allow=ASK,
    summary=("现在与企业微信对账", "Compare with WeCom now"),
    body=NewReconciliation,
    answer=Reconciliation,
    status=201,
)
def ask(ctx: Ctx, body: NewReconciliation) -> Reconciliation:
    return service.ask(ctx, body)


@routes.get(
    "/admin/v1/reconciliation",
    allow=SEE,
    summary=("上次对账的结果", "What the last comparisons found"),
    answer=Reconciliation,
)
def see(ctx: Ctx) -> Reconciliation:
    return service.state(ctx)


@routes.post(
    "/admin/v1/adopted-ways",
    allow=ADOPT,
    summary=("接管已有的「联系我」", "Adopt a contact way that is printed already"),
    body=shapes.NewAdoptedWay,
    texts={"code": Lint.NONE},
    answer=shapes.AdoptedWay,
    status=201,
    errors=(UnknownLiveCode, NeedsConfirmation, WayNotAdoptable, WayOfLiveCode, TooBusy, *WECOM),
)
def adopt_way(ctx: Ctx, body: shapes.NewAdoptedWay) -> shapes.AdoptedWay:
    return adoption.adopt(ctx, body)


@routes.get(
    "/admin/v1/adopted-ways",
    allow=SEE,
    summary=("已接管的「联系我」", "List adopted contact ways"),
    query=PageQuery,
    answer=Page[shapes.AdoptedWay],
)
def list_adopted_ways(ctx: Ctx, query: PageQuery) -> Page[shapes.AdoptedWay]:
    return adoption.ways(ctx, query.limit, query.cursor)


@routes.post(
    "/admin/v1/first-sources",
    allow=ADOPT,
    leaves=Leaves(shapes.SOURCES),
    summary=("上传首次来源（CSV）", "Upload a CSV of first sources"),
    answer=shapes.SourcesUpload,
    status=201,
)
def upload_sources(ctx: Ctx) -> shapes.SourcesUpload:
    return adoption.upload(ctx)


@routes.post(
    "/admin/v1/first-sources/imports",
    allow=ADOPT,
    summary=("导入已上传的首次来源", "Import an uploaded CSV of first sources"),
    body=shapes.NewImport,
    answer=shapes.ImportBegun,
    status=201,
)
def import_sources(ctx: Ctx, body: shapes.NewImport) -> shapes.ImportBegun:
    return adoption.begin_import(ctx, body.file)
