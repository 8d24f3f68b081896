"""Doors of the room of touches. They keep the path by which operators know these rules."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.errors import SettingsChanged
from chalicelib.core.http.routes import Routes
from chalicelib.core.scope import Scoped
from chalicelib.touches import service
from chalicelib.touches.room import READ_RULES, ROOM, SET_RULES
from chalicelib.touches.shapes import SetTouchRules, TouchRulesShown

routes = Routes(ROOM)


@routes.get(
    "/admin/v1/post-rules",
    allow=READ_RULES,
    scoped=Scoped.ANY,
    summary=("群发规则", "The corp's rules for posts"),
    answer=TouchRulesShown,
)
def read_post_rules(ctx: Ctx) -> TouchRulesShown:
    return service.read_rules(ctx)


@routes.put(
    "/admin/v1/post-rules",
    allow=SET_RULES,
    summary=("设置群发规则：接收上限、频次、静默时段", "Set the rules: quota, frequency cap, quiet hours"),
    body=SetTouchRules,
    answer=TouchRulesShown,
    errors=(SettingsChanged,),
)
def set_post_rules(ctx: Ctx, body: SetTouchRules) -> TouchRulesShown:
    return service.set_rules(ctx, body)
