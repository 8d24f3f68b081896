"""What waits for its time in the due index, as a tick would find it."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.storage import due
from chalicelib.core.storage.due import Due


def overdue(ctx: Ctx, topic: str) -> list[Due]:
    """The rows of the corp whose time of this topic has come, the longest waiting first."""
    pages = (page for shard in range(due.SHARDS) for page in due.overdue(shard, ctx.now))
    found = [one for page in pages for one in page if (one.corp, one.topic) == (ctx.corp, topic)]
    return sorted(found, key=lambda one: one.due_at)
