"""What came in from outside, kept once: callbacks of WeCom, notices of WeChat Pay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.moments import Moment, iso
from chalicelib.core.storage import records
from chalicelib.core.storage.driver import Item
from chalicelib.core.storage.table import key

# Longer than a dead letter (14 days), which holds a callback's key and not its content.
CALLBACK_KEPT = timedelta(days=15)
# What is not finished stands in a sparse index of the whole stack, in shards.
SHARDS = 4
INDEX = "unfinished"
# What fails this often, an hour each, fails for a reason that only people can mend: it is tried once a day, and has a
# dead letter each time, until somebody has.
MOST_TIMES_AGAIN = 3
SELDOM = timedelta(days=1)
# Before every moment.
NEVER = "-"


class Source(StrEnum):
    """Who sent it, and in what form it is kept.

    WECOM: a message, decrypted. NOTICE: of WeChat Pay, sealed as it came, and proved. HINT: the same, not proved.
    """

    WECOM = "wecom"
    NOTICE = "notice"
    HINT = "hint"


# What is kept of a message: WeCom's as it was decrypted, a notice sealed as it came.
CONTENT = {Source.WECOM: "plaintext", Source.NOTICE: "sealed", Source.HINT: "sealed"}


class Why(StrEnum):
    """Why a callback was set aside.

    UNREADABLE: it is no message that this version can read. INCOMPLETE: it does not say whom it is about. STALE: it was
    signed longer ago than WeCom tries for.
    """

    UNREADABLE = "unreadable"
    INCOMPLETE = "incomplete"
    STALE = "stale"


class Callback(msgspec.Struct, frozen=True):
    """What a platform sent, as it waits to be worked on. aside: why it does not, None when it does or did."""

    pk: str
    sk: str
    corp: str
    source: Source
    content: bytes
    received_at: Moment
    done: bool
    aside: Why | None = None


def accept_callback(ctx: Ctx, digest: str, plaintext: bytes, marks: Item | None = None) -> Callback:
    """Make a callback durable before anybody reads it. 1 WU a KB, +1 in the index.

    digest: of the plaintext, which is the same in every delivery, so a repeat meets the same row. marks: of one that is
    set aside from the start (core/storage/asides.py).
    """
    return _accept(ctx, key(ctx, "callback", digest[:4]), digest, Source.WECOM, plaintext, marks or {})


def accept_notice(ctx: Ctx, digest: str, sealed: str, is_proved: bool) -> Callback:
    """Make a notice durable before it is answered, sealed as it came. 1 WU a KB, +1 in the index.

    digest: of its id, which is the same in every delivery, so a repeat meets the same row.
    """
    source = Source.NOTICE if is_proved else Source.HINT
    return _accept(ctx, key(ctx, "notice", digest[:4]), digest, source, sealed.encode(), {})


def _accept(ctx: Ctx, pk: str, digest: str, source: Source, content: bytes, marks: Item) -> Callback:
    item: Item = {
        "pk": {"S": pk},
        "sk": {"S": digest},
        "corp": {"S": ctx.corp},
        "source": {"S": source},
        CONTENT[source]: {"B": content},
        "received_at": {"S": ctx.at},
        "unfinished": {"S": shard_of(digest)},
        "queued_at": {"S": ctx.at},
        "ttl": records.ttl(ctx.now + CALLBACK_KEPT),
        **marks,
    }
    return read(records.put_if_absent(item) or item)


def shard_of(digest: str) -> str:
    """The part of the index in which an unfinished one stands."""
    return f"unfinished#{int(digest[:2], 16) % SHARDS}"


def callback(pk: str, sk: str) -> Callback | None:
    """What is stored under its keys. 1 RU per 4 KB."""
    item = records.get(pk, sk)
    return read(item) if item else None


def finish(done: Callback, at: str) -> None:
    """Mark one as worked on; repeats of it are then dropped. 1 WU +1 in the index.

    Not when the same was told anew meanwhile (`told_anew`): that one is to be worked on as well.
    """
    values: Item = {":at": {"S": at}, ":this": {"S": done.received_at}}
    records.update(place_of(done), "SET done_at = :at REMOVE unfinished, queued_at", values, "received_at = :this")


def told_anew(ctx: Ctx, stored: Callback) -> Callback | None:
    """What is stored is told once more and is no repeat: it waits to be worked on as of now. 1 WU a KB, +2.

    None when a rival was first, or it is set aside: then it is a repeat after all.
    """
    values: Item = {
        ":this": {"S": stored.received_at},
        ":now": {"S": ctx.at},
        ":shard": {"S": shard_of(stored.sk)},
        ":ttl": records.ttl(ctx.now + CALLBACK_KEPT),
    }
    gone = "done_at, times_again, dismissed_by"
    changes = f"SET received_at = :now, unfinished = :shard, queued_at = :now, #ttl = :ttl REMOVE {gone}"
    wanted = "received_at = :this AND attribute_not_exists(aside)"
    taken = records.update(place_of(stored), changes, values, wanted, {"#ttl": "ttl"})
    return read(taken) if taken else None


def not_queued(stored: Callback) -> None:
    """Its queue did not take it: the next tick shall, not only the one after the queue's own tries. 1 WU +2."""
    records.update(place_of(stored), "SET queued_at = :never", {":never": {"S": NEVER}}, "attribute_exists(unfinished)")


