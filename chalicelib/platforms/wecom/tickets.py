"""Tickets of pages inside WeCom, and what a page is signed with (docs/platform G7).

A ticket never leaves this module but as a signature: it is kept where tokens are, one refresher at a time, and stands
in no answer and no log line.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from enum import StrEnum

import msgspec

from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.ops import secrets
from chalicelib.core.storage.table import key
from chalicelib.core.storage.tokens import StoredToken
from chalicelib.platforms.wecom import client, token, transport
from chalicelib.platforms.wecom.errors import CredentialsRefused
from chalicelib.platforms.wecom.transport import Json, fitted


class Ticket(StrEnum):
    """CORP: for `wx.config`. AGENT: for `wx.agentConfig`, of the corp's app."""

    CORP = "corp"
    AGENT = "agent"


# WeCom lets a corp ask 400 times an hour and an app 100 times (docs/platform G7); a good one is asked for once in two.
PER_MINUTE: Mapping[Ticket, int] = {Ticket.CORP: 5, Ticket.AGENT: 1}
APIS: Mapping[Ticket, tuple[str, dict[str, str]]] = {
    Ticket.CORP: ("get_jsapi_ticket", {}),
    Ticket.AGENT: ("ticket/get", {"type": "agent_config"}),
}


class _Ticket(msgspec.Struct, frozen=True):
    ticket: str
    expires_in: int


def current(ctx: Ctx, ticket: Ticket) -> str:
    """A ticket that is good as far as we know. 0 reads warm, 1 RU cold, one call and 1 WU every two hours.

    Raises WeComRefused when WeCom gives none, WeComBusy when another instance's refresh does not end.
    """
    name = key(ctx, "token", f"ticket-{ticket}-{secrets.platforms(ctx.corp).agent_id}")
    return token.shared(ctx, name, f"ticket#{ticket}", lambda: _fetch(ctx, ticket))


def _fetch(ctx: Ctx, ticket: Ticket) -> StoredToken:
    fresh = fitted(_asked(ctx, ticket), _Ticket)
    return token.good_for(ctx, fresh.ticket, fresh.expires_in)


def _asked(ctx: Ctx, ticket: Ticket) -> Json:
    """One call, and once more with a fresh token when WeCom refuses the one we had: 40014 and 42001 as for every call,
    here 40001 too, which WeCom says of either.
    """
    api, query = APIS[ticket]
    used: list[str] = []

    def once(access_token: str) -> Json:
        used.append(access_token)
        url = f"{config().wecom_url}/cgi-bin/{api}"
        return transport.call("GET", url, {"access_token": access_token, **query})

    try:
        return client.attempt(ctx, api, PER_MINUTE[ticket], once)
    except CredentialsRefused:
        if len(used) != 1:
            raise  # the secret itself is refused, or a fresh token was
        token.current(ctx, refused=used[0])
        return client.attempt(ctx, api, PER_MINUTE[ticket], once)


def signature(ticket: str, nonce: str, timestamp: int, url: str) -> str:
    """The signature of a page: SHA-1 of ticket, nonce, seconds and address in this order, as they are (G7).

    url: of the page, without what stands behind `#`.
    """
    said = f"jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={url}"
    return hashlib.sha1(said.encode(), usedforsecurity=False).hexdigest()
