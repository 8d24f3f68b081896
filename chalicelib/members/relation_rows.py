"""Relations as they are looked at together: of one member, of some staff, by the index."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from chalicelib.core.context import Ctx
from chalicelib.core.ids import UserId
from chalicelib.core.storage.lists import LISTED, Page, children, page_of, parents, walk
from chalicelib.core.storage.table import change, get_many, key
from chalicelib.members.ids import MemberId
from chalicelib.members.shapes import RelationLine
from chalicelib.members.states import Heard
from chalicelib.members.store import POSTS, RefusalRow, RelationRow


def _of_staff(ctx: Ctx, userid: UserId) -> str:
    return key(ctx, "staff", userid, "members")


def of_some_staff(ctx: Ctx, userids: Sequence[UserId], limit: int, cursor: str) -> Page[RelationRow]:
    """The relations of some staff together, the newest first. 0.5 RU per 4 KB of 8 parts each, 0.5 RU each."""
    parts = [part for userid in userids for part in parents(RelationRow, _of_staff(ctx, userid))]
    page = page_of(LISTED, parts, limit, cursor)
    rows = get_many([(item["pk"]["S"], item["sk"]["S"]) for item in page.items])
    return Page([row for row in rows if isinstance(row, RelationRow)], page.cursor)


def heard_of(ctx: Ctx, userid: UserId) -> dict[MemberId, Heard]:
    """What was heard last of each relation of a member of staff, by the index alone. 0.5 RU per 4 KB of 8 parts."""
    found = walk(RelationRow, RelationLine, _of_staff(ctx, userid))
    return {MemberId(pk.rpartition("#")[2]): line.heard for pk, _, line in found}


def relations(ctx: Ctx, member_id: MemberId) -> list[RelationRow]:
    """A member's relations. 0.5 RU per 4 KB."""
    found = children(RelationRow, key(ctx, "member", member_id), "staff#")
    return [row for row in found if not row.moved_to]


def some_relations(ctx: Ctx, member_ids: Sequence[MemberId], userid: UserId) -> list[RelationRow]:
    """The relations of these members to one member of staff. 0.5 RU each."""
    rows = get_many([(key(ctx, "member", member_id), f"staff#{userid}") for member_id in member_ids])
    return [row for row in rows if isinstance(row, RelationRow)]


def relations_to(ctx: Ctx, member_ids: Sequence[MemberId], userids: Collection[UserId]) -> list[RelationRow]:
    """The relations of these members to any of some staff. 0.5 RU for each pair that there is, one call for 100."""
    rows = get_many([(key(ctx, "member", one), f"staff#{userid}") for one in member_ids for userid in userids])
    return [row for row in rows if isinstance(row, RelationRow) and not row.moved_to]


def some_pairs(ctx: Ctx, pairs: Collection[tuple[MemberId, UserId]]) -> list[RelationRow]:
    """These relations, without those that are not there. 0.5 RU each, one call for 100."""
    rows = get_many([(key(ctx, "member", one), f"staff#{userid}") for one, userid in dict.fromkeys(pairs)])
    return [row for row in rows if isinstance(row, RelationRow)]


def refusing(ctx: Ctx, member_ids: Collection[MemberId]) -> set[MemberId]:
    """Who of these said no to posts, or is left out of them by an operator. 0.5 RU for each who ever was."""
    rows = get_many([(key(ctx, "member", one), POSTS) for one in member_ids])
    return {row.member_id for row in rows if isinstance(row, RefusalRow) and (row.refuses or row.blocked)}


def rename_tag(ctx: Ctx, relation: RelationRow, old: str, new: str) -> None:
    """A corp tag of a friendship is called otherwise, or is gone (new: ''), unless it was read since. 1 WU.

    As of now: what was read at WeCom before, and is stored later, is refused. Raises Refused.
    """

    def named(tags: Sequence[str] | None) -> list[str]:
        return list(dict.fromkeys(name for name in (new if tag == old else tag for tag in tags or ()) if name))

    actions = [
        RelationRow.tags.set(named(relation.tags)),
        RelationRow.corp_tags.set(named(relation.corp_tags)),
        RelationRow.tags_at.set(ctx.at),
    ]
    read = RelationRow.tags_at
    same = read == relation.tags_at if relation.tags_at else read.does_not_exist()
    change(ctx, RelationRow(relation.pk, relation.sk), actions, same)
