"""Lists: rows under their parent page by page, and partitions walked in order.

A page ends at a place, which is what the next one begins behind: the places of a list say its order and are each one's
own, so a list of many parts needs no more of a cursor than a list of one. Doors seal it (core/http/cursors.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar, cast

import msgspec

from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.ids import digest
from chalicelib.core.storage import lines
from chalicelib.core.storage.driver import Item
from chalicelib.core.storage.table import Row, RowType, get_many

PAGE_LIMIT = 100
# Into how many partitions of the index goes what grows with the members.
SHARDS = 8
SPARE = 20
# Of rows that are not meant, so many are looked at before a page of a list is answered.
MOST_LOOKED_AT = 500
Line = TypeVar("Line", bound=msgspec.Struct)
Held = TypeVar("Held")
Shown = TypeVar("Shown")


class Page(msgspec.Struct, Generic[Held], frozen=True):
    """Up to 100 items and the cursor that continues them ('' ends)."""

    items: list[Held]
    cursor: str = ""

    def map(self, show: Callable[[Held], Shown]) -> Page[Shown]:
        """The same page of what `show` makes of each item."""
        return Page([show(item) for item in self.items], self.cursor)


class Where(msgspec.Struct, frozen=True):
    """What is read in order: the table ('') or an index of it, and what its two keys are called.

    consistent: what was written before is not missed, for twice the units; of the table alone.
    """

    index: str
    partition: str
    place: str
    consistent: bool = False


LISTED = Where("by_parent", "parent", "place")


class Within(msgspec.Struct, frozen=True):
    """From which place on, and up to before which one; '' for no border."""

    since: str = ""
    until: str = ""


ALWAYS = Within()


def children(model: type[RowType], pk: str, prefix: str = "", *, consistent: bool = False) -> Iterator[RowType]:
    """All rows of a small partition whose sk starts with `prefix`, in order. 0.5 RU per 4 KB (1 when consistent)."""
    condition = model.sk.startswith(prefix) if prefix else None
    return cast(Iterator[RowType], Row.query(pk, condition, consistent_read=consistent))


def between(model: type[RowType], pk: str, begin: str, end: str, limit: int) -> list[RowType]:
    """Up to `limit` rows of a partition whose sk lies between two, in order, read consistently. 1 RU per 4 KB."""
    found = Row.query(pk, Row.sk.between(begin, end), consistent_read=True, limit=limit, page_size=limit)
    return cast(list[RowType], list(found))


def latest(model: type[RowType], pk: str, prefix: str, limit: int) -> list[RowType]:
    """Up to `limit` rows of a partition whose sk starts with `prefix`, the last first, consistently. 1 RU per 4 KB."""
    found = Row.query(pk, Row.sk.startswith(prefix), consistent_read=True, scan_index_forward=False, limit=limit)
    return cast(list[RowType], list(found))


def parent_of(model: type[Row], parent: str, name: str) -> str:
    """The parent that a row called `name` is listed under: its part of it, for a kind whose parents have parts."""
    return f"{parent}#{digest(name)[0] % SHARDS}" if _has_parts(model) else parent


def parents(model: type[Row], parent: str) -> list[str]:
    """All parts of a parent."""
    return [f"{parent}#{shard}" for shard in range(SHARDS)] if _has_parts(model) else [parent]


def _has_parts(model: type[Row]) -> bool:
    return model.keys.parent.endswith("#<shard>")


def page_of_lines(
    model: type[Row],
    line: type[Line],
    parent: str,
    limit: int,
    cursor: str,
    *,
    newest_first: bool = True,
    within: Within = ALWAYS,
) -> Page[Line]:
    """One page of what a list shows of the rows under `parent`, by the index alone: one query a part.

    0.5 RU per 4 KB and part. cursor: of the page before.
    """
    page = page_of(LISTED, parents(model, parent), limit, cursor, newest_first=newest_first, within=within)
    return page.map(lambda item: lines.read(model, line, item[lines.LINE]["M"]))


def page_by_parent(
    model: type[RowType],
    parent: str,
    limit: int,
    cursor: str,
    *,
    newest_first: bool = False,
    within: Within = ALWAYS,
) -> Page[RowType]:
    """One page of the rows under `parent`, read as they are now: one query a part, and a batch.

    0.5 RU per 4 KB and part, 0.5 RU a row. cursor: of the page before.
    """
    page = page_of(LISTED, parents(model, parent), limit, cursor, newest_first=newest_first, within=within)
    rows = get_many([(item["pk"]["S"], item["sk"]["S"]) for item in page.items])
    return Page(cast(list[RowType], rows), page.cursor)


def some_of(
    read: Callable[[int, str], Page[RowType]], is_meant: Callable[[RowType], bool] | None, limit: int, cursor: str
) -> Page[RowType]:
    """A page of those of a list that are meant; None: all. At most 500 are looked at, so a page may be empty and go on.

    read: a page of the whole list, by limit and cursor. What it costs, and 0.5 RU for each row that is looked at.
    """
    if is_meant is None:
        return read(limit, cursor)
    found: list[RowType] = []
    for _ in range(MOST_LOOKED_AT // PAGE_LIMIT):
        page = read(PAGE_LIMIT, cursor)
        for number, row in enumerate(page.items, 1):
            if is_meant(row):
                found.append(row)
            if len(found) == limit:
                return Page(found, page.cursor if number == len(page.items) else row.place or "")
        cursor = page.cursor
        if not cursor:
            break
    return Page(found, cursor)


def walk(model: type[Row], line: type[Line], parent: str) -> Iterator[tuple[str, str, Line]]:
    """pk, sk and line of every row under `parent`, part by part, by the index alone, 1 MB in memory at a time.

    One query a part and MB, 0.5 RU per 4 KB. Without order between the parts.
    """
    query = aws.client("dynamodb").get_paginator("query")
    for part in parents(model, parent):
        pages = query.paginate(
            TableName=config().main_table,
            IndexName=LISTED.index,
            KeyConditionExpression="parent = :parent",
            ExpressionAttributeValues={":parent": {"S": part}},
        )
        for page in pages:
            for item in page["Items"]:
                yield item["pk"]["S"], item["sk"]["S"], lines.read(model, line, item[lines.LINE]["M"])


def count(parent: str) -> int:
    """How many rows stand under a parent without parts, by the index, which is a moment behind. 0.5 RU per 4 KB."""
    pages = (
        aws.client("dynamodb")
        .get_paginator("query")
        .paginate(
            TableName=config().main_table,
            IndexName=LISTED.index,
            KeyConditionExpression="parent = :parent",
            ExpressionAttributeValues={":parent": {"S": parent}},
            Select="COUNT",
        )
    )
    return sum(int(page["Count"]) for page in pages)


def count_of(where: Where, partition: str, *, without: str) -> tuple[int, bool]:
    """How many items of a partition lack an attribute, and whether that is all: 1 MB is looked at. 0.5 RU per 4 KB."""
    page = aws.client("dynamodb").query(
        TableName=config().main_table,
        **({"IndexName": where.index} if where.index else {}),
        KeyConditionExpression="#partition = :partition",
        FilterExpression="attribute_not_exists(#without)",
        ExpressionAttributeNames={"#partition": where.partition, "#without": without},
        ExpressionAttributeValues={":partition": {"S": partition}},
        Select="COUNT",
    )
    return int(page["Count"]), "LastEvaluatedKey" not in page


def count_within(parent: str, within: Within) -> tuple[int, bool]:
    """How many are listed under a parent without parts, and whether that is all: 1 MB is looked at. 0.5 RU per 4 KB."""
    page = aws.client("dynamodb").query(
        TableName=config().main_table,
        IndexName=LISTED.index,
        KeyConditionExpression="#parent = :parent AND #place BETWEEN :since AND :until",
        ExpressionAttributeNames={"#parent": LISTED.partition, "#place": LISTED.place},
        ExpressionAttributeValues={
            ":parent": {"S": parent},
            ":since": {"S": within.since},
            ":until": {"S": within.until},
        },
        Select="COUNT",
    )
    return int(page["Count"]), "LastEvaluatedKey" not in page


def after_place(model: type[RowType], parent: str, place: str) -> Iterator[RowType]:
    """The rows under `parent` behind a place, by the index, which is a moment behind, read as they are now. 0.5 RU each
    and per 4 KB of the index.
    """
    while True:
        page = page_by_parent(model, parent, PAGE_LIMIT, place)
        yield from page.items
        if not page.cursor:
            return
        place = page.cursor


def page_of(
    where: Where,
    partitions: Sequence[str],
    limit: int,
    cursor: str,
    *,
    newest_first: bool = True,
    within: Within = ALWAYS,
    is_there: Callable[[Item], bool] = lambda item: True,
) -> Page[Item]:
    """One page of what lies in several partitions, put together by place: one query each, at any depth.

    A page may hold fewer than `limit` although more follow: where a partition was not read far enough to know that the
    next is the next, or where much is not there any more. The cursor is the place that everything was read to.
    """
    if within.until and within.since >= within.until:
        return Page([])  # DynamoDB answers borders that are crossed with an error
    limit = min(limit, PAGE_LIMIT)
    # Names are spread evenly, so of the next `limit` hardly ever more than this lie in one part.
    most = min(limit, limit // len(partitions) + SPARE)
    read = [_read(where, partition, most, cursor, newest_first, within) for partition in partitions]
    unread = [reached for _, reached in read if reached]
    border = (max if newest_first else min)(unread, default="")
    found = [item for items, _ in read for item in items if is_there(item)]
    found.sort(key=lambda item: item[where.place]["S"], reverse=newest_first)
    known = [item for item in found if not border or _is_up_to(item[where.place]["S"], border, newest_first)]
    if len(known) > limit:
        return Page(known[:limit], known[limit - 1][where.place]["S"])
    return Page(known, border)


def _is_up_to(place: str, border: str, newest_first: bool) -> bool:
    return place >= border if newest_first else place <= border


def _read(
    where: Where, partition: str, most: int, cursor: str, newest_first: bool, within: Within
) -> tuple[list[Item], str]:
    """Up to `most` items of a partition, and the place they were read to; '' when nothing is left."""
    low, high = (within.since, cursor or within.until) if newest_first else (cursor or within.since, within.until)
    names = {"#partition": where.partition}
    values = {":partition": {"S": partition}, ":low": {"S": low}, ":high": {"S": high}}
    condition, exclusive = "#partition = :partition", [cursor, within.until]
    if low and high:
        condition, most = f"{condition} AND #place BETWEEN :low AND :high", most + 1
    elif low:
        condition += " AND #place > :low" if low == cursor else " AND #place >= :low"
    elif high:
        condition += " AND #place < :high"
    if low or high:
        names["#place"] = where.place
    found = aws.client("dynamodb").query(
        TableName=config().main_table,
        **({"IndexName": where.index} if where.index else {}),
        KeyConditionExpression=condition,
        ExpressionAttributeNames=names,
        ExpressionAttributeValues={name: value for name, value in values.items() if name in condition},
        ScanIndexForward=not newest_first,
        ConsistentRead=where.consistent,
        Limit=most,
    )
    items = [item for item in found["Items"] if item[where.place]["S"] not in exclusive]
    return items, str(found.get("LastEvaluatedKey", {}).get(where.place, {}).get("S", ""))


def values(
    pk: str,
    names: Sequence[str],
    *,
    prefix: str = "",
    since: str = "",
    newest_first: bool = False,
    consistent: bool = False,
) -> Iterator[tuple[Any, ...]]:
    """Some attributes of each row of a large partition, in order or from its end, one page in memory at a time.

    Plain values (text, int, bytes) without a model: a row costs a few microseconds. prefix: what the sk starts with;
    since: the least sk. 0.5 RU per 4 KB of whole rows (1 when consistent).
    """
    condition, bound = ("begins_with(sk, :sk)", prefix) if prefix else ("sk >= :sk", since)
    request: dict[str, Any] = {
        "TableName": config().main_table,
        "KeyConditionExpression": f"pk = :pk AND {condition}" if bound else "pk = :pk",
        "ProjectionExpression": ", ".join(f"#{number}" for number in range(len(names))),
        "ExpressionAttributeNames": {f"#{number}": name for number, name in enumerate(names)},
        "ExpressionAttributeValues": {":pk": {"S": pk}, **({":sk": {"S": bound}} if bound else {})},
        "ScanIndexForward": not newest_first,
        "ConsistentRead": consistent,
    }
    for page in aws.client("dynamodb").get_paginator("query").paginate(**request):
        for item in page["Items"]:
            yield tuple(_plain(item[name]) for name in names)


def _plain(value: dict[str, Any]) -> Any:
    ((kind, held),) = value.items()
    return int(held) if kind == "N" else held
