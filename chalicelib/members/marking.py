"""Tags that we put on a customer at WeCom: nice to have, so nothing that goes wrong with them stops what matters.

A tag that WeCom does not know (any more) is left out, and the others are put on. What could not be put on is kept with
the friendship, with why, until it is tried again.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.errors import Outlook
from chalicelib.core.ids import ExternalUserId, UserId
from chalicelib.core.ops import log, refusals
from chalicelib.core.problems import Problem
from chalicelib.platforms.wecom import client
from chalicelib.platforms.wecom.errors import NoSuchRelation, UnknownTag, WeComRefused


class Marked(msgspec.Struct, frozen=True):
    """What came of it. unmarked: the tags that are not on; problem: why."""

    unmarked: tuple[str, ...] = ()
    problem: Problem | None = None


def mark(
    ctx: Ctx, staff: UserId, customer: ExternalUserId, tag_ids: Sequence[str], without: Sequence[str] = ()
) -> Marked:
    """Put tags on a customer as one member of staff, and take some off. Safe to repeat.

    One call, one for each tag after an unknown one. A customer who has left meanwhile can no longer be tagged: logged,
    not a problem. Raises what may pass.
    """
    try:
        client.mark_tags(ctx, staff, customer, tag_ids, without)
    except NoSuchRelation:
        log.info("tags not marked", corp=ctx.corp, reason="relation ended", cause=ctx.cause)
    except WeComRefused as refused:
        if refused.outlook is not Outlook.NEVER:
            raise
        if isinstance(refused, UnknownTag):
            if len(tag_ids) + len(without) > 1:
                return _each_alone(ctx, staff, customer, tag_ids, without)
            if without:
                return Marked()  # whoever deletes a tag takes it off everybody
        return Marked(tuple(tag_ids), refusals.note(ctx, refused, about=", ".join([*tag_ids, *without])))
    return Marked()


def _each_alone(
    ctx: Ctx, staff: UserId, customer: ExternalUserId, tag_ids: Sequence[str], without: Sequence[str]
) -> Marked:
    """WeCom does not say which tag it does not know."""
    alone = [mark(ctx, staff, customer, [tag_id]) for tag_id in tag_ids]
    alone += [mark(ctx, staff, customer, [], [tag_id]) for tag_id in without]
    problems = [one.problem for one in alone if one.problem]
    unmarked = tuple(tag_id for one in alone for tag_id in one.unmarked)
    about = ", ".join(one.about for one in problems)
    return Marked(unmarked, msgspec.structs.replace(problems[0], about=about) if problems else None)
