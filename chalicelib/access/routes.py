"""Doors of the access room."""

from __future__ import annotations

from chalicelib.access import roles, service, sessions, shapes
from chalicelib.access.errors import (
    LastOwner,
    OwnerIsFixed,
    RightNotHeld,
    RoleChanged,
    RoleIsHeld,
    RoleIsShipped,
    RoleNameTaken,
    TooManyRoles,
    UnknownRole,
)
from chalicelib.access.ids import RoleId
from chalicelib.access.room import END, GIVE, MAKE_ROLES, ROOM, SEE
from chalicelib.core.context import Ctx
from chalicelib.core.errors import AddressBusy, NotAnOperator, Refused, SignInBusy, SignInCodeRefused, UnknownCorp
from chalicelib.core.http import browsers, rates
from chalicelib.core.http.answers import Incoming, Told
from chalicelib.core.http.rights import PUBLIC, SIGNED_IN
from chalicelib.core.http.routes import Routes
from chalicelib.core.http.session import Whose
from chalicelib.core.http.signing_in import signed_in
from chalicelib.core.http.texts import Lint
from chalicelib.core.ids import userid as canonical
from chalicelib.core.scope import Scoped
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
    "/admin/v1/me",
    allow=SIGNED_IN,
    scoped=Scoped.ANY,
    summary=("当前登录的运营人员", "Who is signed in, and what they may do"),
    answer=shapes.Me,
)
def read_me(ctx: Ctx) -> shapes.Me:
    return sessions.me(ctx)


@routes.get(
    "/staff/v1/me",
    allow=SIGNED_IN,
    scoped=Scoped.ANY,
    summary=("当前登录的员工", "Which member of staff is signed in, and what they may do"),
    answer=shapes.Me,
)
def read_staff_me(ctx: Ctx) -> shapes.Me:
    return sessions.me(ctx)


@routes.delete(
    "/admin/v1/sessions",
    allow=SIGNED_IN,
    scoped=Scoped.ANY,
    summary=("退出登录", "Sign out: this session, or all of one's own"),
    query=shapes.SignOut,
    answer=shapes.SessionsEnded,
    row_answers=True,
)
def sign_out(ctx: Ctx, query: shapes.SignOut) -> Told[shapes.SessionsEnded]:
    return Told(sessions.sign_out(ctx, everywhere=query.everywhere), browsers.forgotten())


@routes.delete(
    "/staff/v1/sessions",
    allow=SIGNED_IN,
    scoped=Scoped.ANY,
    summary=("员工退出登录", "Store staff sign out"),
    query=shapes.SignOut,
    answer=shapes.SessionsEnded,
    row_answers=True,
)
def sign_out_store_staff(ctx: Ctx, query: shapes.SignOut) -> Told[shapes.SessionsEnded]:
    return Told(sessions.sign_out(ctx, everywhere=query.everywhere), browsers.forgotten())


@routes.delete(
    "/admin/v1/operators/{userid}/sessions",
    allow=END,
    summary=("结束某人的所有登录", "End every session of a person"),
    answer=shapes.SessionsEnded,
    errors=(UnknownStaff, RightNotHeld),
)
def end_sessions_of(ctx: Ctx, userid: str) -> shapes.SessionsEnded:
    return sessions.end_of(ctx, canonical(userid))


@routes.delete(
    "/admin/v1/all-sessions",
    allow=END,
    summary=("结束全部人员的登录", "End everybody's sessions, one's own among them"),
    answer=shapes.SessionsEnded,
    errors=(RightNotHeld,),
)
def end_all_sessions(ctx: Ctx) -> shapes.SessionsEnded:
    return sessions.end_everybodys(ctx)


@routes.get(
    "/admin/v1/operators",
    allow=SEE,
    summary=("查看后台人员及其角色与数据范围", "List operators, their roles and scopes"),
    answer=shapes.Operators,
)
def list_operators(ctx: Ctx) -> shapes.Operators:
    return service.operators(ctx)


@routes.put(
    "/admin/v1/operators/{userid}",
    allow=GIVE,
    summary=("分配角色与数据范围，或收回角色", "Give a role and its scope, or take it away"),
    body=shapes.GiveRole,
    answer=shapes.Operator,
    errors=(OwnerIsFixed, LastOwner, RightNotHeld, UnknownRole, UnknownStaff, Refused),
    texts={"scope": Lint.NONE},
)
def give_role(ctx: Ctx, userid: str, body: shapes.GiveRole) -> shapes.Operator:
    return service.give_role(ctx, canonical(userid), body)


@routes.get(
    "/admin/v1/rights",
    allow=SEE,
    summary=("全部权限，以及哪些内置角色拥有", "Every right, and which shipped roles hold it"),
    answer=shapes.RightsList,
)
def list_rights(ctx: Ctx) -> shapes.RightsList:
    return roles.every_right(ctx)


@routes.get(
    "/admin/v1/roles",
    allow=SEE,
    summary=("内置角色与自建角色", "The shipped roles and the corp's own"),
    answer=shapes.Roles,
)
def list_roles(ctx: Ctx) -> shapes.Roles:
    return roles.every(ctx)


@routes.post(
    "/admin/v1/roles",
    allow=MAKE_ROLES,
    summary=("新建角色", "Make a role"),
    body=shapes.NewRole,
    answer=shapes.RoleShown,
    status=201,
    errors=(RightNotHeld, RoleNameTaken, TooManyRoles, Refused),
    texts={"name": Lint.NONE},
)
def create_role(ctx: Ctx, body: shapes.NewRole) -> shapes.RoleShown:
    return roles.create(ctx, body)


@routes.put(
    "/admin/v1/roles/{role_id}",
    allow=MAKE_ROLES,
    summary=("修改自建角色的名称与权限", "Change the name and the rights of a role"),
    body=shapes.EditRole,
    answer=shapes.RoleShown,
    errors=(UnknownRole, RoleIsShipped, RightNotHeld, RoleNameTaken, RoleChanged, Refused),
    texts={"name": Lint.NONE},
)
def edit_role(ctx: Ctx, role_id: str, body: shapes.EditRole) -> shapes.RoleShown:
    return roles.edit(ctx, RoleId(role_id), body)


@routes.post(
    "/admin/v1/roles/{role_id}/copies",
    allow=MAKE_ROLES,
    summary=("复制角色，内置的也可以", "Copy a role, also a shipped one"),
    body=shapes.CopyRole,
    answer=shapes.RoleShown,
    status=201,
    errors=(UnknownRole, RightNotHeld, RoleNameTaken, TooManyRoles),
    texts={"name": Lint.NONE},
)
def copy_role(ctx: Ctx, role_id: str, body: shapes.CopyRole) -> shapes.RoleShown:
    return roles.copy(ctx, RoleId(role_id), body.name)


@routes.post(
    "/admin/v1/roles/{role_id}/deletions",
    allow=MAKE_ROLES,
    summary=("删除没有人使用的自建角色", "Delete a role of the corp's own that nobody has"),
    answer=shapes.RoleShown,
    errors=(UnknownRole, RoleIsShipped, RightNotHeld, RoleIsHeld),
)
def delete_role(ctx: Ctx, role_id: str) -> shapes.RoleShown:
    return roles.delete(ctx, RoleId(role_id))
