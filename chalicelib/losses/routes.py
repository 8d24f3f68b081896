"""Doors of losses."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.errors import SettingsChanged
from chalicelib.core.http.routes import Routes
from chalicelib.core.scope import Scoped
from chalicelib.core.storage.lists import Page
from chalicelib.losses import service, shapes
from chalicelib.losses.room import READ, ROOM, SET

routes = Routes(ROOM)


@routes.get(
    "/admin/v1/losses",
    allow=READ,
    scoped=Scoped.BY_STAFF,
    summary=("客户流失列表", "List customers who were lost"),
    query=shapes.LossQuery,
    answer=Page[shapes.Loss],
)
def list_losses(ctx: Ctx, query: shapes.LossQuery) -> Page[shapes.Loss]:
    return service.losses(ctx, query)


@routes.get(
    "/admin/v1/loss-alerts",
    allow=READ,
    scoped=Scoped.ANY,
    summary=("流失提醒设置", "Who is told of losses, and when the alarm rings"),
    answer=shapes.LossAlertsShown,
)
def read_loss_alerts(ctx: Ctx) -> shapes.LossAlertsShown:
    return service.alerts(ctx)


@routes.put(
    "/admin/v1/loss-alerts",
    allow=SET,
    summary=("修改流失提醒设置", "Say who is told of losses, and when the alarm rings"),
    body=shapes.LossAlerts,
    answer=shapes.LossAlertsShown,
    errors=(SettingsChanged,),
)
def set_loss_alerts(ctx: Ctx, body: shapes.LossAlerts) -> shapes.LossAlertsShown:
    return service.set_alerts(ctx, body)
