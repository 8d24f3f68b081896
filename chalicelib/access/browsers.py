"""Signing in with a browser: to WeCom and back, with nothing of it stored here (docs/adr/0053).

What was begun is signed into a cookie of ten minutes that goes with its first use; what comes back must name the random
state in it. So nobody can be signed in by a link that somebody else made, and junk costs no write.
"""

from __future__ import annotations

import hmac
import os
import re
from datetime import datetime, timedelta

import msgspec

from chalicelib.access import service
from chalicelib.access.errors import ForeignNext, SignInLost, WhichCorp
from chalicelib.core.context import Ctx, new_ctx
from chalicelib.core.errors import AppError, NotAnOperator, Unauthenticated
from chalicelib.core.http import session
from chalicelib.core.ops import secrets
from chalicelib.platforms.wecom import login
from chalicelib.staff import service as staff

STATE = "siyu-sign-in"
LIVES = timedelta(minutes=10)
BACK = "/admin/v1/signed-in"
HOME = "/console"
# Our own pages and nothing else: whoever sends a link decides where it ends.
NEXT = re.compile(r"/(console|till|side)([/?][!-~]{0,500})?", re.ASCII)
MOST_ASKED = 3


class Begun(msgspec.Struct, frozen=True):
    """A sign-in that was begun: for which corp, where to go on, and the state that has to come back until `exp`."""

    corp: str
    next: str
    state: str
    exp: int


class Away(msgspec.Struct, frozen=True):
    """Where a browser is sent, and what it keeps meanwhile."""

    url: str
    cookie: str


def corp_of(given: str, remembered: str, now: datetime) -> str:
    """For which corp somebody signs in: the one that is named, that of their last session, or the only one.

    Raises WhichCorp when that cannot be told.
    """
    corp = given or session.corp_of(remembered, now) or secrets.only_corp()
    if not corp:
        raise WhichCorp()
    return corp


def begin(ctx: Ctx, browser: str, following: str) -> Away:
    """Send a browser to WeCom. No read, no write. Raises ForeignNext, UnknownCorp, NotConfigured."""
    if not NEXT.fullmatch(following):
        raise ForeignNext()
    state = os.urandom(16).hex()
    url = login.address(ctx, browser, BACK, state)
    claims = {"corp": ctx.corp, "next": following, "state": state, "exp": ctx.now + LIVES}
    return Away(url, session.signed(claims, ctx.now))


def come_back(cookie: str, state: str, now: datetime) -> Begun:
    """What this browser began. Raises SignInLost for a state that is not its own, or after ten minutes."""
    try:
        begun = session.read(cookie, Begun, now)
    except Unauthenticated:
        raise SignInLost() from None
    if begun.exp <= now.timestamp() or not hmac.compare_digest(begun.state.encode(), state.encode()):
        raise SignInLost()
    return begun


def whom_to_ask(corp: str, error: AppError) -> list[str]:
    """Of whoever has no role, the names of owners who can give one, three at most. 0.5 RU per 4 KB, and for each."""
    if not isinstance(error, NotAnOperator):
        return []
    ctx = new_ctx(corp, "system:sign-in", "-")
    able = (staff.known(ctx, userid) for userid in service.owners(ctx))
    return [person.name for person in able if person.is_able and person.name][:MOST_ASKED]
