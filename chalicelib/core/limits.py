"""Permits for outbound calls, below a platform's documented quota and shared by all instances.

An instance takes permits in grants, so most calls cost no write. What a grant does not use is lost with
its minute: the limit holds, it is only reached a little early.
"""

from __future__ import annotations

import threading
from datetime import timedelta

from chalicelib.core import inbox
from chalicelib.core.context import Ctx
from chalicelib.core.table import key

GRANT = 20

_lock = threading.Lock()
_granted: dict[str, int] = {}


def permit(ctx: Ctx, name: str, per_minute: int, grant: int = GRANT) -> bool:
    """True when one more call of `name` fits into this minute's `per_minute`. 1 WU for every `grant` calls."""
    window = key(ctx, "permits", name, ctx.at[:16])
    with _lock:
        if _granted.get(window, 0) == 0 and not _take(ctx, window, per_minute, min(grant, per_minute)):
            return False
        _granted[window] -= 1
        return True


def _take(ctx: Ctx, window: str, per_minute: int, grant: int) -> bool:
    taken = inbox.update(
        {"pk": {"S": window}, "sk": {"S": inbox.SK}},
        "SET taken = if_not_exists(taken, :none) + :grant, #ttl = :ttl",
        {
            ":none": {"N": "0"},
            ":grant": {"N": str(grant)},
            ":room": {"N": str(per_minute - grant)},
            ":ttl": inbox.ttl(ctx.now + timedelta(minutes=5)),
        },
        "attribute_not_exists(taken) OR taken <= :room",
        {"#ttl": "ttl"},
    )
    if taken is None:
        return False
    for old in [name for name in _granted if name.rpartition("#")[2] != ctx.at[:16]]:
        del _granted[old]
    _granted[window] = grant
    return True


def forget() -> None:
    """Drop this instance's unused permits."""
    with _lock:
        _granted.clear()
