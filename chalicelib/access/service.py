"""The verbs of access: staff sign in, and are given roles."""

from __future__ import annotations

from chalicelib.access import store
from chalicelib.access.errors import OwnerIsFixed
from chalicelib.access.shapes import Operator, Operators, Session
from chalicelib.access.states import GivenRole
from chalicelib.core.context import Ctx, new_ctx
from chalicelib.core.errors import NotAnOperator, SessionExpired
from chalicelib.core.events.facts import Fact
from chalicelib.core.http import session
from chalicelib.core.http.rights import Role, Standing, of_role
from chalicelib.core.ids import UserId
from chalicelib.core.ids import userid as canonical
from chalicelib.core.instance import Cache
from chalicelib.core.moments import NEVER, Moment, iso
from chalicelib.core.ops import secrets
from chalicelib.platforms.wecom import client
from chalicelib.staff import service as staff
from chalicelib.staff.errors import UnknownStaff
from chalicelib.staff.facts import StaffLeft, StaffRenamed
from chalicelib.staff.shapes import Known

_roles: Cache[GivenRole] = Cache()


def sign_in(ctx: Ctx, code: str) -> Session:
    """A session for the member of staff behind a WeCom OAuth code.

    Raises OAuthCodeRefused for a bad code, NotAnOperator when they have no role.
    """
    userid = client.userid_of(ctx, code)
    theirs = standing(ctx.corp, userid)
    if theirs is None:
        raise NotAnOperator()
    token, ends = session.issue(session.Session(corp=ctx.corp, who=userid, is_member=False), ctx.now)
    return Session(token=token, expires_at=iso(ends), who=userid, role=theirs.role)


def standing(corp: str, userid: str, signed_in_at: Moment = NEVER) -> Standing | None:
    """The role of a member of staff, its rights and their scope.

    None without a role, and for whoever has left or cannot act, within 5 s.

    The settings' owners are owners whatever the rows say, also under a new userid. signed_in_at: since when the session
    is that asks, where one does. Raises SessionExpired for one of before whoever had the userid last was gone.
    """
    ctx = new_ctx(corp, "system:auth", "-")
    person = staff.known(ctx, canonical(userid))
    if not person.is_able:
        return None
    if signed_in_at and person.is_of_another(signed_in_at):
        raise SessionExpired()
    if _is_owner(ctx, person):
        return Standing(role=Role.OWNER, rights=of_role(Role.OWNER))
    role = _roles.get(f"{corp}#{userid}", lambda: _stored_role(corp, userid))
    return Standing(role=role.value, rights=of_role(Role(role.value))) if role else None


def _is_owner(ctx: Ctx, person: Known) -> bool:
    owners = secrets.platforms(ctx.corp).owners
    for _ in range(staff.MOST_NAMES):
        if person.userid in owners:
            return True
        person = staff.known(ctx, person.formerly)
        if not person.is_gone:
            break
    return False


def _stored_role(corp: str, userid: str) -> GivenRole:
    row = store.operator(new_ctx(corp, "system:auth", "-"), canonical(userid))
    return row.role if row else GivenRole.NONE


def give_role(ctx: Ctx, userid: UserId, role: GivenRole) -> Operator:
    """Give a role to a member of staff, or take it away with NONE. Works at once here, within 5 s elsewhere. 1 WU.

    Raises OwnerIsFixed; UnknownStaff for whom the corp does not have: whoever got the userid would have the role.
    """
    if userid in secrets.platforms(ctx.corp).owners:
        raise OwnerIsFixed()
    if role and not _is_of_the_corp(ctx, userid):
        raise UnknownStaff()
    row = store.set_role(ctx, userid, role)
    _roles.drop(f"{ctx.corp}#{userid}")
    return Operator(row.userid, row.role)


def _is_of_the_corp(ctx: Ctx, userid: UserId) -> bool:
    """By the directory; of whom it knows no name WeCom is asked."""
    person = staff.now(ctx, userid)
    return bool(userid) and not person.is_gone and bool(person.name or not staff.is_nobody(ctx, userid))


def operators(ctx: Ctx) -> Operators:
    """Everybody with a role, the settings' owners first."""
    owners = [Operator(userid, GivenRole.OWNER) for userid in sorted(secrets.platforms(ctx.corp).owners)]
    others = [Operator(row.userid, row.role) for row in store.operators(ctx) if row.role]
    return Operators(owners + others)


def ever_operators(ctx: Ctx) -> list[UserId]:
    """Whoever has a role, by settings or rows, or had one that was taken away. 0.5 RU per 4 KB. Raises UnknownCorp."""
    by_settings = [canonical(userid) for userid in sorted(secrets.platforms(ctx.corp).owners)]
    return list(dict.fromkeys([*by_settings, *(row.userid for row in store.operators(ctx))]))


def owners(ctx: Ctx) -> list[UserId]:
    """Who has the owner's role: by the settings, under the userid they have now, and by the rows. 0.5 RU per 4 KB."""
    by_settings = [staff.now_called(ctx, canonical(userid)) for userid in sorted(secrets.platforms(ctx.corp).owners)]
    given = [row.userid for row in store.operators(ctx) if row.role is GivenRole.OWNER]
    return list(dict.fromkeys([*by_settings, *given]))


def end_role(ctx: Ctx, fact: Fact[StaffLeft]) -> None:
    """After somebody left: their role ends, and does not come back with them. 1 WU."""
    store.end_role(ctx, fact.data.staff, _given_before(ctx, fact.data.staff, fact.at))
    _roles.drop(f"{ctx.corp}#{fact.data.staff}")


def _given_before(ctx: Ctx, userid: UserId, at: Moment) -> Moment:
    """Until when a role was that of who is gone: given later it is of somebody who has the userid again."""
    return ctx.at if staff.now(ctx, userid).is_gone else at


def move_role(ctx: Ctx, fact: Fact[StaffRenamed]) -> None:
    """After a userid was changed: the role goes on under the new one, also when it was ended by mistake. 4 WU."""
    new = staff.now_called(ctx, fact.data.staff)
    store.move_role(ctx, fact.data.former, new, _given_before(ctx, fact.data.former, fact.at))
    for userid in (fact.data.former, new):
        _roles.drop(f"{ctx.corp}#{userid}")


session.look_up_standings_with(standing)
