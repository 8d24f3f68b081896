"""What came in from outside, kept once: callbacks and idempotency records.

One table, no stream, rows expire by `ttl`. DynamoDB deletes late, so a reader looks at the time itself.
Leases, tokens and permits live in the same table (see `core/leases.py`, `core/limits.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import msgspec
from botocore.exceptions import ClientError

from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.context import Ctx, epoch_iso, iso
from chalicelib.core.table import key

Item = dict[str, dict[str, Any]]

# Longer than a dead letter (14 days), which holds a callback's key and not its content.
CALLBACK_KEPT = timedelta(days=15)
SK = "-"


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
        "ttl": ttl(ctx.now + CALLBACK_KEPT),
    }
    return _callback(put_if_absent(item) or item)


def callback(pk: str, sk: str) -> Callback | None:
    """The stored callback under its keys. 1 RU."""
    item = get(pk, sk)
    return _callback(item) if item else None


def finish(done: Callback, at: str) -> None:
    """Mark a callback as worked on; repeats of it are then dropped. 1 WU."""
    update({"pk": {"S": done.pk}, "sk": {"S": done.sk}}, "SET done_at = :at", {":at": {"S": at}})


def unfinished(ctx: Ctx, minute: str, stored_before: datetime) -> Iterator[Callback]:
    """Callbacks created in `minute` (ISO, to the minute) that were stored before a moment and never finished."""
    pages = (
        client()
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


def client() -> Any:
    """The process's DynamoDB client."""
    return aws.client("dynamodb")


def ttl(at: datetime) -> dict[str, str]:
    """The attribute value that lets a row expire."""
    return {"N": str(int(at.timestamp()))}


def get(pk: str, sk: str = SK) -> Item | None:
    """One row, read consistently."""
    found = client().get_item(
        TableName=config().inbox_table, Key={"pk": {"S": pk}, "sk": {"S": sk}}, ConsistentRead=True
    )
    item: Item | None = found.get("Item")
    return item


def put_if_absent(item: Item, condition: str = "attribute_not_exists(pk)", values: Item | None = None) -> Item | None:
    """Write `item` where `condition` holds: None when written, else the row that was there. 1 WU, no read."""
    request = {"TableName": config().inbox_table, "Item": item, "ConditionExpression": condition}
    if values:
        request["ExpressionAttributeValues"] = values
    try:
        client().put_item(**request)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        old: Item = error.response["Item"]
        return old
    return None


def update(
    where: Item, expression: str, values: Item, condition: str = "", names: dict[str, str] | None = None
) -> Item | None:
    """Apply one update where `condition` holds: the new row, or None when it does not hold. 1 WU."""
    request: dict[str, Any] = {
        "TableName": config().inbox_table,
        "Key": where,
        "UpdateExpression": expression,
        "ExpressionAttributeValues": values,
        "ReturnValues": "ALL_NEW",
    }
    if condition:
        request["ConditionExpression"] = condition
    if names:
        request["ExpressionAttributeNames"] = names
    try:
        new: Item = client().update_item(**request)["Attributes"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        return None
    return new
