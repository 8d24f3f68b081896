"""Doors of the audit."""

from __future__ import annotations

from chalicelib.audit import service
from chalicelib.audit.room import ROOM, VIEW
from chalicelib.audit.shapes import Act, ActsQuery, ThingKinds
from chalicelib.core.context import Ctx
from chalicelib.core.http.routes import Routes
from chalicelib.core.storage.lists import Page

routes = Routes(ROOM)


@routes.get(
    "/admin/v1/acts",
    allow=VIEW,
    summary=("操作日志", "What operators did, newest first"),
    query=ActsQuery,
    answer=Page[Act],
)
def list_acts(ctx: Ctx, query: ActsQuery) -> Page[Act]:
    return service.acts(ctx, query)


@routes.get("/admin/v1/acts/things", allow=VIEW, summary=("操作日志的对象类型", "Kinds of things"), answer=ThingKinds)
def list_thing_kinds(ctx: Ctx) -> ThingKinds:
    return service.things()
