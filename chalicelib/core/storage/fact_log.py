"""The facts table: what happened, as text, under whose timeline it belongs to. Typed facts are made of it above."""

from __future__ import annotations

import json
from typing import Any

import msgspec
from botocore.exceptions import ClientError

from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.moments import Moment
from chalicelib.core.storage.driver import Item
from chalicelib.core.storage.lists import PAGE_LIMIT, Page
from chalicelib.core.storage.table import key

PASSED_AT_ONCE = 1000


class StoredFact(msgspec.Struct, frozen=True, kw_only=True):
    """A fact as it lies in the table. version: of its kind; data: JSON text; expires: unix seconds, 0 for never."""

    corp: str
    subject: str
    id: str
    kind: str
    version: int
    at: Moment
    actor: str
    cause: str
    data: str
    expires: int = 0


def put(fact: StoredFact) -> None:
    """Write a fact, again if need be: the same fact overwrites itself with itself. 1 WU."""
    aws.client("dynamodb").put_item(TableName=config().facts_table, Item=item_of(fact))


def put_missing(fact: StoredFact) -> bool:
    """Write a fact unless it is there: True when it was missing. 1 WU."""
    try:
        aws.client("dynamodb").put_item(
            TableName=config().facts_table, Item=item_of(fact), ConditionExpression="attribute_not_exists(pk)"
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        return False
    return True


def page(ctx: Ctx, subject: str, limit: int, cursor: str) -> Page[StoredFact]:
    """A subject's facts, newest first, one page of at most 100. 0.5 RU per 4 KB."""
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
    last = found.get("LastEvaluatedKey", {}).get("sk", {}).get("S", "")
    return Page([of_item(item) for item in found["Items"]], last)


class PassedFacts(msgspec.Struct, frozen=True):
    """Some of a corp's facts, and where the pass goes on ('' ends)."""

    items: list[StoredFact]
    cursor: str


def passed(ctx: Ctx, since: Moment, until: Moment, cursor: str) -> PassedFacts:
    """The corp's facts from a moment on and before another, of the next thousand in the whole table, whosoever's.

    A Scan: facts lie under whom they are about, and no index knows their days. For jobs at night. 0.5 RU per 4 KB of
    what is passed over, whatever is found.
    """
    request: dict[str, Any] = {
        "TableName": config().facts_table,
        "FilterExpression": "begins_with(pk, :corp) AND #at >= :since AND #at < :until",
        "ExpressionAttributeNames": {"#at": "at"},
        "ExpressionAttributeValues": {
            ":corp": {"S": key(ctx, "")},
            ":since": {"S": since},
            ":until": {"S": until},
        },
        "Limit": PASSED_AT_ONCE,
    }
    if cursor:
        pk, sk = json.loads(cursor)
        request["ExclusiveStartKey"] = {"pk": {"S": pk}, "sk": {"S": sk}}
    found = aws.client("dynamodb").scan(**request)
    left = found.get("LastEvaluatedKey")
    after = json.dumps([left["pk"]["S"], left["sk"]["S"]]) if left else ""
    return PassedFacts([of_item(item) for item in found["Items"]], after)


def item_of(fact: StoredFact) -> Item:
    """The stored item of a fact."""
    ttl = {"ttl": {"N": str(fact.expires)}} if fact.expires else {}
    return {
        **ttl,
        "pk": {"S": f"{fact.corp}#{fact.subject}"},
        "sk": {"S": fact.id},
        "kind": {"S": fact.kind},
        "v": {"N": str(fact.version)},
        "at": {"S": fact.at},
        "actor": {"S": fact.actor},
        "cause": {"S": fact.cause},
        "data": {"S": fact.data},
    }


def read(image: Item | None) -> StoredFact | None:
    """The fact of a stream record's image; None for what is not written as a fact is."""
    try:
        return of_item(image) if image else None
    except (KeyError, ValueError, TypeError):
        return None


def of_item(item: Item) -> StoredFact:
    """The fact of a stored item or of a stream record's image."""
    corp, subject = item["pk"]["S"].split("#", 1)
    text = {name: item[name]["S"] for name in ("kind", "actor", "cause", "data")}
    version = int(item["v"]["N"])
    return StoredFact(
        corp=corp, subject=subject, id=item["sk"]["S"], version=version, at=Moment(item["at"]["S"]), **text
    )
