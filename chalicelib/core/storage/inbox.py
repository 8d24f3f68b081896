"""What came in from outside, kept once: callbacks of WeCom, notices of WeChat Pay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.moments import epoch_iso, iso
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


class Callback(msgspec.Struct, frozen=True):
    """What a platform sent, as it waits to be worked on."""

    pk: str
    sk: str
    corp: str
    source: Source
    content: str
    received_at: str
    done: bool


def accept_callback(ctx: Ctx, created: int, digest: str, plaintext: str) -> Callback:
    """Make a callback durable before it is answered. 1 WU +1 in the index.

    created: the event's CreateTime in unix seconds; its minute is in the key, so a repeat meets the same row.
    """
    return _accept(ctx, key(ctx, "callback", epoch_iso(created)[:16]), digest, Source.WECOM, plaintext)


def accept_notice(ctx: Ctx, digest: str, sealed: str, is_proved: bool) -> Callback:
    """Make a notice durable before it is answered, sealed as it came. 1 WU a KB, +1 in the index.

    digest: of its id, which is the same in every delivery, so a repeat meets the same row.
    """
    return _accept(ctx, key(ctx, "notice", digest[:4]), digest, Source.NOTICE if is_proved else Source.HINT, sealed)


def _accept(ctx: Ctx, pk: str, digest: str, source: Source, content: str) -> Callback:
    item: Item = {
        "pk": {"S": pk},
        "sk": {"S": digest},
        "corp": {"S": ctx.corp},
        "source": {"S": source},
        "content": {"S": content},
        "received_at": {"S": ctx.at},
        "unfinished": {"S": f"unfinished#{int(digest[:2], 16) % SHARDS}"},
        "queued_at": {"S": ctx.at},
        "ttl": records.ttl(ctx.now + CALLBACK_KEPT),
    }
    return _callback(records.put_if_absent(item) or item)


def callback(pk: str, sk: str) -> Callback | None:
    """What is stored under its keys. 1 RU per 4 KB."""
    item = records.get(pk, sk)
    return _callback(item) if item else None


def finish(done: Callback, at: str) -> None:
    """Mark one as worked on; repeats of it are then dropped. 1 WU +1 in the index."""
    records.update(_place(done), "SET done_at = :at REMOVE unfinished, queued_at", {":at": {"S": at}})


def not_queued(stored: Callback) -> None:
    """Its queue did not take it: the next tick shall, not only the one after the queue's own tries. 1 WU +2."""
    records.update(_place(stored), "SET queued_at = :never", {":never": {"S": NEVER}}, "attribute_exists(unfinished)")


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
        _place(found),
        "SET queued_at = :now ADD times_again :one",
        {":now": {"S": iso(now)}, ":before": {"S": found.queued_at}, ":one": {"N": "1"}},
        "queued_at = :before",
    )
    if noted and int(noted["times_again"]["N"]) > MOST_TIMES_AGAIN:
        later = {":later": {"S": iso(now + SELDOM)}}
        records.update(_place(found), "SET queued_at = :later", later, "attribute_exists(unfinished)")
    return noted is not None


def _place(one: Callback | Unfinished) -> Item:
    return {"pk": {"S": one.pk}, "sk": {"S": one.sk}}


def _callback(item: Item) -> Callback:
    return Callback(
        pk=item["pk"]["S"],
        sk=item["sk"]["S"],
        corp=item["corp"]["S"],
        source=Source(item["source"]["S"]),
        content=item["content"]["S"],
        received_at=item["received_at"]["S"],
        done="done_at" in item,
    )
