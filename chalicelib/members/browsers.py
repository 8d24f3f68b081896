"""A customer signs in on a page of ours inside WeChat: to the brand's official account and back (core/http/away.py)."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from chalicelib.core.context import Ctx
from chalicelib.core.http import away, entrance
from chalicelib.core.http.away import Away, ForeignNext
from chalicelib.core.http.session import Whose
from chalicelib.platforms.wechat import account

STATE = "siyu-customer-sign-in"
BEGIN, BACK = "/mini/v1/sign-in", "/mini/v1/signed-in"
# Customers' own pages and nothing else: whoever sends a link decides where it ends.
NEXT = re.compile(r"/[ckgm]/[A-Za-z0-9._-]{1,120}", re.ASCII)


def begin(ctx: Ctx, following: str, *, asks: bool = False) -> Away:
    """Send a browser to WeChat. asks: it asks for consent, since the silent way told too little. No read, no write.

    Raises ForeignNext, UnknownCorp, NotConfigured.
    """
    if not NEXT.fullmatch(following):
        raise ForeignNext()
    return away.send(
        ctx, following, lambda state: account.address(ctx, BACK, state, asks=asks), Whose.MEMBER, asks=asks
    )


def way_in(corp: str, back: str) -> str:
    """Where customers of a corp begin to sign in, to come back to a page of theirs; '' where they cannot.

    Raises UnknownCorp.
    """
    can = account.has_account(corp) and NEXT.fullmatch(back)
    return f"{BEGIN}?{urlencode({'corp': corp, 'next': back}, safe='/')}" if can else ""


entrance.leads_by(way_in)
