"""The verbs about sessions that are open: whose one is, and how they end before their time.

An ending is one conditional write, and every instance knows of it within 5 s (core/storage/endings.py).
"""

from __future__ import annotations

from chalicelib.access import roles, service, standings
from chalicelib.access.ids import OWNER, RoleId
from chalicelib.access.shapes import Me, OfCorp, SessionsEnded
from chalicelib.access.states import Ended
from chalicelib.core.context import Ctx
from chalicelib.core.errors import NotAnOperator, SessionExpired
from chalicelib.core.http import session
from chalicelib.core.ids import UserId
from chalicelib.core.ids import userid as canonical
from chalicelib.core.moments import moment
from chalicelib.core.ops import secrets
from chalicelib.core.storage import endings
from chalicelib.staff import service as staff
from chalicelib.staff.errors import UnknownStaff


def me(ctx: Ctx) -> Me:
    """Who is signed in, and what they may do. 1 RU, 0.5 per 4 KB of the corp's own roles."""
    theirs = service.standing(ctx.corp, ctx.who)
    if theirs is None:
        raise NotAnOperator()
    if ctx.session is None:
        raise SessionExpired()
    name, avatar = _shown(ctx, canonical(ctx.who))
    return Me(
        userid=canonical(ctx.who),
        name=name,
        avatar=avatar,
        role=RoleId(theirs.role),
        role_name=roles.names(ctx).get(RoleId(theirs.role), ""),
        rights=sorted(theirs.rights),
        scope=theirs.scope,
        corp=OfCorp(ctx.corp, secrets.platforms(ctx.corp).name),
        session_ends_at=ctx.session.ends_at,
    )


def _shown(ctx: Ctx, userid: UserId) -> tuple[str, str]:
    """Name and avatar, '' while the directory has not read of them."""
    try:
        person = staff.member(ctx, userid)
    except UnknownStaff:
        return "", ""
    return person.name, person.avatar


def sign_out(ctx: Ctx, *, everywhere: bool) -> SessionsEnded:
    """End the session that asks, or all that its person has. 1 WU."""
    if everywhere:
        endings.end_of(ctx, canonical(ctx.who))
    elif ctx.session:
        endings.end_one(ctx, ctx.session.id, moment(ctx.session.ends_at))
    return _ended(Ended.OWN if everywhere else Ended.THIS)


def end_of(ctx: Ctx, userid: UserId) -> SessionsEnded:
    """End every session of a person. 1 WU.

    Raises UnknownStaff for whom the corp does not have, so that a slip of the pen does not look done; RightNotHeld for
    whoever may do more than who asks: nobody keeps an owner out.
    """
    if not service.is_of_the_corp(ctx, userid):
        raise UnknownStaff()
    theirs = service.standing(ctx.corp, userid)
    roles.check_held(ctx, theirs.rights if theirs else ())
    endings.end_of(ctx, userid)
    return _ended(Ended.THEIRS)


def end_everybodys(ctx: Ctx) -> SessionsEnded:
    """End every session of the corp's staff, that of whoever asks among them. 1 WU. Raises RightNotHeld but for owners,
    or whoever may do as much.
    """
    roles.check_held(ctx, standings.rights_of(ctx, OWNER))
    endings.end_everybodys(ctx)
    return _ended(Ended.EVERYBODYS)


def _ended(whose: Ended) -> SessionsEnded:
    session.look_again()
    return SessionsEnded(whose)
