"""One at a time across instances: a lease is a row that one worker holds until a moment."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.core import inbox
from chalicelib.core.context import Ctx, iso
from chalicelib.core.table import key


def take(ctx: Ctx, name: str, holder: str, hold: timedelta) -> bool:
    """True when `holder` now has the lease `name` until `hold` has passed; False while another has it. 1 WU."""
    item: inbox.Item = {
        "pk": {"S": key(ctx, "lease", name)},
        "sk": {"S": inbox.SK},
        "holder": {"S": holder},
        "held_until": {"S": iso(ctx.now + hold)},
        "ttl": inbox.ttl(ctx.now + hold + timedelta(days=1)),
    }
    free = "attribute_not_exists(pk) OR held_until < :now OR holder = :holder"
    return inbox.put_if_absent(item, free, {":now": {"S": ctx.at}, ":holder": {"S": holder}}) is None


def release(ctx: Ctx, name: str, holder: str) -> None:
    """Give the lease back if `holder` still has it."""
    inbox.update(
        {"pk": {"S": key(ctx, "lease", name)}, "sk": {"S": inbox.SK}},
        "SET held_until = :never",
        {":never": {"S": ""}, ":holder": {"S": holder}},
        "holder = :holder",
    )
