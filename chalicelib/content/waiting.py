"""What waits for a reviewer: the versions at a stage which they may judge."""

from __future__ import annotations

from chalicelib.content import states, store, views
from chalicelib.content.shapes import ContentVersionLine
from chalicelib.content.states import Stage, Verdict
from chalicelib.core.context import Ctx
from chalicelib.core.storage.lists import PAGE_LIMIT, Page


def for_reviewer(ctx: Ctx, stage: Stage, limit: int) -> Page[ContentVersionLine]:
    """The versions at a stage that who asks may review, the longest waiting first: neither their own, nor passed by
    them at a stage before. The cursor is '' unless there are more.

    The first 100 at the stage are looked at: a query, and 0.5 RU for every 4 KB of `limit` versions, in one call.
    """
    (status,) = states.before(Verdict.PASSED, stage)
    page = store.in_status(ctx, status, PAGE_LIMIT, "")
    lines = [line for line in page.items if not line.is_archived and line.author != ctx.operator]
    passed_by = store.passed_by(ctx, lines[:limit])
    mine = [line for line in lines[:limit] if ctx.who not in passed_by.get(line.item_id, ())]
    return Page([views.version_line(line) for line in mine], page.cursor or ("more" if len(lines) > limit else ""))
