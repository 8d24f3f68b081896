"""That callbacks of a corp are refused: one row a corp, which junk cannot make dear.

An instance writes it once in ten minutes at most, whatever comes; who comes between is refused and leaves nothing.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.instance import Cache
from chalicelib.core.moments import Moment, iso
from chalicelib.core.storage import records
from chalicelib.core.storage.driver import Item
from chalicelib.core.storage.table import key

SELDOM = timedelta(minutes=10)
# After a day without one, the next begins anew.
LASTS = timedelta(days=1)
KEPT = timedelta(days=7)
NOTED: Cache[bool] = Cache(SELDOM.total_seconds())


class Differs(StrEnum):
    """What WeCom has otherwise. TOKEN: the signature does not fit, if it was WeCom. KEY: it was, and does not open."""

    TOKEN = "token"
    KEY = "key"


class Refusals(msgspec.Struct, frozen=True):
    """That callbacks are refused, from when on, and when one was last."""

    differs: Differs
    since: Moment
    last_at: Moment


def note(ctx: Ctx, differs: Differs) -> None:
    """Keep that one was refused. Nothing where this instance just did; else 2 WU at most."""
    if NOTED.has(ctx.corp):
        return
    NOTED.put(ctx.corp, True)
    values: Item = {
        ":now": {"S": ctx.at},
        ":differs": {"S": differs},
        ":lasts": {"S": iso(ctx.now - LASTS)},
        ":ttl": records.ttl(ctx.now + KEPT),
    }
    changes, names = "SET last_at = :now, differs = :differs, #ttl = :ttl", {"#ttl": "ttl"}
    if records.update(_place(ctx), changes, values, "last_at >= :lasts", names) is None:
        begins = "attribute_not_exists(last_at) OR last_at < :lasts"
        records.update(_place(ctx), f"{changes}, since = :now", values, begins, names)


def last(ctx: Ctx) -> Refusals | None:
    """What is kept of them; None where none was for a day. 1 RU."""
    item = records.get(_place(ctx)["pk"]["S"])
    if item is None or item["last_at"]["S"] < iso(ctx.now - LASTS):
        return None
    return Refusals(Differs(item["differs"]["S"]), Moment(item["since"]["S"]), Moment(item["last_at"]["S"]))


def _place(ctx: Ctx) -> Item:
    return {"pk": {"S": key(ctx, "refused")}, "sk": {"S": records.SK}}
