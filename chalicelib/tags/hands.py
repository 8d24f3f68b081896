"""Who has a group of tags in hand."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.ops import jobs
from chalicelib.tags import store
from chalicelib.tags.ids import GroupId
from chalicelib.tags.store import TagHandRow


def held(ctx: Ctx, row: TagHandRow | None, *, beside: str = "") -> str:
    """The job that has a group in hand, '' where none has, or this one. One that was cancelled holds nothing. 1 RU."""
    if row is None or row.is_over or row.job == beside:
        return ""
    status = jobs.status(ctx, row.job)
    return row.job if status is not None and status.state not in jobs.OVER else ""


def of_group(ctx: Ctx, group: GroupId) -> str:
    """The job that has a group in hand now, '' where none has. 2 RU."""
    return held(ctx, store.hand(ctx, group))
