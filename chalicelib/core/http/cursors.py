"""Sealed cursors: where a list goes on, in a form that only the list that gave it takes back.

A store's place in a list is plain text. What leaves through a door is that place with an HMAC over whose list it is of:
the corp, the door and its parameters, its filters, and at a customer's door the customer. Whatever else comes as a
cursor is refused, so no store ever meets a place that it did not give.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping

from chalicelib.core.errors import Fault, InvalidQuery
from chalicelib.core.ops import secrets

VERSION = b"\x01"
SEAL = 16
# A filter's own word changes the list; these do not.
NOT_OF_THE_LIST = ("cursor", "limit")


def list_name(corp: str, who: str, door: str, params: Mapping[str, str], query: Mapping[str, str]) -> bytes:
    """Which list is meant, so that no two have one name. who: '' where everybody sees the same."""
    filters = [f"{name}={query[name]}" for name in sorted(query) if name not in NOT_OF_THE_LIST]
    parts = [corp, who, door, *(f"{name}={params[name]}" for name in sorted(params)), "", *filters]
    # Each part says how long it is, so that no text moves over a border.
    return b"".join(b"%d:%s" % (len(part.encode()), part.encode()) for part in parts)


def seal(of: bytes, place: str) -> str:
    """The cursor of a place; '' ends a list and stays so."""
    if not place:
        return ""
    text = place.encode()
    return base64.urlsafe_b64encode(VERSION + _mac(secrets.cursor_keys()[0], of, text) + text).decode().rstrip("=")


def unseal(of: bytes, cursor: str) -> str:
    """The place of a cursor. Raises InvalidQuery for one that this list did not give."""
    try:
        sealed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raise _not_ours() from None
    text = sealed[1 + SEAL :]
    if not text or sealed[:1] != VERSION:
        raise _not_ours()
    if not any(hmac.compare_digest(sealed[1 : 1 + SEAL], _mac(key, of, text)) for key in secrets.cursor_keys()):
        raise _not_ours()
    return text.decode()


def _not_ours() -> InvalidQuery:
    zh, en = (
        "游标无效，请回到列表第一页重新打开。",
        "No list like this gave that cursor. Open the list from its first page.",
    )
    return InvalidQuery([Fault("query.cursor", "cursor", None, zh, en)])


def _mac(key: str, of: bytes, text: bytes) -> bytes:
    return hmac.new(key.encode(), b"%s%d:%s%s" % (VERSION, len(of), of, text), hashlib.sha256).digest()[:SEAL]
