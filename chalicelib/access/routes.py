"""Doors of the access room."""

from __future__ import annotations

from chalicelib.access import service, shapes
from chalicelib.access.errors import OwnerIsFixed
from chalicelib.access.room import GIVE, ROOM
from chalicelib.core.context import Ctx
from chalicelib.core.errors import AddressBusy, NotAnOperator, SignInBusy, SignInCodeRefused, UnknownCorp
from chalicelib.core.http import rates
from chalicelib.core.http.answers import Incoming
from chalicelib.core.http.rights import PUBLIC
from chalicelib.core.http.routes import Routes
from chalicelib.core.http.session import Whose
from chalicelib.core.http.signing_in import signed_in
from chalicelib.core.ids import userid as canonical
from chalicelib.platforms.wecom.errors import OAuthCodeRefused
from chalicelib.staff.errors import UnknownStaff

routes = Routes(ROOM)
REFUSALS = (OAuthCodeRefused, SignInCodeRefused, NotAnOperator, UnknownCorp, AddressBusy, SignInBusy)


@routes.post(
    "/admin/v1/sessions",
    allow=PUBLIC,
    rate=rates.SIGN_IN,
    summary=("运营人员登录", "An operator signs in"),
    body=shapes.SignIn,
    answer=shapes.Session,
    status=201,
    errors=REFUSALS,
)
def sign_in_operator(incoming: Incoming, body: shapes.SignIn) -> shapes.Session:
    return signed_in(incoming, body.corp, Whose.STAFF, body.code, service.sign_in)


@routes.post(
    "/staff/v1/sessions",
    allow=PUBLIC,
    rate=rates.SIGN_IN,
    summary=("门店员工登录", "Store staff sign in"),
    body=shapes.SignIn,
    answer=shapes.Session,
    status=201,
    errors=REFUSALS,
)
def sign_in_store_staff(incoming: Incoming, body: shapes.SignIn) -> shapes.Session:
    return signed_in(incoming, body.corp, Whose.STAFF, body.code, service.sign_in)


@routes.get(
    "/admin/v1/operators",
    allow=GIVE,
    summary=("查看后台角色", "List operators and their roles"),
    answer=shapes.Operators,
)
def list_operators(ctx: Ctx) -> shapes.Operators:
    return service.operators(ctx)


@routes.put(
    "/admin/v1/operators/{userid}",
    allow=GIVE,
    summary=("分配或收回角色", "Give or take away a role"),
    body=shapes.GiveRole,
    answer=shapes.Operator,
    errors=(OwnerIsFixed, UnknownStaff),
)
def give_role(ctx: Ctx, userid: str, body: shapes.GiveRole) -> shapes.Operator:
    return service.give_role(ctx, canonical(userid), body.role)
