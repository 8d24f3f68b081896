"""Things that wait for a time of their own: one sparse index for the whole stack, in shards that `tick` reads.

A row is due while it has `due` (the shard) and `due_at` (the moment, the topic, and what tells rows apart). The verb of
a topic (`OnDue`) changes the row, under a condition, so that it is no longer due or due later; the index may show it
once more, and the verb finds its work done.

How far `tick` has read a shard is one mark. What lies before a mark is in a queue and is not read again, until the mark
is forgotten: then what failed meanwhile is found once more.
"""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from pynamodb.expressions.update import Action

from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.ids import digest
from chalicelib.core.moments import Moment, iso, moment
from chalicelib.core.storage import records
from chalicelib.core.storage.driver import Item
from chalicelib.core.storage.table import Row

SHARDS = 16
INDEX = "due"
PAGE = 1_000
# An index shows late what was written in time, by somebody who may have begun a minute before: a mark stays behind.
INDEX_LAG = timedelta(seconds=150)
# A mark is one row, of at most 400 KB: what more became due in the last minute of a shard is queued again.
MOST_RECENT = 20_000
# No corp's key: marks are the stack's own.
MARKS = "-#due"


class Due(msgspec.Struct, frozen=True):
    """The keys of a row whose time has come, and its place in the index, by which a verb knows that it is due still."""

    pk: str
    sk: str
    due_at: str

    @property
    def corp(self) -> str:
        """Whose row it is."""
        return self.pk.partition("#")[0]

    @property
    def topic(self) -> str:
        """What it waits for."""
        return self.due_at.partition("#")[2].partition("#")[0]

    @property
    def at(self) -> Moment:
        """When its time came."""
        return Moment(self.due_at.partition("#")[0])

    @property
    def fingerprint(self) -> int:
        """Eight bytes that tell this waiting from every other."""
        return int.from_bytes(digest(self.pk, self.sk, self.due_at)[:8], "big")


class Mark(msgspec.Struct, frozen=True):
    """How far a shard was read. since: when the mark was first set; recent: what is queued and lies behind it.

    recent is forgotten when the mark has moved by the index's lag: what it names lies before the mark then.
    """

    position: str
    since: Moment
    recent: frozenset[int]

    def differs_from(self, before: Mark | None) -> bool:
        """True when it has to be written."""
        was = (before.position, before.recent) if before else ("", frozenset[int]())
        return (self.position, self.recent) != was


def place(ctx: Ctx, topic: str, name: str, when: Moment) -> tuple[str, str]:
    """`due` and `due_at` of a row that waits until `when`. A time that is over is now: nothing new lies before a mark.

    The end of `due_at` follows from the name, so that what waits for one moment has an order, and a mark a place in it.
    """
    hashed = digest(ctx.corp, topic, name)
    return f"due#{hashed[0] % SHARDS}", f"{max(when, ctx.at)}#{topic}#{hashed[1:5].hex()}"


def at(ctx: Ctx, topic: str, name: str, when: Moment) -> list[Action]:
    """The actions that let a row wait until `when`. +1 WU in the index, +2 when it waited before."""
    shard, due_at = place(ctx, topic, name, when)
    return [Row.due.set(shard), Row.due_at.set(due_at)]


def never() -> list[Action]:
    """The actions that end a row's waiting. +1 WU in the index if it waited."""
    return [Row.due.remove(), Row.due_at.remove()]


def overdue(shard: int, now: datetime, after: str = "") -> Iterator[list[Due]]:
    """What is due in a shard behind a place, page by page, the longest waiting first.

    0.5 RU for an empty shard, else per 4 KB.
    """
    # A topic follows the moment: "~" comes after every character of one.
    until = f"{iso(now)}#~"
    if after > until:
        return  # this clock is behind the one that read so far
    request: dict[str, Any] = {
        "TableName": config().main_table,
        "IndexName": INDEX,
        "KeyConditionExpression": "due = :shard AND due_at BETWEEN :after AND :now",
        "ExpressionAttributeValues": {
            ":shard": {"S": f"due#{shard}"},
            ":after": {"S": after or "0"},
            ":now": {"S": until},
        },
        "Limit": PAGE,
    }
    for page in aws.client("dynamodb").get_paginator("query").paginate(**request):
        if page["Items"]:
            yield [Due(item["pk"]["S"], item["sk"]["S"], item["due_at"]["S"]) for item in page["Items"]]


def marks() -> dict[int, Mark]:
    """How far each shard was read; a shard without a mark is read from its beginning. 0.5 RU per 4 KB."""
    pages = (
        aws.client("dynamodb")
        .get_paginator("query")
        .paginate(
            TableName=config().inbox_table,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": MARKS}},
            ConsistentRead=True,
        )
    )
    return {int(item["sk"]["S"]): _mark(item) for page in pages for item in page["Items"]}


def keep_mark(shard: int, mark: Mark, now: datetime) -> None:
    """Move a mark. 1 WU per KB: eight bytes for each key queued within the last minute."""
    recent = {":recent": {"B": array("Q", sorted(mark.recent)).tobytes()}}
    records.update(
        _mark_place(shard),
        "SET #position = :position, since = :since, recent = :recent, #ttl = :ttl",
        {
            ":position": {"S": mark.position},
            ":since": {"S": mark.since},
            ":ttl": records.ttl(now + timedelta(days=1)),
            **recent,
        },
        names={"#position": "position", "#ttl": "ttl"},
    )


def forget_mark(shard: int, now: datetime) -> None:
    """Read the shard from its beginning again. 1 WU."""
    keep_mark(shard, Mark("", iso(now), frozenset()), now)


class Reading:
    """One tick's way through one shard, from its mark on. Memory: eight bytes for each key of the last minute."""

    def __init__(self, mark: Mark | None, now: datetime) -> None:
        self._before = mark or Mark("", iso(now), frozenset())
        self._until = iso(now - INDEX_LAG)
        self._now = now
        self._position = self._before.position
        self._near: set[int] = set()

    @property
    def after(self) -> str:
        """Where the shard is read from."""
        return self._before.position

    def news(self, page: Sequence[Due]) -> list[Due]:
        """Those of a page that no earlier tick has queued."""
        return [one for one in page if one.fingerprint not in self._before.recent]

    def queued(self, page: Sequence[Due], lost: Sequence[Due] = ()) -> None:
        """All of a page but `lost` is in a queue: move behind it, not over what was lost, nor into the index's lag."""
        end = min([page[-1].due_at, self._until, *(one.due_at for one in lost)])
        if end > self._position:
            self._position = end
        missing = {one.fingerprint for one in lost}
        self._near |= {one.fingerprint for one in page if one.due_at >= self._position} - missing

    def mark(self, *, is_read_up: bool) -> Mark:
        """How far it came. is_read_up: nothing is left in the shard, so that what was queued before is met again."""
        since = self._before.since if self._before.position else iso(self._now)
        recent = self._near if is_read_up else self._near | self._before.recent
        return Mark(self._position, since, frozenset(itertools.islice(recent, MOST_RECENT)))


def age(mark: Mark, now: datetime) -> timedelta:
    """For how long a mark has hidden what lies before it; for ever, when it lies ahead: a clock was wrong then."""
    if not mark.position:
        return timedelta(0)
    return timedelta.max if mark.position > iso(now) else abs(now - moment(mark.since))


def _mark_place(shard: int) -> Item:
    return {"pk": {"S": MARKS}, "sk": {"S": str(shard)}}


def _mark(item: Item) -> Mark:
    recent = array("Q", item["recent"]["B"])
    return Mark(item["position"]["S"], Moment(item["since"]["S"]), frozenset(recent))
