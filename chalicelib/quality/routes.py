"""The door of reply quality."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.http.routes import Routes
from chalicelib.core.scope import Scoped
from chalicelib.quality import loads, service, shapes
from chalicelib.quality.room import READ, ROOM

routes = Routes(ROOM)


@routes.get(
    "/admin/v1/reply-quality",
    allow=READ,
    scoped=Scoped.BY_STAFF,
    summary=("回复质量", "Reply quality, as WeCom counts it"),
    query=shapes.QualityQuery,
    answer=shapes.ReplyQuality,
)
def read_reply_quality(ctx: Ctx, query: shapes.QualityQuery) -> shapes.ReplyQuality:
    return service.quality(ctx, query)


@routes.get(
    "/admin/v1/staff-loads",
    allow=READ,
    scoped=Scoped.BY_STAFF,
    summary=("员工负载：客户、跟进、未确认群发", "What each of the staff has on their hands"),
    query=shapes.LoadsQuery,
    answer=shapes.StaffLoads,
)
def list_staff_loads(ctx: Ctx, query: shapes.LoadsQuery) -> shapes.StaffLoads:
    return loads.loads(ctx, query)
