"""Things that wait for a time of their own: a sparse, sharded index that `tick` looks into every minute.

A row is due while it has `due` (topic and shard) and `due_at`. The verb of a topic (`OnDue`) changes the row, under a
condition, so that it is no longer due or due later; the index may show it once more, and the verb finds its
work done.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from pynamodb.expressions.update import Action

from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.ids import digest
from chalicelib.core.moments import Moment
from chalicelib.core.storage.table import Row, key

SHARDS = 4
INDEX = "due"


class Due(msgspec.Struct, frozen=True):
    """The keys of a row whose time has come, and that time."""

    pk: str
    sk: str
    due_at: Moment


def shard(ctx: Ctx, topic: str, name: str) -> str:
    """The partition of the index that a thing waits in."""
    return key(ctx, "due", topic, str(digest(name)[0] % SHARDS))


def at(ctx: Ctx, topic: str, name: str, when: Moment) -> list[Action]:
    """The actions that let a row wait until `when`. +1 WU in the index, +2 when it waited before."""
    return [Row.due.set(shard(ctx, topic, name)), Row.due_at.set(when)]


def never() -> list[Action]:
    """The actions that end a row's waiting. +1 WU in the index if it waited."""
    return [Row.due.remove(), Row.due_at.remove()]


def overdue(ctx: Ctx, topic: str) -> Iterator[Due]:
    """What is due at `ctx.now`, shard by shard, the longest waiting first. 0.5 RU an empty shard, else per 4 KB."""
    for number in range(SHARDS):
        pages = (
            aws.client("dynamodb")
            .get_paginator("query")
            .paginate(
                TableName=config().main_table,
                IndexName=INDEX,
                KeyConditionExpression="due = :shard AND due_at <= :now",
                ExpressionAttributeValues={
                    ":shard": {"S": key(ctx, "due", topic, str(number))},
                    ":now": {"S": ctx.at},
                },
            )
        )
        for page in pages:
            for item in page["Items"]:
                yield Due(item["pk"]["S"], item["sk"]["S"], Moment(item["due_at"]["S"]))
