"""One at a time: a lease is held by one worker until a moment, and its fence tells an old holder from the present one.

A lease by name is a row of the inbox table. A row of the main table that is worked on carries its own (`Leased`), so
that whoever has lost it is refused by the very write that would do harm.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import msgspec
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.core.context import Ctx
from chalicelib.core.errors import TooBusy
from chalicelib.core.moments import NEVER, iso
from chalicelib.core.storage import records
from chalicelib.core.storage.attributes import IntAttribute, MomentAttribute
from chalicelib.core.storage.driver import Item
from chalicelib.core.storage.table import Row, key


class Lease(msgspec.Struct, frozen=True):
    """A lease that `holder` has. fence: grows with each new holding of `name`."""

    name: str
    holder: str
    fence: int


def take(ctx: Ctx, name: str, hold: timedelta) -> Lease | None:
    """The lease `name`, now held by this request until `hold` has passed; None while another has it. 1 WU.

    A request that has it already has it anew: its own answer may have been lost. So a request works under a name
    once at a time: what it began inside would end the lease of what is around it.
    """
    row = records.update(
        _place(ctx, name),
        "SET holder = :holder, held_until = :until, fence = if_not_exists(fence, :none) + :one, #ttl = :ttl",
        {
            ":holder": {"S": ctx.request_id},
            ":until": {"S": iso(ctx.now + hold)},
            ":now": {"S": ctx.at},
            ":none": {"N": "0"},
            ":one": {"N": "1"},
            ":ttl": records.ttl(ctx.now + hold + timedelta(days=1)),
        },
        "attribute_not_exists(pk) OR held_until < :now OR holder = :holder",
        {"#ttl": "ttl"},
    )
    return Lease(name, ctx.request_id, int(row["fence"]["N"])) if row else None


def release(ctx: Ctx, lease: Lease) -> None:
    """Give the lease back if it is still held as it was taken. 1 WU."""
    records.update(
        _place(ctx, lease.name),
        "SET held_until = :never",
        {":never": {"S": NEVER}, ":holder": {"S": lease.holder}, ":fence": {"N": str(lease.fence)}},
        "holder = :holder AND fence = :fence",
    )


@contextmanager
def held(ctx: Ctx, name: str, hold: timedelta) -> Iterator[Lease]:
    """Work under a lease, given back at the end. Raises TooBusy while another has it. 2 WU."""
    lease = take(ctx, name, hold)
    if lease is None:
        raise TooBusy()
    try:
        yield lease
    finally:
        release(ctx, lease)


def _place(ctx: Ctx, name: str) -> Item:
    return {"pk": {"S": key(ctx, "lease", name)}, "sk": {"S": records.SK}}


class Leased(Row):
    """A row that one worker at a time works on. fence: grows with each; lease_until: the present one's time.

    A row from before its kind was worked on has neither: it is free, under fence 0.
    """

    fence = IntAttribute(default=0)
    lease_until = MomentAttribute(default=NEVER)


def holding(ctx: Ctx, hold: timedelta) -> list[Action]:
    """The actions by which a worker takes a row for as long as `hold`; the answered row carries their fence."""
    return [Leased.fence.set((Leased.fence | 0) + 1), Leased.lease_until.set(iso(ctx.now + hold))]


def letting_go() -> list[Action]:
    """The actions by which a worker lets a row go before its time."""
    return [Leased.lease_until.set(NEVER)]


def is_free(ctx: Ctx) -> Condition:
    """Nobody holds the row at this moment."""
    free: Condition = Leased.pk.exists() & (Leased.lease_until.does_not_exist() | (Leased.lease_until < ctx.at))
    return free


def is_mine(row: Leased) -> Condition:
    """Nobody has taken the row since `row` was answered to its holder."""
    mine: Condition = Leased.fence == row.fence
    return mine if row.fence else mine | Leased.fence.does_not_exist()
