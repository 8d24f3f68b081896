"""One access token per (corp, app), shared by all instances through the inbox table, one refresher at a time.

Asking WeCom too often gets an app blocked for an hour (docs/platform A2), so an instance that finds a token
expired takes a lease before it asks; the others wait for the row to change.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum

import msgspec

from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.instance import Cache
from chalicelib.core.moments import iso
from chalicelib.core.ops import secrets
from chalicelib.core.storage import leases, tokens
from chalicelib.core.storage.leases import Lease
from chalicelib.core.storage.table import key
from chalicelib.core.storage.tokens import StoredToken
from chalicelib.platforms.wecom.errors import WeComBusy, refusal
from chalicelib.platforms.wecom.transport import call, errcode_of, fitted

EARLY_SECONDS = 60
# WeCom says two hours. One that is good for ever would be a slip of theirs, and no moment that could be stored.
SHORTEST_SECONDS, LONGEST_SECONDS = 30, 86_400
REFRESH_HOLD = timedelta(seconds=6)
POLLS = 15
POLL_SECONDS = 0.2

_kept: Cache[StoredToken | None] = Cache(seconds=math.inf)


class App(StrEnum):
    """Who asks: the corp's app, or its contacts, whose secret lists ids and nothing else (docs/platform A2, K1)."""

    AGENT = "agent"
    CONTACTS = "contacts"


class _Token(msgspec.Struct, frozen=True):
    access_token: str
    expires_in: int


def current(ctx: Ctx, refused: str = "", app: App = App.AGENT) -> str:
    """A token that WeCom accepts as far as we know.

    refused: a token that WeCom has just refused; another one is answered, made if nobody made one yet.
    Raises WeComRefused when WeCom gives none, WeComBusy when another instance's refresh does not end.
    """
    name = key(ctx, "token", secrets.platforms(ctx.corp).agent_id if app is App.AGENT else app)
    return shared(ctx, name, "token" if app is App.AGENT else f"token#{app}", lambda: _fetch(ctx, app), refused)


def shared(ctx: Ctx, name: str, lease_name: str, fetch: Callable[[], StoredToken], refused: str = "") -> str:
    """What is kept under `name` while it is good, else what `fetch` gets: by one instance, the others wait for it.

    Raises what `fetch` raises, and WeComBusy when another instance's refresh does not end.
    """
    kept = _kept.get(name, lambda: None)
    if kept and _is_good(ctx, kept, refused):
        return kept.token
    for _ in range(POLLS):
        stored = tokens.stored(name)
        if stored and _is_good(ctx, stored, refused):
            _kept.put(name, stored)
            return stored.token
        lease = leases.take(ctx, lease_name, REFRESH_HOLD)
        if lease:
            return _refresh(ctx, name, fetch, refused, lease)
        time.sleep(POLL_SECONDS)
    raise WeComBusy("gettoken", -1)


def _is_good(ctx: Ctx, token: StoredToken, refused: str) -> bool:
    return token.token != refused and token.good_until > ctx.at


def _refresh(ctx: Ctx, name: str, fetch: Callable[[], StoredToken], refused: str, lease: Lease) -> str:
    try:
        # Whoever held the lease before us may have stored a token between our read and our lease.
        stored = tokens.stored(name)
        if stored is None or not _is_good(ctx, stored, refused):
            stored = fetch()
            tokens.keep(ctx, name, stored)
        _kept.put(name, stored)
        return stored.token
    finally:
        leases.release(ctx, lease)


def _fetch(ctx: Ctx, app: App) -> StoredToken:
    corp = secrets.platforms(ctx.corp)
    query = {"corpid": corp.corp_id, "corpsecret": corp.agent_secret if app is App.AGENT else corp.contacts_secret}
    answer = call("GET", f"{config().wecom_url}/cgi-bin/gettoken", query)
    errcode = errcode_of(answer)
    if errcode:
        raise refusal("gettoken", errcode)
    fresh = fitted(answer, _Token)
    return good_for(ctx, fresh.access_token, fresh.expires_in)


def good_for(ctx: Ctx, token: str, expires_in: int) -> StoredToken:
    """What WeCom gave, and until when it is used: a minute less than it says.

    WeCom hands out the same one until its end is near: one with seconds left is used, not asked for over and over.
    """
    seconds = min(max(expires_in - EARLY_SECONDS, SHORTEST_SECONDS), LONGEST_SECONDS)
    return StoredToken(token, iso(ctx.now + timedelta(seconds=seconds)))
