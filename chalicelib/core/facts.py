"""What happened, append-only. A fact's id follows from the change it tells of, so a redelivery writes the same one."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec
from botocore.exceptions import ClientError

from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.context import Ctx, digest, moment, ulid
from chalicelib.core.table import PAGE_LIMIT, Page, Row, key

BATCH = 25
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 2.0


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened.

    subject: whose timeline it belongs to, such as `member#<id>`, without the corp.
    id: sorts by time; kind: `noun.past_verb`; actor and cause: who, and after what.
    """

    corp: str
    subject: str
    id: str
    kind: str
    at: str
    actor: str
    cause: str
    data: dict[str, Any]


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a row says has happened; a room's `changes` functions list them, purely.

    at: when it happened. mark: what tells two facts of one kind about one row apart (an event's time, say).
    lasting: the row will always say it. What a later change of the row overwrites (its tags) is not lasting,
    and cannot be told again from the row when its change was lost.
    """

    kind: str
    subject: str
    data: dict[str, Any]
    at: str
    mark: str = ""
    lasting: bool = True


Says = Callable[[Any], Sequence[Told]]


def news(says: Says, old: Row | None, new: Row) -> list[Fact]:
    """The facts of a change: what the new row says that the old one did not."""
    known = {(told.kind, told.mark) for told in says(old)} if old is not None else set()
    return [tell(new, told) for told in says(new) if (told.kind, told.mark) not in known]


def tell(row: Row, told: Told) -> Fact:
    """The fact of something that `row` says: told again, it is the same one."""
    return Fact(
        corp=row.pk.split("#", 1)[0],
        subject=told.subject,
        id=ulid(moment(told.at), digest(row.pk, row.sk, told.kind, told.mark)),
        kind=told.kind,
        at=told.at,
        actor=row.changed_by,
        cause=row.cause,
        data=told.data,
    )


def record(ctx: Ctx, kind: str, subject: str, data: dict[str, Any]) -> Fact:
    """Write a fact that has no row behind it, such as a visit. 1 WU."""
    fact = Fact(
        corp=ctx.corp,
        subject=subject,
        id=ctx.new_id(),
        kind=kind,
        at=ctx.at,
        actor=ctx.actor,
        cause=ctx.cause,
        data=data,
    )
    aws.client("dynamodb").put_item(TableName=config().facts_table, Item=_item(fact))
    return fact


def after(fact: Fact, kind: str, data: dict[str, Any]) -> Fact:
    """A fact that follows from another: same cause, same id."""
    return Fact(
        corp=fact.corp,
        subject=fact.subject,
        id=ulid(moment(fact.at), digest(fact.id, kind)),
        kind=kind,
        at=fact.at,
        actor="system:on_fact",
        cause=fact.id,
        data=data,
    )


def count(ctx: Ctx, subject: str) -> int:
    """How many facts a subject has. Reads all of them (about 0.1 RU each), so for a day's shard, not for years."""
    pages = (
        aws.client("dynamodb")
        .get_paginator("query")
        .paginate(
            TableName=config().facts_table,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": key(ctx, subject)}},
            Select="COUNT",
        )
    )
    return sum(page["Count"] for page in pages)


def write(facts: Iterable[Fact]) -> None:
    """Write facts, again if need be: the same fact overwrites itself with itself. 1 WU each."""
    pending = [{"PutRequest": {"Item": _item(fact)}} for fact in {(f.corp, f.subject, f.id): f for f in facts}.values()]
    client, table = aws.client("dynamodb"), config().facts_table
    pause = FIRST_PAUSE
    while pending:
        answer = client.batch_write_item(RequestItems={table: pending[:BATCH]})
        left = answer.get("UnprocessedItems", {}).get(table, [])
        pending = left + pending[BATCH:]
        if left:
            # The table is throttled: pressing on would only spend the function's time.
            time.sleep(random.random() * pause)
            pause = min(pause * 2, LONGEST_PAUSE)


def write_missing(fact: Fact) -> bool:
    """Write a fact unless it is there: True when it was missing. 1 WU."""
    try:
        aws.client("dynamodb").put_item(
            TableName=config().facts_table, Item=_item(fact), ConditionExpression="attribute_not_exists(pk)"
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        return False
    return True


def timeline(ctx: Ctx, subject: str, limit: int, cursor: str) -> Page:
    """A subject's facts, newest first, one page of at most 100."""
    request: dict[str, Any] = {
        "TableName": config().facts_table,
        "KeyConditionExpression": "pk = :pk",
        "ExpressionAttributeValues": {":pk": {"S": key(ctx, subject)}},
        "ScanIndexForward": False,
        "Limit": min(limit, PAGE_LIMIT),
    }
    if cursor:
        request["ExclusiveStartKey"] = {"pk": {"S": key(ctx, subject)}, "sk": {"S": cursor}}
    found = aws.client("dynamodb").query(**request)
    return Page(
        [of_item(item) for item in found["Items"]], found.get("LastEvaluatedKey", {}).get("sk", {}).get("S", "")
    )


def _item(fact: Fact) -> dict[str, dict[str, str]]:
    return {
        "pk": {"S": f"{fact.corp}#{fact.subject}"},
        "sk": {"S": fact.id},
        "kind": {"S": fact.kind},
        "at": {"S": fact.at},
        "actor": {"S": fact.actor},
        "cause": {"S": fact.cause},
        "data": {"S": json.dumps(fact.data, ensure_ascii=False, sort_keys=True)},
    }


def of_item(item: dict[str, dict[str, str]]) -> Fact:
    """The fact of a stored item or of a stream record's image."""
    corp, subject = item["pk"]["S"].split("#", 1)
    text = {name: item[name]["S"] for name in ("kind", "at", "actor", "cause")}
    return Fact(corp=corp, subject=subject, id=item["sk"]["S"], data=json.loads(item["data"]["S"]), **text)
