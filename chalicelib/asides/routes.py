"""Doors of the set-aside messages."""

from __future__ import annotations

from chalicelib.asides import service, shapes
from chalicelib.asides.room import DECIDE, ROOM, SEE
from chalicelib.core.audited import Leaves
from chalicelib.core.context import Ctx
from chalicelib.core.http.routes import Routes
from chalicelib.core.storage.lists import Page

routes = Routes(ROOM)


@routes.get(
    "/admin/v1/asides",
    allow=SEE,
    summary=("搁置消息列表", "Messages of WeCom that were set aside"),
    query=shapes.AsideQuery,
    answer=Page[shapes.Aside],
)
def list_asides(ctx: Ctx, query: shapes.AsideQuery) -> Page[shapes.Aside]:
    return service.page(ctx, query)


@routes.post(
    "/admin/v1/asides/replays",
    allow=DECIDE,
    leaves=Leaves(shapes.ASIDES),
    summary=("重新处理搁置消息", "Read set-aside messages again"),
    body=shapes.Choice,
    answer=shapes.Outcome,
)
def replay_asides(ctx: Ctx, body: shapes.Choice) -> shapes.Outcome:
    return service.replay(ctx, body)


@routes.post(
    "/admin/v1/asides/dismissals",
    allow=DECIDE,
    leaves=Leaves(shapes.ASIDES),
    summary=("忽略搁置消息", "Dismiss set-aside messages"),
    body=shapes.Dismissal,
    answer=shapes.Outcome,
)
def dismiss_asides(ctx: Ctx, body: shapes.Dismissal) -> shapes.Outcome:
    return service.dismiss(ctx, body)
