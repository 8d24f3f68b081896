"""Rows that planning writes: targets in compact segments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.storage.table import Refused, Row, get, key, put_new
from chalicelib.posts.planning.buffers import Segment

SEPARATOR = ","


class TargetsRow(Row, discriminator="post_targets"):
    """Some targets of one sender, or some who are left out for one reason; never changed.

    It lies under its planner's fence, so what a planner wrote after another took over is never found.
    """

    name = UnicodeAttribute()
    many = NumberAttribute()
    targets = UnicodeAttribute()


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
