"""Who acted, as the log says it: a number that ties a person's requests together and names nobody.

It is a keyed hash under the corp's index key, which is never changed, so an old line can still be led back to a person
by whoever may read that secret, and by nobody else (`python -m infra.who`, docs/runbook/who-did-it.md).
"""

from __future__ import annotations

import hashlib
import hmac
import math

from chalicelib.core.ids import CODE_ALPHABET, base32
from chalicelib.core.instance import Cache
from chalicelib.core.ops import secrets

# Of a corp, since all of them lie in one secret; the key is the same for ever.
_keys: Cache[bytes] = Cache(seconds=math.inf)
UNKNOWN = "unknown"


def logged(corp: str, actor: str) -> str:
    """An actor such as `operator:zhangwei` as `operator:` and 13 characters. A cold instance reads one secret.

    `operator:unknown` when the key cannot be had: no request fails for its log line.
    """
    kind, _, who = actor.partition(":")
    if not who:
        return kind
    try:
        key = _keys.get(corp, lambda: key_of(secrets.index(corp).key))
    except Exception:
        return f"{kind}:{UNKNOWN}"
    return f"{kind}:{number(key, actor)}"


def key_of(index_key: str) -> bytes:
    """The key of a corp's numbers, made from its index key."""
    return hmac.new(index_key.encode(), b"who acts, in the log", hashlib.sha256).digest()


def number(key: bytes, actor: str) -> str:
    """The number of an actor under a corp's key."""
    return base32(hmac.new(key, actor.encode(), hashlib.sha256).digest()[:8], CODE_ALPHABET)
