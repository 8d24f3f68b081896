"""Doors of the staff room."""

from __future__ import annotations

from chalicelib.core import auth
from chalicelib.core.context import Ctx
from chalicelib.core.errors import NotAnOperator, UnknownCorp
from chalicelib.core.http import Incoming, Routes
from chalicelib.staff import service, shapes
from chalicelib.wecom.errors import OAuthCodeRefused

routes = Routes(__name__)
REFUSALS = (OAuthCodeRefused, NotAnOperator, UnknownCorp)


@routes.post(
    "/admin/v1/sessions",
    allow=auth.PUBLIC,
    summary=("运营人员登录", "An operator signs in"),
    body=shapes.SignIn,
    answer=shapes.Session,
    status=201,
    errors=REFUSALS,
)
def sign_in_operator(incoming: Incoming, body: shapes.SignIn) -> shapes.Session:
    return service.sign_in(incoming.ctx_for(body.corp, "system:sign-in"), body.code)


@routes.post(
    "/staff/v1/sessions",
    allow=auth.PUBLIC,
    summary=("门店员工登录", "Store staff sign in"),
    body=shapes.SignIn,
    answer=shapes.Session,
    status=201,
    errors=REFUSALS,
)
def sign_in_store_staff(incoming: Incoming, body: shapes.SignIn) -> shapes.Session:
    return service.sign_in(incoming.ctx_for(body.corp, "system:sign-in"), body.code)


@routes.get(
    "/admin/v1/operators",
    allow=auth.OWNERS,
    summary=("查看后台角色", "List operators and their roles"),
    answer=shapes.Operators,
)
def list_operators(ctx: Ctx) -> shapes.Operators:
    return service.operators(ctx)


@routes.put(
    "/admin/v1/operators/{userid}",
    allow=auth.OWNERS,
    summary=("分配或收回角色", "Give or take away a role"),
    body=shapes.GiveRole,
    answer=shapes.Operator,
    errors=(service.OwnerIsFixed,),
)
def give_role(ctx: Ctx, userid: str, body: shapes.GiveRole) -> shapes.Operator:
    return service.give_role(ctx, userid, body.role)
