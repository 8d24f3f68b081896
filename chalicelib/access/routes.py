"""Doors of the access room."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.access import browsers as signing
from chalicelib.access import roles, screens, service, sessions, shapes
from chalicelib.access.errors import (
    HeldRoleChanged,
    LastOwner,
    OwnerIsFixed,
    RightNotHeld,
    RoleChanged,
    RoleIsHeld,
    RoleIsShipped,
    RoleNameTaken,
    SignInLeft,
    TooManyRoles,
    UnknownRole,
    WhichCorp,
)
from chalicelib.access.ids import RoleId
from chalicelib.access.room import END, GIVE, MAKE_ROLES, ROOM, SEE
from chalicelib.core.audited import Leaves
from chalicelib.core.context import Ctx, wall_clock
from chalicelib.core.errors import (
    AddressBusy,
    AppError,
    BadRequest,
    NotAnOperator,
    Refused,
    SignInBusy,
    SignInCodeRefused,
    UnknownCorp,
    UnknownPath,
)
from chalicelib.core.http import browsers, rates
from chalicelib.core.http.answers import Answer, Incoming, Told
from chalicelib.core.http.away import LIVES, ForeignNext, SignInLost, come_back
from chalicelib.core.http.page import sent_to
from chalicelib.core.http.rights import PUBLIC, SIGNED_IN
from chalicelib.core.http.routes import Routes
from chalicelib.core.http.session import REMEMBERED, Whose
from chalicelib.core.http.signing_in import beginning, signed_in
from chalicelib.core.http.texts import Lint
from chalicelib.core.ids import userid as canonical
from chalicelib.core.scope import Scoped
from chalicelib.platforms.wecom.errors import ASKED as WECOM
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
    errors=(*REFUSALS, *WECOM),
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
    errors=(*REFUSALS, *WECOM),
)
def sign_in_store_staff(incoming: Incoming, body: shapes.SignIn) -> shapes.Session:
    return signed_in(incoming, body.corp, Whose.STAFF, body.code, service.sign_in)


@routes.get(
    "/admin/v1/sign-in",
    allow=PUBLIC,
    rate=rates.SIGN_IN,
    summary=("在浏览器中登录：前往企业微信", "Sign in with a browser: off to WeCom"),
    query=shapes.SignInQuery,
    errors=(UnknownCorp, WhichCorp, ForeignNext, AddressBusy),
    media_type="text/html",
)
def begin_sign_in(incoming: Incoming, query: shapes.SignInQuery) -> Answer:
    again = {"corp": query.corp, "next": query.next}
    try:
        corp = signing.corp_of(query.corp, browsers.remembered(incoming), wall_clock())
        away = signing.begin(beginning(incoming, corp), incoming.headers.get("user-agent", ""), query.next)
    except AppError as error:
        return _sorry(incoming, error, {} if isinstance(error, BadRequest | UnknownCorp) else again)
    return sent_to(away.url, browsers.kept(signing.STATE, away.cookie, LIVES))


@routes.get(
    signing.BACK,
    allow=PUBLIC,
    rate=rates.SIGN_IN,
    summary=("在浏览器中登录：从企业微信返回", "Sign in with a browser: back from WeCom"),
    query=shapes.SignedInQuery,
    errors=(*REFUSALS, SignInLost, SignInLeft, *WECOM),
    media_type="text/html",
)
def finish_sign_in(incoming: Incoming, query: shapes.SignedInQuery) -> Answer:
    again: dict[str, str] = {"next": signing.HOME}
    try:
        begun = come_back(browsers.cookie(incoming.headers, signing.STATE), query.state, wall_clock(), Whose.STAFF)
        again = {"corp": begun.corp, "next": begun.next}
        if not query.code:
            raise SignInLeft()
        made = signed_in(incoming, begun.corp, Whose.STAFF, query.code, service.sign_in)
    except AppError as error:
        return _sorry(incoming, error, again)
    session = browsers.kept(browsers.SESSION, made.token, REMEMBERED)
    return sent_to(begun.next, session, browsers.kept(signing.STATE, "", timedelta()))


def _sorry(incoming: Incoming, error: AppError, again: dict[str, str]) -> Answer:
    """A page, since a person looks; the log says as much as of any refusal."""
    incoming.line["code"] = error.code
    asked = signing.whom_to_ask(again.get("corp", ""), error)
    return screens.sorry(error, incoming.request_id, again, asked, browsers.kept(signing.STATE, "", timedelta()))


@routes.get(
    "/console",
    allow=PUBLIC,
    rate=rates.READS,
    summary=("控制台入口：当前登录", "The console's entry: who is signed in"),
    media_type="text/html",
)
def open_console(incoming: Incoming) -> Answer:
    return screens.console()


@routes.get(
    "/console/assets/{file}",
    allow=PUBLIC,
    rate=rates.READS,
    summary=("控制台的样式与脚本", "The console's styles and scripts"),
    errors=(UnknownPath,),
    media_type="text/css",
)
def read_console_file(incoming: Incoming, file: str) -> Answer:
    return screens.file(file, incoming.headers.get("accept-encoding", ""))


@routes.get(
    "/console/{page}",
    allow=PUBLIC,
    rate=rates.READS,
    summary=("控制台的页面", "A page of the console"),
    media_type="text/html",
)
def open_page(incoming: Incoming, page: str) -> Answer:
    return screens.console()


@routes.get(
    "/console/{page}/{thing}",
    allow=PUBLIC,
    rate=rates.READS,
    summary=("控制台里某一项的页面", "The page of a thing in the console"),
    media_type="text/html",
)
def open_thing(incoming: Incoming, page: str, thing: str) -> Answer:
    return screens.console()


@routes.get(
    "/console/{page}/{thing}/{part}",
    allow=PUBLIC,
    rate=rates.READS,
    summary=("控制台里某一项的分页", "The page of a part of a thing in the console"),
    media_type="text/html",
)
def open_part(incoming: Incoming, page: str, thing: str, part: str) -> Answer:
    return screens.console()


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
    leaves=Leaves(shapes.SESSIONS),
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
    leaves=Leaves(shapes.SESSIONS),
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
    leaves=Leaves(shapes.OPERATOR, "userid"),
    summary=("结束某人的所有登录", "End every session of a person"),
    answer=shapes.SessionsEnded,
    errors=(UnknownStaff, RightNotHeld),
)
def end_sessions_of(ctx: Ctx, userid: str) -> shapes.SessionsEnded:
    return sessions.end_of(ctx, canonical(userid))


@routes.delete(
    "/admin/v1/all-sessions",
    allow=END,
    leaves=Leaves(shapes.SESSIONS),
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
    errors=(HeldRoleChanged, OwnerIsFixed, LastOwner, RightNotHeld, UnknownRole, UnknownStaff, Refused),
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
