"""Doors of exports."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.errors import NeedsConfirmation, OutsideScope, RoleNotAllowed
from chalicelib.core.http.routes import Routes
from chalicelib.core.http.texts import Lint
from chalicelib.core.scope import Scoped
from chalicelib.core.storage.lists import Page
from chalicelib.exports import service, shapes
from chalicelib.exports.errors import (
    BadExport,
    ExportIsOver,
    ExportNotReady,
    ExportNotYours,
    ExportReachesFarther,
    ExportStands,
    UnknownExport,
)
from chalicelib.exports.ids import ExportId
from chalicelib.exports.room import KINDS, MAKE, OVERSEE, ROOM

routes = Routes(ROOM)


@routes.post(
    "/admin/v1/exports",
    allow=MAKE,
    also=tuple(KINDS.values()),
    scoped=Scoped.ANY,
    summary=("导出数据（后台任务）", "Make a file of members, coupons and the like"),
    body=shapes.NewExport,
    texts={"recipient": Lint.NONE, "which": Lint.NONE},
    answer=shapes.Export,
    status=201,
    errors=(BadExport, NeedsConfirmation, RoleNotAllowed, OutsideScope),
)
def create_export(ctx: Ctx, body: shapes.NewExport) -> shapes.Export:
    return service.begin(ctx, body)


@routes.get(
    "/admin/v1/exports",
    allow=MAKE,
    also=(OVERSEE,),
    scoped=Scoped.ANY,
    summary=("导出列表", "List exports, newest first"),
    query=shapes.ExportsQuery,
    answer=Page[shapes.Export],
)
def list_exports(ctx: Ctx, query: shapes.ExportsQuery) -> Page[shapes.Export]:
    return service.exports(ctx, query)


@routes.get(
    "/admin/v1/exports/{export_id}",
    allow=MAKE,
    scoped=Scoped.ANY,
    summary=("查看导出进度", "See an export and how far it is"),
    answer=shapes.Export,
    errors=(UnknownExport,),
)
def read_export(ctx: Ctx, export_id: str) -> shapes.Export:
    return service.export(ctx, ExportId(export_id))


@routes.post(
    "/admin/v1/exports/{export_id}/cancel",
    allow=MAKE,
    scoped=Scoped.ANY,
    summary=("取消导出或删除文件", "Stop an export, or delete its file"),
    answer=shapes.Export,
    errors=(UnknownExport, ExportIsOver),
)
def cancel_export(ctx: Ctx, export_id: str) -> shapes.Export:
    return service.cancel(ctx, ExportId(export_id))


@routes.post(
    "/admin/v1/exports/{export_id}/links",
    allow=MAKE,
    scoped=Scoped.ANY,
    summary=("下载导出文件", "Download an export, by a link for five minutes"),
    answer=shapes.ExportLink,
    afresh=True,
    errors=(UnknownExport, ExportNotReady, ExportStands, ExportIsOver, ExportNotYours, ExportReachesFarther),
)
def download_export(ctx: Ctx, export_id: str) -> shapes.ExportLink:
    return service.link(ctx, ExportId(export_id))
