"""A role ends with what its holder hands over, and the owners are told."""

from __future__ import annotations

import msgspec

from chalicelib.access import roles, standings, store
from chalicelib.access.errors import LastOwner, OwnerIsFixed, RoleStays
from chalicelib.access.ids import NO_ROLE, OWNER, RoleId
from chalicelib.access.room import GIVE
from chalicelib.core.context import Ctx
from chalicelib.core.ids import UserId
from chalicelib.platforms.wecom import mass
from chalicelib.platforms.wecom.messages import Message, Text, without_braces
from chalicelib.staff import service as staff

REASONS = (OwnerIsFixed, LastOwner, RoleStays)


class HeldRole(msgspec.Struct, frozen=True, kw_only=True):
    """The role of somebody who goes. is_over: it ended with their leaving."""

    role: RoleId = NO_ROLE
    name: str = ""
    is_over: bool = False


def role_of(ctx: Ctx, userid: UserId) -> HeldRole:
    """The role that somebody has, or had until they left; an owner by the settings is one. 1 RU per 4 KB of roles."""
    row = store.operator(ctx, userid)
    role = OWNER if standings.is_owner(ctx, staff.known(ctx, userid)) else row.role if row else NO_ROLE
    ended = row.ended if row and not role else NO_ROLE
    if not role and not ended:
        return HeldRole()
    return HeldRole(role=role or ended, name=roles.names(ctx).get(role or ended, ""), is_over=not role)


def called(ctx: Ctx, role: RoleId) -> str:
    """What a role is called. 0.5 RU per 4 KB of roles."""
    return roles.names(ctx).get(role, "")


def may_end(ctx: Ctx, role: RoleId) -> bool:
    """Whether whoever asks may take a role that somebody has. 0.5 RU cold."""
    return GIVE.name in ctx.rights and standings.rights_of(ctx, role) <= ctx.rights


def end(ctx: Ctx, userid: UserId, seen: RoleId) -> None:
    """The role of somebody who goes ends, if it is the one that was seen. Safe to repeat. 1 RU, 4 WU.

    Raises OwnerIsFixed for one by the settings, LastOwner, RoleStays where they were given another meanwhile.
    """
    if standings.is_owner(ctx, staff.known(ctx, userid)):
        raise OwnerIsFixed()
    row = store.operator(ctx, userid)
    if row is None or not row.role:
        return

    def same(role: RoleId, _: object) -> None:
        if role and role != seen:
            raise RoleStays()

    keeps_owner = not standings.has_owner_by_settings(ctx)
    store.set_role(ctx, userid, NO_ROLE, row.scope, keeps_owner=keeps_owner, check=same)
    standings.forget(ctx, userid)


def tell_owners(ctx: Ctx, about: UserId, text: str) -> bool:
    """Tell the owners who can act what became of somebody's things; False where there is none. One call to WeCom."""
    them = [one for one in standings.owners(ctx) if one != about and staff.known(ctx, one).is_able]
    if them:
        mass.send_to_staff(ctx, them, Message(msgtype="text", text=Text(without_braces(text))))
    return bool(them)
