"""The verbs of access: staff sign in, and are given roles."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from chalicelib.access import leavers, roles, scopes, standings, store
from chalicelib.access.errors import OwnerIsFixed
from chalicelib.access.ids import OWNER, RoleId
from chalicelib.access.shapes import OPERATOR, WHOLE_CORP, GivenScope, GiveRole, Operator, Operators, Session
from chalicelib.core.context import Ctx
from chalicelib.core.errors import NotAnOperator, Refused
from chalicelib.core.events.facts import Fact
from chalicelib.core.http import session
from chalicelib.core.ids import UserId
from chalicelib.core.ids import userid as canonical
from chalicelib.core.moments import Moment, iso
from chalicelib.core.ops import secrets
from chalicelib.core.shapes import Person
from chalicelib.core.storage import acts
from chalicelib.platforms.wecom import client
from chalicelib.staff import service as staff
from chalicelib.staff.errors import UnknownStaff
from chalicelib.staff.facts import StaffLeft, StaffRenamed

standing = standings.standing
owners = standings.owners
HeldRole = leavers.HeldRole
role_in_hand = leavers.role_of
may_end_role = leavers.may_end
end_role_in_hand = leavers.end
role_called = leavers.called
tell_owners = leavers.tell_owners
ROLE_STAYS = leavers.REASONS

# What a sign-in is called in the audit, at whichever door.
SIGN_IN = "access.sign_in_operator"


def sign_in(ctx: Ctx, code: str) -> Session:
    """A session for the member of staff behind a WeCom OAuth code. It stands in the audit, refused or not: 2 WU +1.

    Raises OAuthCodeRefused for a bad code, NotAnOperator when they have no role.
    """
    userid = client.userid_of(ctx, code)
    theirs = standing(ctx.corp, userid)
    known = acts.act(msgspec.structs.replace(ctx, act=SIGN_IN), OPERATOR, userid, by=userid)
    if theirs is None:
        acts.write(ctx, msgspec.structs.replace(known, outcome=NotAnOperator.__name__))
        raise NotAnOperator()
    token, ends = session.begin(ctx, userid)
    store.note_sign_in(ctx, userid)
    acts.write(ctx, known)
    return Session(token=token, expires_at=iso(ends), who=userid, role=theirs.role)


def give_role(ctx: Ctx, userid: UserId, given: GiveRole) -> Operator:
    """Give a member of staff a role and its scope, or take it away with ''. Works at once here, within 5 s elsewhere.

    1 RU, 6 WU. Raises OwnerIsFixed; UnknownStaff for whom the corp does not have: whoever got the userid would have the
    role; UnknownRole, Refused for a scope of what is not there and for one that would grow unsaid; RightNotHeld where
    the role that is given or taken is more than whoever acts has; LastOwner; HeldRoleChanged where it is not at
    `revision` any more.
    """
    if userid in secrets.platforms(ctx.corp).owners:
        raise OwnerIsFixed()
    if given.role and not is_of_the_corp(ctx, userid):
        raise UnknownStaff()
    scope = scopes.given(given.role, given.scope or WHOLE_CORP) if given.role else WHOLE_CORP
    faults = scopes.faults(ctx, given.role, scope)
    if faults:
        raise Refused(faults)
    _check_held(ctx, given.role)

    def check(before: RoleId, held: GivenScope) -> None:
        _check_held(ctx, before)
        if given.scope is None and scopes.would_widen(before, held, given.role, scope):
            raise Refused([scopes.UNSAID])

    keeps_owner = not standings.has_owner_by_settings(ctx)
    row = store.set_role(ctx, userid, given.role, scope, keeps_owner=keeps_owner, seen=given.revision, check=check)
    standings.forget(ctx, userid)
    return _shown(ctx, row, roles.names(ctx))


def _check_held(ctx: Ctx, role: RoleId) -> None:
    """Raises RightNotHeld for a role that is more than whoever acts has."""
    if role:
        roles.check_held(ctx, standings.rights_of(ctx, role))


def is_of_the_corp(ctx: Ctx, userid: UserId) -> bool:
    """By the directory; of whom it knows no name WeCom is asked."""
    person = staff.now(ctx, userid)
    return bool(userid) and not person.is_gone and bool(person.name or not staff.is_nobody(ctx, userid))


def operators(ctx: Ctx) -> Operators:
    """Everybody with a role, the settings' owners first. 0.5 RU per 4 KB, and 0.5 each for who they are when cold."""
    names, seen = roles.names(ctx), store.sign_ins(ctx)
    by_settings = [canonical(userid) for userid in sorted(secrets.platforms(ctx.corp).owners)]
    rows = [row for row in store.operators(ctx) if row.role and row.userid not in by_settings]
    staff.some(ctx, [*by_settings, *(row.userid for row in rows)])
    fixed = [_fixed(ctx, userid, names) for userid in by_settings]
    everybody = [*fixed, *(_shown(ctx, row, names) for row in rows)]
    return Operators([msgspec.structs.replace(one, signed_in_at=seen.get(one.userid)) for one in everybody])


def _fixed(ctx: Ctx, userid: UserId, names: Mapping[RoleId, str]) -> Operator:
    person = staff.known(ctx, userid)
    return Operator(
        userid=userid,
        name=person.name,
        role=OWNER,
        role_name=names[OWNER],
        scope=WHOLE_CORP,
        is_fixed=True,
        is_able=person.is_able,
    )


def _shown(ctx: Ctx, row: store.OperatorRow, names: Mapping[RoleId, str]) -> Operator:
    person = staff.known(ctx, row.userid)
    return Operator(
        userid=row.userid,
        name=person.name,
        role=row.role,
        role_name=names.get(row.role, ""),
        scope=row.scope,
        is_able=person.is_able,
        given_at=row.changed_at,
        given_by=_person(row.changed_by),
        revision=row.held,
    )


def _person(actor: str) -> Person | None:
    kind, _, userid = actor.partition(":")
    return Person(canonical(userid)) if kind == "operator" else None


def ever_operators(ctx: Ctx) -> list[UserId]:
    """Whoever has a role, by settings or rows, or had one that was taken away. 0.5 RU per 4 KB. Raises UnknownCorp."""
    by_settings = [canonical(userid) for userid in sorted(secrets.platforms(ctx.corp).owners)]
    return list(dict.fromkeys([*by_settings, *(row.userid for row in store.operators(ctx))]))


def end_role(ctx: Ctx, fact: Fact[StaffLeft]) -> None:
    """After somebody left: their role ends, and does not come back with them. 1 RU, 4 WU."""
    store.end_role(ctx, fact.data.staff, _given_before(ctx, fact.data.staff, fact.at))
    standings.forget(ctx, fact.data.staff)


def _given_before(ctx: Ctx, userid: UserId, at: Moment) -> Moment:
    """Until when a role was that of who is gone: given later it is of somebody who has the userid again."""
    return ctx.at if staff.now(ctx, userid).is_gone else at


def move_role(ctx: Ctx, fact: Fact[StaffRenamed]) -> None:
    """After a userid was changed: the role goes on under the new one, also when it was ended by mistake. 2 RU, 4 WU."""
    new = staff.now_called(ctx, fact.data.staff)
    store.move_role(ctx, fact.data.former, new, _given_before(ctx, fact.data.former, fact.at))
    for userid in (fact.data.former, new):
        standings.forget(ctx, userid)
