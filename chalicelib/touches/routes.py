"""Doors of the room of touches. They keep the path by which operators know these rules."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.http.routes import Routes
from chalicelib.core.scope import Scoped
from chalicelib.touches import service
from chalicelib.touches.room import READ_RULES, ROOM, SET_RULES
from chalicelib.touches.shapes import TouchRules

routes = Routes(ROOM)


@routes.get(
    "/admin/v1/post-rules",
    allow=READ_RULES,
    scoped=Scoped.ANY,
    summary=("群发规则", "The corp's rules for posts"),
    answer=TouchRules,
)
def read_post_rules(ctx: Ctx) -> TouchRules:
    return service.rules(ctx)


@routes.put(
    "/admin/v1/post-rules",
    allow=SET_RULES,
    summary=("设置群发规则：接收上限、频次、静默时段", "Set the rules: quota, frequency cap, quiet hours"),
    body=TouchRules,
    answer=TouchRules,
)
def set_post_rules(ctx: Ctx, body: TouchRules) -> TouchRules:
    return service.set_rules(ctx, body)
