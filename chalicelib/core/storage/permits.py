"""How many permits of a minute have been taken, by all instances together."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.core.context import Ctx
from chalicelib.core.storage import records


def take(ctx: Ctx, window: str, grant: int, limit: int) -> bool:
    """True when `grant` permits of `window` (a key that names its minute) were left below `limit`. 1 WU."""
    taken = records.update(
        {"pk": {"S": window}, "sk": {"S": records.SK}},
        "SET taken = if_not_exists(taken, :none) + :grant, #ttl = :ttl",
        {
            ":none": {"N": "0"},
            ":grant": {"N": str(grant)},
            ":room": {"N": str(limit - grant)},
            ":ttl": records.ttl(ctx.now + timedelta(minutes=5)),
        },
        "attribute_not_exists(taken) OR taken <= :room",
        {"#ttl": "ttl"},
    )
    return taken is not None
