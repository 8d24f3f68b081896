"""What came in from outside, kept once: callbacks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

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


class Callback(msgspec.Struct, frozen=True):
    """A decrypted platform message as it waits to be worked on."""

    pk: str
    sk: str
    corp: str
    plaintext: str
    received_at: str
    done: bool


def accept(ctx: Ctx, created: int, digest: str, plaintext: str) -> Callback:
    """Make a callback durable before it is answered. 1 WU.

    created: the event's CreateTime in unix seconds; its minute is in the key, so a repeat meets the same row
    and `unfinished` finds what was stored but never queued without an index.
    """
    item: Item = {
        "pk": {"S": key(ctx, "callback", epoch_iso(created)[:16])},
        "sk": {"S": digest},
        "corp": {"S": ctx.corp},
        "plaintext": {"S": plaintext},
        "received_at": {"S": ctx.at},
        "ttl": records.ttl(ctx.now + CALLBACK_KEPT),
    }
    return _callback(records.put_if_absent(item) or item)


def callback(pk: str, sk: str) -> Callback | None:
    """The stored callback under its keys. 1 RU."""
    item = records.get(pk, sk)
    return _callback(item) if item else None


def finish(done: Callback, at: str) -> None:
    """Mark a callback as worked on; repeats of it are then dropped. 1 WU."""
    records.update({"pk": {"S": done.pk}, "sk": {"S": done.sk}}, "SET done_at = :at", {":at": {"S": at}})


def unfinished(ctx: Ctx, minute: str, stored_before: datetime) -> Iterator[Callback]:
    """Callbacks created in `minute` (ISO, to the minute) that were stored before a moment and never finished.

    0.5 RU for every 4 KB of that minute.
    """
    pages = (
        aws.client("dynamodb")
        .get_paginator("query")
        .paginate(
            TableName=config().inbox_table,
            KeyConditionExpression="pk = :pk",
            FilterExpression="attribute_not_exists(done_at) AND received_at < :limit",
            ExpressionAttributeValues={":pk": {"S": key(ctx, "callback", minute)}, ":limit": {"S": iso(stored_before)}},
        )
    )
    for page in pages:
        yield from map(_callback, page["Items"])


def _callback(item: Item) -> Callback:
    return Callback(
        pk=item["pk"]["S"],
        sk=item["sk"]["S"],
        corp=item["corp"]["S"],
        plaintext=item["plaintext"]["S"],
        received_at=item["received_at"]["S"],
        done="done_at" in item,
    )
