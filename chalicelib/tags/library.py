"""Which tags there are, and what uses them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from chalicelib.core.context import Ctx
from chalicelib.core.http.shapes import PageQuery
from chalicelib.core.storage.lists import Page
from chalicelib.livecodes import service as livecodes
from chalicelib.members import service as members
from chalicelib.members.shapes import Tag, TagGroup
from chalicelib.posts import service as posts
from chalicelib.tags.errors import UnknownCorpTag
from chalicelib.tags.ids import TagId
from chalicelib.tags.shapes import TagCount, TagUses

SHOWN = 20
COUNTED = 20


class Found(NamedTuple):
    """A tag, its group, and all groups as WeCom has them now."""

    tag: Tag
    group: TagGroup
    every: Sequence[TagGroup]


def tag(ctx: Ctx, tag_id: str) -> Found:
    """A tag as WeCom has it. A call. Raises UnknownCorpTag."""
    every = members.tag_groups(ctx)
    found = [(tag, group) for group in every for tag in group.tags if tag.id == tag_id]
    if not found:
        raise UnknownCorpTag()
    return Found(*found[0], every)


def group(ctx: Ctx, group_id: str) -> tuple[TagGroup, Sequence[TagGroup]]:
    """A group as WeCom has it, and all of them. A call. Raises UnknownCorpTag."""
    every = members.tag_groups(ctx)
    found = [group for group in every if group.id == group_id]
    if not found:
        raise UnknownCorpTag()
    return found[0], every


def also_called(every: Sequence[TagGroup], tags: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
    """Those of the names that tags beside these have as well."""
    others = {tag.name for group in every for tag in group.tags if tag.id not in tags}
    return tuple(sorted(others & set(names)))


def counts(ctx: Ctx, group_id: str, query: PageQuery) -> Page[TagCount]:
    """How many members have each tag of a group, 20 tags a page at most. A call, 8 queries a tag, 0.5 RU per 4 KB.

    Raises UnknownCorpTag.
    """
    found, _ = group(ctx, group_id)
    begin = int(query.cursor or 0)
    some = found.tags[begin : begin + min(query.limit, COUNTED)]
    counted, is_all = members.count_tagged(ctx, [one.name for one in some])
    after = begin + len(some)
    items = [TagCount(id=TagId(one.id), name=one.name, members=counted[one.name], is_all=is_all) for one in some]
    return Page(items, str(after) if after < len(found.tags) else "")


def uses(ctx: Ctx, tag_ids: Sequence[str], names: Sequence[str]) -> TagUses:
    """What uses tags. 8 queries a name, 0.5 RU per 4 KB; 0.5 RU a post, 0.5 RU per 4 KB of live codes, 50 RU of jobs.

    Whoever has several of them is counted for each.
    """
    counted, is_all = members.count_tagged(ctx, names)
    codes = livecodes.using_tags(ctx, tag_ids)
    named = [name for _, name in posts.posts_naming(ctx, names)]
    return TagUses(
        members=sum(counted.values()),
        is_all=is_all,
        live_codes=codes[:SHOWN],
        many_codes=len(codes),
        posts=named[:SHOWN],
        many_posts=len(named),
        taggings=members.taggings_with(ctx, tag_ids),
    )
