"""One access token per (corp, app), shared by all instances through the inbox table, one refresher at a time.

Asking WeCom too often gets an app blocked for an hour (wecom-api.md A2), so an instance that finds a token
expired takes a lease before it asks; the others wait for the row to change.
"""

from __future__ import annotations

import time
from datetime import timedelta

from chalicelib.core import inbox, leases, secrets
from chalicelib.core.config import config
from chalicelib.core.context import Ctx, iso
from chalicelib.core.table import key
from chalicelib.wecom.errors import WeComBusy, refusal
from chalicelib.wecom.transport import call

EARLY_SECONDS = 60
SHORTEST_SECONDS = 30
REFRESH_HOLD = timedelta(seconds=6)
POLLS = 15
POLL_SECONDS = 0.2

_kept: dict[str, tuple[str, str]] = {}


def current(ctx: Ctx, refused: str = "") -> str:
    """A token that WeCom accepts as far as we know.

    refused: a token that WeCom has just refused; another one is answered, made if nobody made one yet.
    Raises WeComRefused when WeCom gives none, WeComBusy when another instance's refresh does not end.
    """
    name = key(ctx, "token", secrets.corp(ctx.corp).agent_id)
    kept = _kept.get(name)
    if kept and kept[0] != refused and kept[1] > ctx.at:
        return kept[0]
    for _ in range(POLLS):
        stored = _stored(ctx, name, refused)
        if stored:
            _kept[name] = stored
            return stored[0]
        if leases.take(ctx, "token", ctx.request_id, REFRESH_HOLD):
            return _refresh(ctx, name, refused)
        time.sleep(POLL_SECONDS)
    raise WeComBusy("gettoken", -1)


def forget() -> None:
    """Drop this instance's copies."""
    _kept.clear()


def _stored(ctx: Ctx, name: str, refused: str) -> tuple[str, str] | None:
    item = inbox.get(name)
    if item is None or item["token"]["S"] == refused or item["good_until"]["S"] <= ctx.at:
        return None
    return item["token"]["S"], item["good_until"]["S"]


def _refresh(ctx: Ctx, name: str, refused: str) -> str:
    try:
        # Whoever held the lease before us may have stored a token between our read and our lease.
        stored = _stored(ctx, name, refused)
        if stored is None:
            stored = _fetch(ctx)
            inbox.client().put_item(TableName=config().inbox_table, Item=_item(ctx, name, stored))
        _kept[name] = stored
        return stored[0]
    finally:
        leases.release(ctx, "token", ctx.request_id)


def _fetch(ctx: Ctx) -> tuple[str, str]:
    corp = secrets.corp(ctx.corp)
    answer = call(
        "GET", f"{config().wecom_url}/cgi-bin/gettoken", {"corpid": corp.corp_id, "corpsecret": corp.agent_secret}
    )
    if answer.get("errcode", 0) != 0:
        raise refusal("gettoken", answer["errcode"])
    # WeCom hands out the same token until its end is near: one with seconds left is used, not asked for over and over.
    good_for = max(answer["expires_in"] - EARLY_SECONDS, SHORTEST_SECONDS)
    return answer["access_token"], iso(ctx.now + timedelta(seconds=good_for))


def _item(ctx: Ctx, name: str, stored: tuple[str, str]) -> inbox.Item:
    return {
        "pk": {"S": name},
        "sk": {"S": inbox.SK},
        "token": {"S": stored[0]},
        "good_until": {"S": stored[1]},
        "ttl": inbox.ttl(ctx.now + timedelta(days=1)),
    }
