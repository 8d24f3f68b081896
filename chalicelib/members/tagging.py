"""Corp tags: WeCom is where they live, so nothing is mirrored."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.errors import Outlook
from chalicelib.core.ops import refusals
from chalicelib.core.problems import Problem, Remedy
from chalicelib.core.storage.retry import on_collision
from chalicelib.members.shapes import TagGroup
from chalicelib.platforms.wecom import client
from chalicelib.platforms.wecom.errors import TagNameTaken, WeComRefused

TRIES = 4


class TagsMissing(Exception):
    """Some tags were missing and have been made: look again."""


def make(ctx: Ctx, name: str, tags: Sequence[str]) -> TagGroup:
    """Corp tags in a group, made where missing. Safe to repeat, which is also how a refused one is tried again.

    Of several, those that WeCom refuses stand in the group's `problems` and the others are made. Raises WeComRefused
    when it refuses all and there is no group of that name.
    """
    wanted = Wanted(name, list(dict.fromkeys(tags)), {})
    # Somebody may make one of them between our look and our call; after our own call we look once more.
    return on_collision(lambda: _made(ctx, wanted), (TagNameTaken, TagsMissing), attempts=TRIES, pause=0)


class Wanted(msgspec.Struct):
    """A group and its tags, and why WeCom will not make some of them."""

    name: str
    tags: list[str]
    refused: dict[str, WeComRefused]


def _made(ctx: Ctx, wanted: Wanted) -> TagGroup:
    group = next((group for group in groups(ctx) if group.name == wanted.name), None)
    there = {tag.name for tag in group.tags} if group else set()
    missing = [tag for tag in wanted.tags if tag not in there and tag not in wanted.refused]
    if not missing:
        return _with_problems(ctx, group, wanted)
    if not _is_made(ctx, wanted, missing) and len(missing) > 1:
        for tag in missing:
            _is_made(ctx, wanted, [tag])
    raise TagsMissing()


def _is_made(ctx: Ctx, wanted: Wanted, tags: Sequence[str]) -> bool:
    """Ask for tags in one call; why one alone is refused is kept. Raises TagNameTaken and what may pass."""
    try:
        client.add_tags(ctx, wanted.name, tags)
    except TagNameTaken:
        raise
    except WeComRefused as refused:
        if refused.outlook is not Outlook.NEVER:
            raise
        if len(tags) == 1:
            wanted.refused[tags[0]] = refused
        return False
    return True


def _with_problems(ctx: Ctx, group: TagGroup | None, wanted: Wanted) -> TagGroup:
    if group is None:
        raise next(iter(wanted.refused.values()))
    problems = [_problem(ctx, tag, refused) for tag, refused in wanted.refused.items()]
    return msgspec.structs.replace(group, problems=problems)


def _problem(ctx: Ctx, tag: str, refused: WeComRefused) -> Problem:
    return refusals.note(ctx, refused, Remedy.RETRY, tag)


def groups(ctx: Ctx) -> list[TagGroup]:
    """All corp tags."""
    return msgspec.convert(client.tag_groups(ctx), list[TagGroup], from_attributes=True)


def is_deleted(ctx: Ctx, tag_id: str) -> bool:
    """True when WeCom says so of a tag that its list has no more: a list may be empty, or in part. One call."""
    return client.is_tag_deleted(ctx, tag_id)


def deleted(ctx: Ctx, about: str, *, is_group: bool) -> list[str]:
    """What a tag that is gone was called, or all of a group's; WeCom may say nothing of it. One call."""
    return client.deleted_tags(ctx, about, is_group=is_group)
