"""Rows that planning writes: targets in compact segments, tasks made of them, and who was written to on which day."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

import msgspec
from pynamodb.attributes import BinaryAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.storage.table import Refused, Row, change, get, key, put_new
from chalicelib.posts.planning.buffers import Segment

# Eight bytes each, well below the 400 KB of an item.
MOST_TOUCHED = 40_000
SEPARATOR = ","


class TargetsRow(Row, discriminator="post_targets"):
    """Some targets of one sender, or some who are left out for one reason; never changed.

    It lies under its planner's fence, so what a planner wrote after another took over is never found.
    """

    name = UnicodeAttribute()
    many = NumberAttribute()
    targets = UnicodeAttribute()


class TouchedRow(Row, discriminator="post_touched"):
    """Who of one part of the audience an occurrence was planned for, as hashes of eight bytes."""

    fence = NumberAttribute()
    hashes = BinaryAttribute(legacy_encoding=False)


class Touched(msgspec.Struct, frozen=True):
    """Who an occurrence was planned for on a day."""

    day: str
    occurrence: str
    hashes: array[int]


def _key(ctx: Ctx, post_id: str, name: str) -> str:
    return key(ctx, "occurrence", post_id, name)


def put_segment(ctx: Ctx, post_id: str, at: str, segment: Segment, targets: Sequence[str]) -> None:
    """Write a segment; the same one again changes nothing. 1 WU per KB: N targets of 32 bytes are about N/32."""
    row = TargetsRow(
        _key(ctx, post_id, at),
        f"targets#{segment.place}",
        name=segment.name,
        many=segment.count,
        targets=SEPARATOR.join(targets),
    )
    try:
        put_new(ctx, row)
    except Refused:
        return  # our own try, whose answer was lost


def segments(ctx: Ctx, post_id: str, at: str, fence: int) -> Iterator[Segment]:
    """The segments under a fence, without their targets; reading passes over them all the same: N/128 RU."""
    pages = (
        aws.client("dynamodb")
        .get_paginator("query")
        .paginate(
            TableName=config().main_table,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :fence)",
            ProjectionExpression="sk, #name, many",
            ExpressionAttributeNames={"#name": "name"},
            ExpressionAttributeValues={
                ":pk": {"S": _key(ctx, post_id, at)},
                ":fence": {"S": f"targets#{fence:04d}#"},
            },
            ConsistentRead=True,
        )
    )
    for page in pages:
        for item in page["Items"]:
            number = int(item["sk"]["S"].rpartition("#")[2])
            yield Segment(fence, number, item["name"]["S"], int(item["many"]["N"]))


def targets(ctx: Ctx, post_id: str, at: str, place: str) -> list[str]:
    """The targets of one segment. 1 RU per 4 KB."""
    row = get(TargetsRow, _key(ctx, post_id, at), f"targets#{place}", consistent=True)
    return row.targets.split(SEPARATOR) if row and row.targets else []


def _touched_key(ctx: Ctx, part: str) -> str:
    return key(ctx, "touched", part)


def touch(ctx: Ctx, part: str, day: str, occurrence: str, fence: int, hashes: Sequence[int]) -> None:
    """Who of a part of the audience an occurrence is planned for, in the place of what an older planner wrote.

    1 WU per KB: N targets are about N/128.
    """
    for number, begin in enumerate(range(0, len(hashes), MOST_TOUCHED)):
        blob = array("Q", hashes[begin : begin + MOST_TOUCHED]).tobytes()
        actions = [TouchedRow.kind.set(TouchedRow), TouchedRow.fence.set(fence), TouchedRow.hashes.set(blob)]
        newest = TouchedRow.pk.does_not_exist() | (TouchedRow.fence <= fence)
        try:
            change(ctx, TouchedRow(_touched_key(ctx, part), f"{day}#{occurrence}#{number}"), actions, newest)
        except Refused:
            return  # a newer planner was here


def touched(ctx: Ctx, part: str, since: str) -> Iterator[Touched]:
    """Who of a part of the audience was planned for since a day. 0.5 RU per 4 KB."""
    pages = (
        aws.client("dynamodb")
        .get_paginator("query")
        .paginate(
            TableName=config().main_table,
            KeyConditionExpression="pk = :pk AND sk >= :since",
            ProjectionExpression="sk, hashes",
            ExpressionAttributeValues={":pk": {"S": _touched_key(ctx, part)}, ":since": {"S": since}},
        )
    )
    for page in pages:
        for item in page["Items"]:
            day, occurrence = item["sk"]["S"].split("#")[:2]
            yield Touched(day, occurrence, array("Q", item["hashes"]["B"]))
