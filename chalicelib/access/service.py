"""The verbs of access: staff sign in, and are given roles."""

from __future__ import annotations

from chalicelib.access import store
from chalicelib.access.errors import OwnerIsFixed
from chalicelib.access.shapes import Operator, Operators, Session
from chalicelib.access.states import GivenRole
from chalicelib.core.context import Ctx, new_ctx
from chalicelib.core.errors import NotAnOperator, NotFound
from chalicelib.core.http import session
from chalicelib.core.http.rights import Role
from chalicelib.core.ids import UserId
from chalicelib.core.ids import userid as canonical
from chalicelib.core.instance import Cache
from chalicelib.core.moments import iso
from chalicelib.core.ops import secrets
from chalicelib.platforms.wecom import client
from chalicelib.staff import service as staff

_roles: Cache[GivenRole] = Cache()


def sign_in(ctx: Ctx, code: str) -> Session:
    """A session for the member of staff behind a WeCom OAuth code.

    Raises OAuthCodeRefused for a bad code, NotAnOperator when they have no role.
    """
    userid = client.userid_of(ctx, code)
    role = role_of(ctx.corp, userid)
    if role is None:
        raise NotAnOperator()
    staff.keep_going(ctx)
    token, ends = session.issue(session.Session(corp=ctx.corp, who=userid, is_member=False), ctx.now)
    return Session(token=token, expires_at=iso(ends), who=userid, role=role)


def role_of(corp: str, userid: str) -> Role | None:
    """The role of a member of staff, or None. The settings' owners are owners whatever the rows say."""
    if userid in secrets.platforms(corp).owners:
        return Role.OWNER
    role = _roles.get(f"{corp}#{userid}", lambda: _stored_role(corp, userid))
    return Role(role.value) if role else None


def _stored_role(corp: str, userid: str) -> GivenRole:
    row = store.operator(new_ctx(corp, "system:auth", "-"), canonical(userid))
    return row.role if row else GivenRole.NONE


def give_role(ctx: Ctx, userid: UserId, role: GivenRole) -> Operator:
    """Give a role to a member of staff, or take it away with NONE. Works at once here, within 5 s elsewhere. 1 WU.

    Raises OwnerIsFixed; NotFound for what can be nobody's userid.
    """
    if not userid:
        raise NotFound()
    if userid in secrets.platforms(ctx.corp).owners:
        raise OwnerIsFixed()
    row = store.set_role(ctx, userid, role)
    _roles.drop(f"{ctx.corp}#{userid}")
    return Operator(row.userid, row.role)


def operators(ctx: Ctx) -> Operators:
    """Everybody with a role, the settings' owners first."""
    owners = [Operator(userid, GivenRole.OWNER) for userid in sorted(secrets.platforms(ctx.corp).owners)]
    others = [Operator(row.userid, row.role) for row in store.operators(ctx) if row.role]
    return Operators(owners + others)


session.look_up_roles_with(role_of)
