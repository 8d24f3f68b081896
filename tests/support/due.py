"""What waits for its time in the due index, as a tick would find it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import pytest

from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.storage import due
from chalicelib.core.storage.due import Due


def overdue(ctx: Ctx, topic: str) -> list[Due]:
    """The rows of the corp whose time of this topic has come, the longest waiting first."""
    pages = (page for shard in range(due.SHARDS) for page in due.overdue(shard, ctx.now))
    found = [one for page in pages for one in page if (one.corp, one.topic) == (ctx.corp, topic)]
    return sorted(found, key=lambda one: one.due_at)


def tick_alone(patch: pytest.MonkeyPatch, corp: str) -> None:
    """From now on a tick sees this corp's rows alone, from the beginning: others of the engine live in other times."""
    real = due.overdue

    def of_corp(shard: int, now: datetime, after: str = "") -> Iterator[Sequence[Due]]:
        pages = ([one for one in page if one.corp == corp] for page in real(shard, now, after))
        return (page for page in pages if page)

    for shard in due.marks():
        key = {"pk": {"S": due.MARKS}, "sk": {"S": str(shard)}}
        aws.client("dynamodb").delete_item(TableName=config().inbox_table, Key=key)
    patch.setattr(due, "overdue", of_corp)
