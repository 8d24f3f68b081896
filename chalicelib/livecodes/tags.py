"""Tags that were deleted at WeCom leave the live codes that put them on."""

from __future__ import annotations

from functools import cache, partial

from chalicelib.core.context import Ctx
from chalicelib.core.events.errands import send
from chalicelib.core.events.facts import Fact
from chalicelib.core.ops import log
from chalicelib.core.problems import Remedy, problem_of
from chalicelib.core.storage.lists import PAGE_LIMIT
from chalicelib.livecodes import store
from chalicelib.livecodes.errands import DropTags
from chalicelib.livecodes.errors import TagDeleted
from chalicelib.members import service as members
from chalicelib.platforms.wecom.events import Event
from chalicelib.staff.facts import DirectoryReconciled


def deleted(ctx: Ctx, event: Event) -> None:
    """A tag, or a group of them, was deleted. Of a group's tags the event says nothing, so WeCom is asked."""
    send(ctx, DropTags())


def look_again(ctx: Ctx, fact: Fact[DirectoryReconciled]) -> None:
    """Every night, since an event may be lost."""
    send(ctx, DropTags())


def drop(ctx: Ctx, errand: DropTags) -> None:
    """Take what WeCom has no more out of every live code, and say so on it. Safe to repeat, and to race an edit.

    What the list lacks is asked for by itself, since nobody puts back what is taken out: a call for each such tag.
    0.5 RU for each code of the corp, 1 WU for each that changes. Raises WeComRefused, UpstreamUnknown.
    """
    there = {tag.id for group in members.tag_groups(ctx) for tag in group.tags}
    is_gone = cache(partial(members.is_tag_deleted, ctx))
    cursor = ""
    while True:
        page = store.tagged(ctx, PAGE_LIMIT, cursor)
        for code, tag_ids in page.items:
            gone = [tag_id for tag_id in tag_ids if tag_id not in there and is_gone(tag_id)]
            if gone:
                problem = problem_of(ctx, TagDeleted(", ".join(gone)), Remedy.NOTHING, ", ".join(gone))
                store.drop_tags(ctx, code, tag_ids, gone, problem)
                log.info("deleted tags dropped", corp=ctx.corp, live_code=code, count=len(gone), cause=ctx.cause)
        cursor = page.cursor
        if not cursor:
            return
