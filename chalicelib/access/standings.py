"""What somebody is here: their role, the rights that this is, and how far these reach. At most 5 s old."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from chalicelib.access import scopes, store
from chalicelib.access.ids import NO_ROLE, OWNER, RoleId
from chalicelib.access.shapes import SHIPPED, WHOLE_CORP, GivenScope
from chalicelib.core.context import Ctx, new_ctx
from chalicelib.core.errors import NotAnOperator, SessionExpired
from chalicelib.core.http import rights, session
from chalicelib.core.http.rights import SIGNED_IN, Role, Standing
from chalicelib.core.ids import UserId
from chalicelib.core.ids import userid as canonical
from chalicelib.core.instance import Cache
from chalicelib.core.moments import NEVER, Moment
from chalicelib.core.ops import jobs, secrets
from chalicelib.core.scope import Scope
from chalicelib.staff import service as staff
from chalicelib.staff.shapes import Known
from chalicelib.staff.states import StaffState

# What somebody is told whose session is open still.
UNABLE: Mapping[StaffState, tuple[str, str]] = {
    StaffState.LEFT: (
        "您已不在企业通讯录中（离职或被移除），后台权限已停用。如有误，请联系企业所有者。",
        "You are not in the corp's directory any more, so you may do nothing here. Ask an owner if that is wrong.",
    ),
    StaffState.DISABLED: (
        "您的企业微信账号已被禁用，后台权限暂停。请联系企业管理员启用账号。",
        "Your WeCom account is disabled, so you may do nothing here. Ask an administrator to enable it.",
    ),
    StaffState.INACTIVE: (
        "您的企业微信账号未激活或已退出企业，后台权限暂停。请先在企业微信中激活或重新加入。",
        "Your WeCom account is not active, so you may do nothing here. Activate it, or join the corp again, at WeCom.",
    ),
    StaffState.RENAMED: (
        "您的员工账号（userid）已变更，请退出后重新登录。",
        "Your userid was changed. Sign out, and sign in again.",
    ),
}


class Held(msgspec.Struct, frozen=True):
    """What an operator's row says."""

    role: RoleId = NO_ROLE
    scope: GivenScope = WHOLE_CORP


_held: Cache[Held] = Cache()
_rights: Cache[frozenset[str]] = Cache()


def standing(corp: str, userid: str, signed_in_at: Moment = NEVER) -> Standing | None:
    """What a member of staff is here; None without a role, and for whoever has left or cannot act, within 5 s.

    The settings' owners are owners whatever the rows say, also under a new userid. signed_in_at: since when the session
    is that asks, where one does. Raises SessionExpired for one of before whoever had the userid last was gone, and
    NotAnOperator, which says what happened, for one of somebody who has left or cannot act.
    0 reads warm; cold 0.5 RU for the role, as much for one of the corp's own, and what their scope costs.
    """
    ctx = new_ctx(corp, "system:auth", "-")
    person = staff.known(ctx, canonical(userid))
    if not person.is_able:
        if signed_in_at:
            raise NotAnOperator(*UNABLE[person.state])
        return None
    if signed_in_at and person.is_of_another(signed_in_at):
        raise SessionExpired()
    if is_owner(ctx, person):
        return Standing(role=Role.OWNER, rights=rights.of_role(Role.OWNER))
    held = _held.get(f"{corp}#{userid}", lambda: _stored(ctx, person.userid))
    if not held.role:
        return None
    scope = scopes.resolve(ctx, person.userid, held.role, held.scope)
    return Standing(role=held.role, rights=rights_of(ctx, held.role), scope=scope)


def _stored(ctx: Ctx, userid: UserId) -> Held:
    row = store.operator(ctx, userid)
    return Held(row.role, row.scope) if row else Held()


def rights_of(ctx: Ctx, role: RoleId) -> frozenset[str]:
    """The rights that a role is; none of one that is no more. What a release took from the house nobody holds."""
    if role in SHIPPED:
        return rights.of_role(SHIPPED[role])
    return _rights.get(f"{ctx.corp}#{role}", lambda: _stored_rights(ctx, role)) & rights.known().keys()


def _stored_rights(ctx: Ctx, role: RoleId) -> frozenset[str]:
    row = store.role(ctx, role)
    return frozenset(row.rights) if row and not row.is_deleted else frozenset()


def is_owner(ctx: Ctx, person: Known) -> bool:
    """True for an owner by the corp's settings, under whichever userid they were named there."""
    owners = secrets.platforms(ctx.corp).owners
    for _ in range(staff.MOST_NAMES):
        if person.userid in owners:
            return True
        person = staff.known(ctx, person.formerly)
        if not person.is_gone:
            break
    return False


def has_owner_by_settings(ctx: Ctx) -> bool:
    """Whether an owner whom the settings name is of the corp and may act. 0.5 RU each when cold."""
    by_settings = (staff.now_called(ctx, canonical(userid)) for userid in secrets.platforms(ctx.corp).owners)
    return any(staff.now(ctx, userid).is_able for userid in by_settings)


def owners(ctx: Ctx) -> list[UserId]:
    """Who has the owner's role: by the settings, under the userid they have now, and by the rows. 0.5 RU per 4 KB."""
    by_settings = [staff.now_called(ctx, canonical(userid)) for userid in sorted(secrets.platforms(ctx.corp).owners)]
    given = [row.userid for row in store.operators(ctx) if row.role == OWNER]
    return list(dict.fromkeys([*by_settings, *given]))


def forget(ctx: Ctx, userid: UserId) -> None:
    """Look again: what they have was written in this instance."""
    _held.drop(f"{ctx.corp}#{userid}")


def forget_role(ctx: Ctx, role: RoleId) -> None:
    """Look again: what the role is was written in this instance."""
    _rights.drop(f"{ctx.corp}#{role}")


def backs(corp: str, userid: str, since: Moment, right: str, scope: Scope) -> bool:
    """Whether somebody may still what a job does for them since then: their right, and their scope of now.

    0 reads warm, what `standing` costs cold.
    """
    now = staff.now_called(new_ctx(corp, "system:auth", "-"), canonical(userid))
    try:
        theirs = standing(corp, now, since)
    except (SessionExpired, NotAnOperator):
        return False  # another has the userid by now, or they are gone
    return theirs is not None and (right in theirs.rights or right == SIGNED_IN.name) and theirs.scope.holds(scope)


session.look_up_standings_with(standing)
jobs.look_up_backing_with(backs)
