"""Members for a file that somebody takes out of the house."""

from __future__ import annotations

from chalicelib.core import called, masks
from chalicelib.core.context import Ctx
from chalicelib.core.storage.lists import PAGE_LIMIT, Page
from chalicelib.members import finding, picks, relation_rows, store
from chalicelib.members.room import UNMASK
from chalicelib.members.shapes import Filter, MemberInFile
from chalicelib.members.states import FriendState


def may_unmask(ctx: Ctx) -> bool:
    """True for whoever may see what is hidden of a member."""
    return UNMASK.name in ctx.rights


def page(ctx: Ctx, which: Filter, cursor: str, *, is_masked: bool) -> Page[MemberInFile]:
    """Up to 100 of the members whom filters mean, in the order and the scope of their list, names beside ids.

    What a page of the list costs (finding.py), 0.5 RU for each who ever said no to posts.
    """
    found = finding.rows_of(ctx, picks.query_of(which, PAGE_LIMIT, cursor))
    codes, staff = [row.first_state for row in found.items], [str(row.first_userid) for row in found.items]
    named = called.of(ctx, {"code": codes, "staff": staff})
    refusing = relation_rows.refusing(ctx, [row.member_id for row in found.items])

    def shown(row: store.MemberRow) -> MemberInFile:
        name, outside = row.name or "", row.external_userid
        return MemberInFile(
            member_id=row.member_id,
            name=masks.name(name) if is_masked else name,
            external_userid=masks.code(outside) if is_masked else outside,
            first_at=row.first_at,
            first_userid=row.first_userid,
            first_staff=named.get("staff", {}).get(row.first_userid, ""),
            first_state=row.first_state,
            first_code=named.get("code", {}).get(row.first_state, ""),
            stage=row.stage or FriendState.FRIEND,
            tags=tuple(row.tags or ()),
            accepts_posts=row.member_id not in refusing,
        )

    return found.map(shown)
