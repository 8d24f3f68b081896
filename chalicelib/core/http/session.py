"""Sessions: who is speaking.

There is no password store: operators and store staff sign in with a WeCom OAuth code, members with a
mini-program login code. A session token is a signed statement of who it is for; an operator's role is not
in it but looked up (5 s cache), so taking a role away works at once. So is whether it was ended before its time.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

import msgspec

from chalicelib.core.context import Ctx, OpenSession
from chalicelib.core.errors import NotAnOperator, OutsideScope, SessionExpired, Unauthenticated
from chalicelib.core.http.rights import SIGNED_IN, Right, Role, Standing, not_held, of_role
from chalicelib.core.instance import Cache
from chalicelib.core.moments import NEVER, Moment, epoch_iso, iso, moment
from chalicelib.core.ops import secrets
from chalicelib.core.scope import Scoped
from chalicelib.core.storage import endings
from chalicelib.core.storage.endings import Endings

# How long a session that is over still tells who is returning.
REMEMBERED = timedelta(days=30)
Shape = TypeVar("Shape")
OPERATOR_SESSION = timedelta(hours=8)
MEMBER_SESSION = timedelta(hours=2)
# A customer's is renewed without a new code until then.
MEMBER_RENEWALS = timedelta(hours=12)


class Whose(StrEnum):
    """Whom a session is for."""

    STAFF = "staff"
    MEMBER = "member"


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """A verified session token. `who` is a userid or a member id; begun_at: when they signed in, by whole seconds.

    after: what had been ended when it began.
    """

    corp: str
    who: str
    is_member: bool
    begun_at: Moment = NEVER
    ends_at: Moment = NEVER
    id: str = ""
    after: Endings = Endings()

    @property
    def actor(self) -> str:
        """How this session signs what it changes."""
        return f"{'member' if self.is_member else 'operator'}:{self.who}"


class Token(msgspec.Struct, frozen=True):
    """A session token as handed to a client; it expires at `expires_at`."""

    token: str
    expires_at: str


def issue(session: Session, now: datetime) -> tuple[str, datetime]:
    """A signed token for `session` and the moment it ends."""
    ends = now + (MEMBER_SESSION if session.is_member else OPERATOR_SESSION)
    return _issued(msgspec.structs.replace(session, id=os.urandom(12).hex()), now, ends, now)


def _issued(session: Session, begun: datetime, ends: datetime, now: datetime) -> tuple[str, datetime]:
    after = {"all": session.after.of_all, "own": session.after.of_one}
    claims = {"corp": session.corp, "sub": session.who, "member": session.is_member, "iat": begun, "exp": ends, **after}
    return signed({**claims, "jti": session.id}, now), ends


def renew(ctx: Ctx) -> tuple[str, datetime]:
    """A token of the very session in which a customer asks, good for 2 hours more, and the moment it ends.

    12 hours after they signed in it is over for good. It keeps its id, so that whoever ends it ends each token of it.
    Raises SessionExpired.
    """
    if ctx.session is None:
        raise SessionExpired()
    begun = moment(ctx.session.begun_at)
    ends = min(ctx.now + MEMBER_SESSION, begun + MEMBER_RENEWALS)
    theirs = Session(corp=ctx.corp, who=ctx.who, is_member=True, id=ctx.session.id)
    return _issued(theirs, begun, ends, ctx.now)


def end(ctx: Ctx) -> None:
    """The session in which a customer asks is over, with every token of it, within 5 s everywhere. 1 WU."""
    if ctx.session is not None:
        endings.end_one(ctx, ctx.session.id, moment(ctx.session.begun_at) + MEMBER_RENEWALS)
        look_again()


def signed(claims: Mapping[str, object], now: datetime) -> str:
    """Claims as a token of ours; a moment as `exp` says when they are over."""
    import jwt

    return jwt.encode(dict(claims), secrets.session_keys(now)[0], algorithm="HS256")


def verify(token: str, now: datetime) -> Session:
    """The session of a token.

    Raises Unauthenticated when there is none or it is forged, SessionExpired when it is over.
    Expiry is judged by `now` (the context's clock), not by the library's own.
    """
    claims = read(token, _Claims, now)
    if claims.exp <= now.timestamp():
        raise SessionExpired()
    return Session(
        corp=claims.corp,
        who=claims.sub,
        is_member=claims.member,
        begun_at=epoch_iso(claims.iat),
        ends_at=iso(datetime.fromtimestamp(claims.exp, UTC)),
        id=claims.jti,
        after=Endings(claims.all, claims.own),
    )


def bearer(authorization: str) -> str:
    """The token of an `Authorization: Bearer` header. Raises Unauthenticated when it holds none."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated()
    return token


class _Claims(msgspec.Struct, frozen=True):
    """What a token says. iat, exp: unix seconds; all, own: see Endings; jti: which session it is."""

    corp: str
    sub: str
    member: bool
    iat: int
    exp: int
    jti: str
    all: int
    own: int


def read(token: str, shape: type[Shape], now: datetime) -> Shape:
    """What a token says that one of the stack's keys signed. Raises Unauthenticated for any other; its time is told."""
    import jwt

    for key in secrets.session_keys(now):
        try:
            claims = jwt.decode(token, key, algorithms=["HS256"], options={"verify_exp": False, "verify_iat": False})
            return msgspec.convert(claims, shape)
        except jwt.InvalidSignatureError:
            continue
        except (jwt.PyJWTError, msgspec.ValidationError, UnicodeError):
            break
    raise Unauthenticated()


def earlier(token: str, corp: str, whose: Whose, now: datetime) -> str:
    """Who had a session of this corp that ended less than 30 days ago, or has one; '' for nobody. It opens no door.

    It is our own word that they had a good code once, so others' junk need not keep them waiting.
    """
    try:
        claims = read(token, _Claims, now)
    except Unauthenticated:
        return ""
    is_theirs = claims.corp == corp and claims.member == (whose is Whose.MEMBER)
    return claims.sub if is_theirs and claims.exp > (now - REMEMBERED).timestamp() else ""


_ended: Cache[Endings] = Cache()
_signed_out: Cache[bool] = Cache()


def begin(ctx: Ctx, who: str) -> tuple[str, datetime]:
    """A token for a member of staff who has just proved who they are, and the moment it ends. 2 RU."""
    return issue(Session(corp=ctx.corp, who=who, is_member=False, after=endings.known(ctx, who)), ctx.now)


def check_open(ctx: Ctx, session: Session, *, in_browser: bool = False) -> OpenSession:
    """What the act may know of its session. Raises SessionExpired when it was ended, here or elsewhere 5 s ago.

    0 reads warm. Each 5 s 3 RU in two calls; of a customer, whose session nobody else ends, 1 RU.
    """
    name = f"{ctx.corp}#{session.id}"
    if session.is_member:
        is_over = _signed_out.get(name, lambda: endings.is_signed_out(ctx, session.id))
    else:
        ended = _ended.get(name, lambda: endings.known(ctx, session.who, session.id))
        is_over = ended.is_over or ended.of_all > session.after.of_all or ended.of_one > session.after.of_one
    if is_over:
        raise SessionExpired()
    return OpenSession(id=session.id, ends_at=session.ends_at, begun_at=session.begun_at, in_browser=in_browser)


def look_again() -> None:
    """Sessions were ended on this instance."""
    _ended.forget()
    _signed_out.forget()


def corp_of(token: str, now: datetime) -> str:
    """The corp of a session of staff of the last 30 days, '' for any other token. It opens no door."""
    try:
        claims = read(token, _Claims, now)
    except Unauthenticated:
        return ""
    return claims.corp if earlier(token, claims.corp, Whose.STAFF, now) else ""


StandingLookup = Callable[[str, str, Moment], Standing | None]
_standing_of: list[StandingLookup] = []


def look_up_standings_with(lookup: StandingLookup) -> None:
    """Register how an operator's standing is found from corp, userid and since when the session is."""
    _standing_of[:] = [lookup]


def standing(session: Session) -> Standing:
    """What the session's holder is here.

    Raises NotAnOperator for staff without a role, SessionExpired when somebody else may have the userid since.
    """
    if session.is_member:
        return Standing(role=Role.MEMBER, rights=of_role(Role.MEMBER))
    found = _standing_of[0](session.corp, session.who, session.begun_at)
    if found is None:
        raise NotAnOperator()
    return found


def permit(session: Session, allow: Right, scoped: Scoped) -> Standing:
    """What the session's holder is here, if that passes a door.

    Raises NotAnOperator, SessionExpired; RoleNotAllowed when their role does not hold the right, OutsideScope when the
    door is about the whole corp and they act for a part of it.
    """
    theirs = standing(session)
    is_everybodys = allow == SIGNED_IN and not session.is_member
    if allow.name not in theirs.rights and not is_everybodys:
        raise not_held(allow, role=theirs.role)
    if scoped is Scoped.ALL_ONLY and not theirs.scope.is_everything:
        raise OutsideScope(right=allow.name)
    return theirs
