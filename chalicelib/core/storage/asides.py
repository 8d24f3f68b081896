"""Callbacks that were set aside: verified and kept, not acted on, waiting for somebody in their corp's own list.

The list is the inbox's one index: what is set aside leaves the part that `tick` reads for one named by its corp.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum

import msgspec

from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.moments import Moment
from chalicelib.core.storage import inbox, records
from chalicelib.core.storage.driver import Item
from chalicelib.core.storage.inbox import Callback, Why
from chalicelib.core.storage.lists import Page
from chalicelib.core.storage.table import key

# A new version, or somebody's decision, may take longer than what is finished is kept for.
KEPT = timedelta(days=180)


class Standing(StrEnum):
    """What became of one. WAITING: it is in the list. IN_HAND: it is being read again. DONE: that worked. DISMISSED: by
    somebody, for good unless it is put back.
    """

    WAITING = "waiting"
    IN_HAND = "in_hand"
    DONE = "done"
    DISMISSED = "dismissed"


class Aside(msgspec.Struct, frozen=True):
    """A callback in the list of those set aside, or that was.

    digest: of its content, by which it is found again. outline: how it is built, without a word of what it says.
    """

    digest: str
    why: Why
    outline: str
    bytes: int
    received_at: Moment
    aside_at: Moment
    standing: Standing = Standing.WAITING


def marks(ctx: Ctx, digest: str, received_at: Moment, content: bytes, why: Why, outline: str) -> Item:
    """What makes a row of the inbox one that is set aside; `inbox.accept_callback` takes it for one that always was."""
    return {
        "unfinished": {"S": _list(ctx.corp)},
        "queued_at": {"S": f"{received_at}#{digest[:16]}"},
        "aside": {"S": why},
        "outline": {"S": outline},
        "byte_count": {"N": str(len(content))},
        "aside_at": {"S": ctx.at},
        "ttl": records.ttl(ctx.now + KEPT),
    }


def set_aside(ctx: Ctx, stored: Callback, why: Why, outline: str) -> bool:
    """Let a callback wait for somebody. False when it does already, or is done. 1 WU a KB, +2 in the index."""
    held = marks(ctx, stored.sk, stored.received_at, stored.content, why, outline)
    names = {f"#{name}": name for name in held}
    changes = "SET " + ", ".join(f"#{name} = :{name}" for name in held)
    waits = "attribute_not_exists(done_at) AND attribute_not_exists(aside)"
    values: Item = {f":{name}": value for name, value in held.items()}
    return records.update(inbox.place_of(stored), changes, values, waits, names) is not None


def page(ctx: Ctx, limit: int, cursor: str) -> Page[Aside]:
    """The corp's callbacks that were set aside, the newest first. 0.5 RU per 4 KB of the index."""
    condition = "unfinished = :list"
    values: Item = {":list": {"S": _list(ctx.corp)}}
    if cursor:
        condition, values = f"{condition} AND queued_at < :place", {**values, ":place": {"S": cursor}}
    found = aws.client("dynamodb").query(
        TableName=config().inbox_table,
        IndexName=inbox.INDEX,
        KeyConditionExpression=condition,
        ExpressionAttributeValues=values,
        ScanIndexForward=False,
        Limit=limit,
    )
    left = found.get("LastEvaluatedKey", {})
    return Page([_read(item) for item in found["Items"]], left["queued_at"]["S"] if left else "")


def found(ctx: Ctx, digests: Iterable[str]) -> list[Aside]:
    """What became of some that are or were set aside; what never was is left out. 1 RU each per 4 KB."""
    rows = [records.get(_row(ctx, digest)["pk"]["S"], digest) for digest in dict.fromkeys(digests)]
    return [_read(row) for row in rows if row and ("aside" in row or "was" in row)]


def take_up(ctx: Ctx, digest: str) -> Callback | None:
    """Let a callback be worked on once more, by the next tick; None when it is not set aside. 1 WU a KB, +2.

    Who asked is noted. What it was set aside for holds no more: one that came late is then acted on.
    """
    values: Item = {":shard": {"S": inbox.shard_of(digest)}, ":never": {"S": inbox.NEVER}, ":who": {"S": ctx.actor}}
    changes = "SET unfinished = :shard, queued_at = :never, taken_up_by = :who, was = aside REMOVE aside, times_again"
    taken = records.update(_row(ctx, digest), changes, values, "attribute_exists(aside)")
    return inbox.read(taken) if taken else None


def dismiss(ctx: Ctx, digest: str) -> bool:
    """Nothing is to be done about it. False when it is not set aside. 1 WU a KB, +1 in the index."""
    values: Item = {":at": {"S": ctx.at}, ":who": {"S": ctx.actor}}
    changes = "SET done_at = :at, dismissed_by = :who, was = aside REMOVE unfinished, queued_at, aside"
    return records.update(_row(ctx, digest), changes, values, "attribute_exists(aside)") is not None


def put_back(ctx: Ctx, digest: str) -> bool:
    """Take one's own dismissal back: it waits in the list again, where it stood. 1 RU, 1 WU a KB.

    False where there is none, where a colleague dismissed it since, and where the same was told anew.
    """
    row = records.get(_row(ctx, digest)["pk"]["S"], digest)
    if row is None:
        return False
    values: Item = {
        ":list": {"S": _list(ctx.corp)},
        ":place": {"S": f"{row['received_at']['S']}#{digest[:16]}"},
        ":who": {"S": ctx.actor},
        ":this": row["received_at"],
    }
    changes = "SET unfinished = :list, queued_at = :place, aside = was REMOVE done_at, dismissed_by"
    wanted = "dismissed_by = :who AND attribute_exists(was) AND received_at = :this"
    return records.update(_row(ctx, digest), changes, values, wanted) is not None


def _row(ctx: Ctx, digest: str) -> Item:
    return {"pk": {"S": key(ctx, "callback", digest[:4])}, "sk": {"S": digest}}


def _list(corp: str) -> str:
    return f"aside#{corp}"


def _read(item: Item) -> Aside:
    return Aside(
        digest=item["sk"]["S"],
        why=Why((item.get("aside") or item["was"])["S"]),
        outline=item["outline"]["S"],
        bytes=int(item["byte_count"]["N"]),
        received_at=Moment(item["received_at"]["S"]),
        aside_at=Moment(item["aside_at"]["S"]),
        standing=_standing(item),
    )


def _standing(item: Item) -> Standing:
    if "aside" in item:
        return Standing.WAITING
    if "done_at" not in item:
        return Standing.IN_HAND
    return Standing.DISMISSED if "dismissed_by" in item else Standing.DONE
