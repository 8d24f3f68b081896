"""Doors of reconciliation."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.http.routes import Routes
from chalicelib.reconcile import service
from chalicelib.reconcile.room import ASK, ROOM, SEE
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