class Unfinished(msgspec.Struct, frozen=True):
    """Where something lies that was never finished, and when it was last queued."""

    pk: str
    sk: str
    queued_at: str


def unfinished(queued_before: datetime) -> Iterator[Unfinished]:
    """What was queued before a moment and never finished, whoever's it is. 0.5 RU an empty shard, else per 4 KB."""
    for shard in range(SHARDS):
        pages = (
            aws.client("dynamodb")
            .get_paginator("query")
            .paginate(
                TableName=config().inbox_table,
                IndexName=INDEX,
                KeyConditionExpression="unfinished = :shard AND queued_at < :limit",
                ExpressionAttributeValues={
                    ":shard": {"S": f"unfinished#{shard}"},
                    ":limit": {"S": iso(queued_before)},
                },
            )
        )
        for page in pages:
            for item in page["Items"]:
                yield Unfinished(item["pk"]["S"], item["sk"]["S"], item["queued_at"]["S"])


def queue_again(found: Unfinished, now: datetime) -> bool:
    """Note that one is queued again: False when it was finished, or queued by another, meanwhile. 1 WU +2.

    What was queued often enough is queued once a day from then on: nothing is given up while it is kept.
    """
    noted = records.update(
        place_of(found),
        "SET queued_at = :now ADD times_again :one",
        {":now": {"S": iso(now)}, ":before": {"S": found.queued_at}, ":one": {"N": "1"}},
        "queued_at = :before",
    )
    if noted and int(noted["times_again"]["N"]) > MOST_TIMES_AGAIN:
        later = {":later": {"S": iso(now + SELDOM)}}
        records.update(place_of(found), "SET queued_at = :later", later, "attribute_exists(unfinished)")
    return noted is not None


def place_of(one: Callback | Unfinished) -> Item:
    """The key of its row."""
    return {"pk": {"S": one.pk}, "sk": {"S": one.sk}}


def read(item: Item) -> Callback:
    """A row of the inbox as what it holds."""
    return Callback(
        pk=item["pk"]["S"],
        sk=item["sk"]["S"],
        corp=item["corp"]["S"],
        source=Source(item["source"]["S"]),
        content=bytes(item[CONTENT[Source(item["source"]["S"])]]["B"]),
        received_at=Moment(item["received_at"]["S"]),
        done="done_at" in item,
        aside=Why(item["aside"]["S"]) if "aside" in item else None,
    )
