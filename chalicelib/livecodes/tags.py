"""Tags of live codes: which use one, another in its place, and what was deleted at WeCom leaves them."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache, partial

from chalicelib.core.context import Ctx
from chalicelib.core.events.errands import send
from chalicelib.core.events.facts import Fact
from chalicelib.core.ops import log
from chalicelib.core.problems import Remedy, problem_of
from chalicelib.core.storage import retry
from chalicelib.core.storage.lists import PAGE_LIMIT
from chalicelib.core.storage.table import Refused
from chalicelib.livecodes import seeing, store
from chalicelib.livecodes.errands import DropTags
from chalicelib.livecodes.errors import TagDeleted
from chalicelib.members import service as members
from chalicelib.platforms.wecom.events import Event
from chalicelib.staff.facts import DirectoryReconciled


def deleted(ctx: Ctx, event: Event) -> None:
    """A tag, or a group of them, was deleted. Of a group's tags the event says nothing, so WeCom is asked."""
    drop_later(ctx)


def look_again(ctx: Ctx, fact: Fact[DirectoryReconciled]) -> None:
    """Every night, since an event may be lost."""
    drop_later(ctx)


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


def using(ctx: Ctx, tag_ids: Collection[str]) -> list[str]:
    """The names of live codes that put one of these tags on, the archive included. 0.5 RU per 4 KB of all."""
    return [line.name for line in store.every(ctx) if not set(tag_ids).isdisjoint(line.tag_ids)]


def replace(ctx: Ctx, old: str, new: str, cursor: str) -> tuple[int, str]:
    """One tag in the place of another in a page of live codes: how many changed, and where it goes on. Safe to repeat.

    0.5 RU each and per 4 KB of the index, 1 WU +1 for each that changes.
    """
    return retry.on_collision(lambda: _replace(ctx, old, new, cursor), Refused)


def _replace(ctx: Ctx, old: str, new: str, cursor: str) -> tuple[int, str]:
    page = store.tagged(ctx, PAGE_LIMIT, cursor)
    meant = [(code, tag_ids) for code, tag_ids in page.items if old in tag_ids]
    for code, tag_ids in meant:
        now = tuple(dict.fromkeys(new if tag_id == old else tag_id for tag_id in tag_ids))
        store.replace_tag(ctx, code, tag_ids, now)
        seeing.forget(ctx, code)
    return len(meant), page.cursor


def drop_later(ctx: Ctx) -> None:
    """Ask through the polite queue for what WeCom has no more to be taken out of every live code."""
    send(ctx, DropTags())
