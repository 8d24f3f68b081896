"""The counters table: sets of what was counted, live numbers made of them, and days that were counted again.

| row | pk after the corp | sk |
|---|---|---|
| the facts of a minute, 14 bytes each | `count#<by>#<day>` | `ids#<number>#<id>#<HHMM>#<part>` |
| how many these are, and their amount | the same | `n#<number>#<id>#<HHMM>#<part>` |
| which days have live numbers | `live#<by>` | `<day>` |
| a day, counted again | `days#<number>#<by>` | `<day>#<id>` |
| which days were counted again | `days` | `<day>` |
| a count under way | `recount#<job>` | `<day>#<by>#<number>#<id>` |
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

import msgspec
from botocore.exceptions import ClientError

from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.instance import Cache
from chalicelib.core.moments import Day
from chalicelib.core.storage.driver import Item
from chalicelib.core.storage.table import key

# A stream forgets after 24 hours, so a repeat comes no later.
IDS_KEPT = timedelta(days=3)
LIVE_KEPT = timedelta(days=35)
# That a day has live numbers is said again each hour that it gets some, and outlives them.
SAID_KEPT = LIVE_KEPT + timedelta(days=1)
RECOUNT_KEPT = timedelta(days=3)
BATCH = 100
TTL = {"#ttl": "ttl"}
Request = dict[str, Any]
_said: Cache[bool] = Cache(seconds=3600)
_first_days: Cache[Day | None] = Cache(seconds=60)


class Minute(msgspec.Struct, frozen=True):
    """The live number of somebody in a part of a minute."""

    id: str
    minute: str
    part: str
    n: int
    amount: int


class Sum(msgspec.Struct, frozen=True):
    """A number of a day. spread: how many of each class, of what is distributed."""

    n: int = 0
    amount: int = 0
    spread: Mapping[str, int] = {}


class Counted(msgspec.Struct, frozen=True):
    """A day of somebody that was counted again."""

    day: Day
    id: str
    sum: Sum


class RowFull(Exception):
    """A set has no room: more came of one id in a minute than its number was declared for."""


def add(ctx: Ctx, by: str, day: Day, name: str, marks: Collection[bytes]) -> list[bytes]:
    """Put facts into a set, again if need be; all that is in it then. A union: no order and no repeat changes it.

    name: `<number>#<id>#<HHMM>#<part>`. 1 WU per KB of the set. Raises RowFull.
    """
    request = {
        **_at(ctx, by, day, f"ids#{name}"),
        "UpdateExpression": "ADD ids :marks SET #ttl = :ttl",
        "ExpressionAttributeNames": TTL,
        "ExpressionAttributeValues": {":marks": {"BS": sorted(marks)}, ":ttl": _until(ctx, IDS_KEPT)},
        "ReturnValues": "ALL_NEW",
    }
    try:
        answer = aws.client("dynamodb").update_item(**request)
    except ClientError as error:
        is_full = error.response["Error"]["Code"] == "ValidationException" and "size" in str(error).lower()
        if not is_full:
            raise
        raise RowFull(name) from error
    return [bytes(mark) for mark in answer["Attributes"]["ids"]["BS"]]


def keep(ctx: Ctx, by: str, day: Day, name: str, n: int, amount: int) -> None:
    """How many are in a set, and their amount, unless more are known: a set only grows, so the most is the newest.

    1 WU, also when it is refused.
    """
    request = {
        **_at(ctx, by, day, f"n#{name}"),
        "UpdateExpression": "SET n = :n, amount = :amount, #ttl = :ttl",
        "ConditionExpression": "attribute_not_exists(n) OR n < :n",
        "ExpressionAttributeNames": TTL,
        "ExpressionAttributeValues": {
            ":n": _number(n),
            ":amount": _number(amount),
            ":ttl": _until(ctx, LIVE_KEPT),
        },
    }
    _unless_refused(request)


def say_live(ctx: Ctx, by: str, day: Day) -> None:
    """Before the first live number of a day: that it has some. 1 WU an hour, instance and day."""
    name = f"{ctx.corp} {by} {day}"
    if _said.has(name):
        return
    request = {
        "TableName": config().counters_table,
        "Key": {"pk": {"S": key(ctx, "live", by)}, "sk": {"S": day}},
        "UpdateExpression": "SET #ttl = :ttl",
        "ExpressionAttributeNames": TTL,
        "ExpressionAttributeValues": {":ttl": _until(ctx, SAID_KEPT)},
    }
    aws.client("dynamodb").update_item(**request)
    _said.put(name, True)


def live(ctx: Ctx, by: str, since: Day, until: Day) -> set[Day]:
    """Which days have live numbers. 0.5 RU."""
    return set(_days(key(ctx, "live", by), since, until))


def minutes(ctx: Ctx, by: str, day: Day, number: str, about: str = "") -> Iterator[Minute]:
    """The live numbers of a day, of everybody or of one. 0.5 RU per 4 KB, about 40 rows."""
    prefix = f"n#{number}#{about}#" if about else f"n#{number}#"
    for item in _found(key(ctx, "count", by, day), prefix):
        _, _, name, minute, part = item["sk"]["S"].split("#")
        yield Minute(name, minute, part, int(item["n"]["N"]), int(item["amount"]["N"]))


def days(ctx: Ctx, number: str, by: str, since: Day, until: Day) -> Iterator[Counted]:
    """Days that were counted again, of everybody. 0.5 RU per 4 KB, about 50 rows."""
    request = {
        "KeyConditionExpression": "pk = :pk AND sk BETWEEN :since AND :until",
        "ExpressionAttributeValues": {
            ":pk": {"S": key(ctx, "days", number, by)},
            ":since": {"S": f"{since}#"},
            ":until": {"S": f"{until}#~"},
        },
    }
    return map(_counted, _pages(request))


def days_of(ctx: Ctx, number: str, by: str, ids: Collection[str], wanted: Sequence[Day]) -> Iterator[Counted]:
    """The same of some. 0.5 RU each, one call for 100."""
    keys = [
        {"pk": {"S": key(ctx, "days", number, by)}, "sk": {"S": f"{day}#{one}"}}
        for day in wanted
        for one in sorted(ids)
    ]
    table = config().counters_table
    for start in range(0, len(keys), BATCH):
        left: Any = {table: {"Keys": keys[start : start + BATCH]}}
        while left:
            answer = aws.client("dynamodb").batch_get_item(RequestItems=left)
            yield from map(_counted, answer["Responses"].get(table, []))
            left = answer.get("UnprocessedKeys")


def recounted(ctx: Ctx, since: Day, until: Day) -> set[Day]:
    """Which days were counted again. 0.5 RU."""
    return set(_days(key(ctx, "days"), since, until))


def first_day(ctx: Ctx, by: str) -> Day | None:
    """The first day of which anything was counted; None for none. 1 RU a minute and instance."""
    rows = (key(ctx, "days"), key(ctx, "live", by))
    return _first_days.get(f"{ctx.corp} {by}", lambda: min(filter(None, map(_first, rows)), default=None))


def mark_recounted(ctx: Ctx, day: Day) -> None:
    """A day was counted again, in whole. 1 WU."""
    _put({"pk": {"S": key(ctx, "days")}, "sk": {"S": day}, "at": {"S": ctx.at}})


def put_day(ctx: Ctx, number: str, by: str, counted: Counted) -> None:
    """What a day came to when it was counted again. 1 WU."""
    _put(
        {
            "pk": {"S": key(ctx, "days", number, by)},
            "sk": {"S": f"{counted.day}#{counted.id}"},
            **_attributes(counted.sum),
        }
    )


def note(ctx: Ctx, job: str, step: int, name: str, more: Sum) -> None:
    """Add what a step of a count found of somebody's day, once a step: steps come in their order. 1 WU.

    name: `<day>#<by>#<number>#<id>`.
    """
    names = {**TTL, "#step": "step", "#n": "n"}
    values = {":n": _number(more.n), ":amount": _number(more.amount), ":step": _number(step)}
    adding = ["#n :n", "amount :amount"]
    for place, (of, many) in enumerate(sorted(more.spread.items())):
        names[f"#s{place}"], values[f":s{place}"] = f"s{of}", _number(many)
        adding.append(f"#s{place} :s{place}")
    _unless_refused(
        {
            "TableName": config().counters_table,
            "Key": {"pk": {"S": key(ctx, "recount", job)}, "sk": {"S": name}},
            "UpdateExpression": f"ADD {', '.join(adding)} SET #step = :step, #ttl = :ttl",
            "ConditionExpression": "attribute_not_exists(#step) OR #step < :step",
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": {**values, ":ttl": _until(ctx, RECOUNT_KEPT)},
        }
    )


def noted(ctx: Ctx, job: str, prefix: str) -> Iterator[tuple[str, Sum]]:
    """What a count has found, by id. prefix: `<day>#<by>#<number>#`. 0.5 RU per 4 KB."""
    for item in _found(key(ctx, "recount", job), prefix):
        yield item["sk"]["S"].removeprefix(prefix), _sum(item)


def _at(ctx: Ctx, by: str, day: Day, sk: str) -> Request:
    return {"TableName": config().counters_table, "Key": {"pk": {"S": key(ctx, "count", by, day)}, "sk": {"S": sk}}}


def _put(item: Item) -> None:
    aws.client("dynamodb").put_item(TableName=config().counters_table, Item=item)


def _unless_refused(request: Request) -> None:
    try:
        aws.client("dynamodb").update_item(**request)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise


def _found(pk: str, prefix: str) -> Iterator[Item]:
    return _pages(
        {
            "KeyConditionExpression": "pk = :pk AND begins_with(sk, :prefix)",
            "ExpressionAttributeValues": {":pk": {"S": pk}, ":prefix": {"S": prefix}},
        }
    )


def _pages(request: Request) -> Iterator[Item]:
    request = {"TableName": config().counters_table, **request}
    while True:
        page = aws.client("dynamodb").query(**request)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        request["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def _days(pk: str, since: Day, until: Day) -> Iterator[Day]:
    request = {
        "KeyConditionExpression": "pk = :pk AND sk BETWEEN :since AND :until",
        "ExpressionAttributeValues": {":pk": {"S": pk}, ":since": {"S": since}, ":until": {"S": until}},
    }
    return (Day(item["sk"]["S"]) for item in _pages(request))


def _first(pk: str) -> Day | None:
    request = {"KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": {":pk": {"S": pk}}, "Limit": 1}
    page = aws.client("dynamodb").query(TableName=config().counters_table, **request)
    return next((Day(item["sk"]["S"]) for item in page["Items"]), None)


def _attributes(of: Sum) -> Item:
    spread = {f"s{name}": _number(many) for name, many in of.spread.items()}
    return {"n": _number(of.n), "amount": _number(of.amount), **spread}


def _sum(item: Item) -> Sum:
    spread = {name[1:]: int(item[name]["N"]) for name in item if name[0] == "s" and name[1:].isdigit()}
    return Sum(int(item["n"]["N"]), int(item["amount"]["N"]), spread)


def _counted(item: Item) -> Counted:
    day, _, name = item["sk"]["S"].partition("#")
    return Counted(Day(day), name, _sum(item))


def _number(value: int) -> dict[str, str]:
    return {"N": str(value)}


def _until(ctx: Ctx, kept: timedelta) -> dict[str, str]:
    return _number(int((ctx.now + kept).timestamp()))
