"""Signing in with a browser: to WeCom and back, with nothing of it stored here (core/http/away.py)."""

from __future__ import annotations

import re
from datetime import datetime

from chalicelib.access import service
from chalicelib.access.errors import WhichCorp
from chalicelib.core.context import Ctx, new_ctx
from chalicelib.core.errors import AppError, NotAnOperator
from chalicelib.core.http import away, session
from chalicelib.core.http.away import ForeignNext
from chalicelib.core.ops import secrets
from chalicelib.platforms.wecom import login
from chalicelib.staff import service as staff

STATE = "siyu-sign-in"
BACK = "/admin/v1/signed-in"
HOME = "/console"
# Our own pages and nothing else: whoever sends a link decides where it ends.
NEXT = re.compile(r"/(console|till|side)([/?][!-~]{0,500})?", re.ASCII)
MOST_ASKED = 3


def corp_of(given: str, remembered: str, now: datetime) -> str:
    """For which corp somebody signs in: the one that is named, that of their last session, or the only one.

    Raises WhichCorp when that cannot be told.
    """
    corp = given or session.corp_of(remembered, now) or secrets.only_corp()
    if not corp:
        raise WhichCorp()
    return corp


def begin(ctx: Ctx, browser: str, following: str) -> away.Away:
    """Send a browser to WeCom. No read, no write. Raises ForeignNext, UnknownCorp, NotConfigured."""
    if not NEXT.fullmatch(following):
        raise ForeignNext()
    return away.send(ctx, following, lambda state: login.address(ctx, browser, BACK, state), session.Whose.STAFF)


def whom_to_ask(corp: str, error: AppError) -> list[str]:
    """Of whoever has no role, the names of owners who can give one, three at most. 0.5 RU per 4 KB, and for each."""
    if not isinstance(error, NotAnOperator):
        return []
    ctx = new_ctx(corp, "system:sign-in", "-")
    able = (staff.known(ctx, userid) for userid in service.owners(ctx))
    return [person.name for person in able if person.is_able and person.name][:MOST_ASKED]
