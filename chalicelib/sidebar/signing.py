"""Signing for our own pages, so that WeCom's client lets them read the chat and send into it (docs/platform G7)."""

from __future__ import annotations

from urllib.parse import urlsplit

from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.ids import random_code
from chalicelib.core.ops import secrets
from chalicelib.platforms.wecom import tickets
from chalicelib.platforms.wecom.tickets import Ticket
from chalicelib.sidebar.errors import ForeignUrl
from chalicelib.sidebar.shapes import Signature

NONCE_SIGNS = 16


def sign(ctx: Ctx, url: str) -> Signature:
    """The signatures for a page of ours. 0 calls warm; two, 2 WU every two hours. Raises ForeignUrl, WeComRefused."""
    page = url.partition("#")[0]
    check_own(page)
    corp = secrets.platforms(ctx.corp)
    nonce, at = random_code(ctx.rng, NONCE_SIGNS), int(ctx.now.timestamp())
    return Signature(
        corp_id=corp.corp_id,
        agent_id=corp.agent_id,
        timestamp=at,
        nonce=nonce,
        signature=tickets.signature(tickets.current(ctx, Ticket.CORP), nonce, at, page),
        agent_signature=tickets.signature(tickets.current(ctx, Ticket.AGENT), nonce, at, page),
    )


def check_own(page: str) -> None:
    """Whoever may sign for any page could let theirs act as the corp's app. Raises ForeignUrl."""
    ours, asked = urlsplit(config().public_url), urlsplit(page)
    is_under = asked.path.startswith(ours.path.rstrip("/") + "/") or asked.path == ours.path
    if not ours.netloc or (asked.scheme, asked.netloc) != (ours.scheme, ours.netloc) or not is_under:
        raise ForeignUrl()
