"""What somebody is here: their role, the rights that this is, and how far these reach. At most 5 s old."""

from __future__ import annotations

import msgspec

from chalicelib.access import scopes, store
from chalicelib.access.ids import NO_ROLE, OWNER, RoleId
from chalicelib.access.shapes import SHIPPED, WHOLE_CORP, GivenScope
from chalicelib.core.context import Ctx, new_ctx
from chalicelib.core.errors import SessionExpired
from chalicelib.core.http import rights, session
from chalicelib.core.http.rights import Role, Standing
from chalicelib.core.ids import UserId
from chalicelib.core.ids import userid as canonical
from chalicelib.core.instance import Cache
from chalicelib.core.moments import NEVER, Moment
from chalicelib.core.ops import secrets
from chalicelib.staff import service as staff
from chalicelib.staff.shapes import Known


class Held(msgspec.Struct, frozen=True):
    """What an operator's row says."""

    role: RoleId = NO_ROLE
    scope: GivenScope = WHOLE_CORP


_held: Cache[Held] = Cache()
_rights: Cache[frozenset[str]] = Cache()


def standing(corp: str, userid: str, signed_in_at: Moment = NEVER) -> Standing | None:
    """What a member of staff is here; None without a role, and for whoever has left or cannot act, within 5 s.

    The settings' owners are owners whatever the rows say, also under a new userid. signed_in_at: since when the session
    is that asks, where one does. Raises SessionExpired for one of before whoever had the userid last was gone.
    0 reads warm; cold 0.5 RU for the role, as much for one of the corp's own, and what their scope costs.
    """
    ctx = new_ctx(corp, "system:auth", "-")
    person = staff.known(ctx, canonical(userid))
    if not person.is_able:
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


session.look_up_standings_with(standing)
