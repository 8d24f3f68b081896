"""A browser that is sent to a platform so that it says who sits in front of it, and what comes back (docs/adr/0053).

What was begun is signed into a cookie of ten minutes that goes with its first use; what comes back must name the random
state in it. So nobody can be signed in by a link that somebody else made, and junk costs no write.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.errors import BadRequest, Forbidden, Unauthenticated
from chalicelib.core.http import session

LIVES = timedelta(minutes=10)


class SignInLost(Forbidden):
    """What came back from the platform is not what this browser began, or not any more."""

    zh = "登录已超时或链接已使用过，请重新登录。"
    en = "This sign-in took too long, or its link was used before. Sign in again."


class ForeignNext(BadRequest):
    """Where to go on after signing in is no page of ours."""

    zh = "登录后要前往的地址不属于本系统，已拒绝。请直接打开控制台登录。"
    en = "This link leads out of this system after signing in, so it was refused. Open the console and sign in there."
    customers = (
        "链接有误，请返回后重新打开页面。",
        "This link is not whole. Go back and open the page again.",
    )


class Begun(msgspec.Struct, frozen=True):
    """A sign-in that was begun: for which corp, where to go on, and the state that has to come back until `exp`.

    whose: of whom, so that staff and customers cannot finish each other's. asks: whether they were asked for consent.
    """

    corp: str
    next: str
    state: str
    exp: int
    whose: session.Whose = session.Whose.STAFF
    asks: bool = False


class Away(msgspec.Struct, frozen=True):
    """Where a browser is sent, and what it keeps meanwhile."""

    url: str
    cookie: str


def send(ctx: Ctx, following: str, address: Callable[[str], str], whose: session.Whose, *, asks: bool = False) -> Away:
    """Send a browser away. address: where to, given our state. No read, no write."""
    state = os.urandom(16).hex()
    url = address(state)
    claims = {"corp": ctx.corp, "next": following, "state": state, "exp": ctx.now + LIVES}
    return Away(url, session.signed({**claims, "whose": whose, "asks": asks}, ctx.now))


def come_back(cookie: str, state: str, now: datetime, whose: session.Whose) -> Begun:
    """What this browser began. Raises SignInLost for a state that is not its own, or after ten minutes."""
    try:
        begun = session.read(cookie, Begun, now)
    except Unauthenticated:
        raise SignInLost() from None
    is_theirs = begun.whose is whose and hmac.compare_digest(begun.state.encode(), state.encode())
    if not is_theirs or begun.exp <= now.timestamp():
        raise SignInLost()
    return begun
