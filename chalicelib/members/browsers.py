"""A customer signs in on a page of ours inside WeChat: to the brand's official account and back (core/http/away.py)."""

from __future__ import annotations

import re

from chalicelib.core.context import Ctx
from chalicelib.core.http import away
from chalicelib.core.http.away import Away, ForeignNext
from chalicelib.core.http.session import Whose
from chalicelib.platforms.wechat import account

STATE = "siyu-customer-sign-in"
BACK = "/mini/v1/signed-in"
# Customers' own pages and nothing else: whoever sends a link decides where it ends.
NEXT = re.compile(r"/[ckg]/[A-Za-z0-9._-]{1,120}", re.ASCII)


def begin(ctx: Ctx, following: str, *, asks: bool = False) -> Away:
    """Send a browser to WeChat. asks: it asks for consent, since the silent way told too little. No read, no write.

    Raises ForeignNext, UnknownCorp, NotConfigured.
    """
    if not NEXT.fullmatch(following):
        raise ForeignNext()
    return away.send(
        ctx, following, lambda state: account.address(ctx, BACK, state, asks=asks), Whose.MEMBER, asks=asks
    )
