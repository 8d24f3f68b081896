"""Permits for outbound calls, below a platform's documented quota and shared by all instances.

An instance takes permits in grants, so most calls cost no write. What a grant does not use is lost with
its minute: the limit holds, it is only reached a little early.
"""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.instance import Permits
from chalicelib.core.storage import permits
from chalicelib.core.storage.table import key

GRANT = 20
_permits = Permits()


def permit(ctx: Ctx, name: str, per_minute: int, grant: int = GRANT) -> bool:
    """True when one more call of `name` fits into this minute's `per_minute`. 1 WU for every `grant` calls."""
    window = key(ctx, "permits", name, ctx.at[:16])
    many = min(grant, per_minute)
    return _permits.use(window, lambda: many if permits.take(ctx, window, many, per_minute) else 0)
