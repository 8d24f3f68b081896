"""Whose customers somebody sees: a member is in a scope of staff while one of these is their friend, or asked to be.

Whoever acts for the whole corp sees all, and pays nothing for being asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.ids import UserId
from chalicelib.core.storage.lists import Page
from chalicelib.core.storage.search import Place
from chalicelib.members import relation_rows, rules, store
from chalicelib.members.errors import UnknownMember
from chalicelib.members.ids import MemberId
from chalicelib.members.states import FriendState
from chalicelib.members.store import MemberRow, RelationRow

# Their lists are read together: 8 parts of each, one query a part. The customers of more are looked through instead.
MOST_TOGETHER = 12


def friends(relations: Iterable[RelationRow]) -> frozenset[UserId]:
    """The staff who have them as a friend, or were asked to."""
    return frozenset(row.userid for row in relations if _lasts(row))


def _lasts(row: RelationRow) -> bool:
    return rules.status(row.adds or (), row.losses or ()) is not FriendState.LOST


def check(ctx: Ctx, relations: Iterable[RelationRow]) -> None:
    """Raises UnknownMember for the member of these relations outside the scope."""
    if not ctx.scope.allows_any_of(friends(relations)):
        raise UnknownMember()


def there(ctx: Ctx, member_id: MemberId) -> MemberRow:
    """A member, of those in the scope. 0.5 RU; of less than all 1 RU per 4 KB of them. Raises UnknownMember."""
    if ctx.scope.staff is None:
        row = store.member(ctx, member_id)
    else:
        row, relations, _ = store.around(ctx, member_id)
        check(ctx, relations)
    if row is None:
        raise UnknownMember()
    return row


def among(ctx: Ctx, member_ids: Sequence[MemberId]) -> list[MemberId]:
    """Those in the scope, in this order. Of few staff 0.5 RU for each pair, one call for 100; of many a query each."""
    staff = ctx.scope.staff
    if staff is None:
        return list(member_ids)
    if len(staff) <= MOST_TOGETHER:
        theirs = {row.member_id for row in relation_rows.relations_to(ctx, member_ids, sorted(staff)) if _lasts(row)}
        return [one for one in member_ids if one in theirs]
    return [one for one in member_ids if ctx.scope.allows_any_of(friends(relation_rows.relations(ctx, one)))]


def narrowed(ctx: Ctx, staff: frozenset[UserId]) -> Ctx:
    """The same circumstances, in which no more is seen than what these staff have."""
    both = staff if ctx.scope.staff is None else staff & ctx.scope.staff
    return msgspec.structs.replace(ctx, scope=msgspec.structs.replace(ctx.scope, staff=both))


def of_scope(ctx: Ctx, limit: int, cursor: str) -> Page[Place]:
    """The customers of a scope of few staff, the newest friendship first, each once: under the newest of theirs.

    8 queries a member of staff, then 0.5 RU for each who is shown.
    """
    page = relation_rows.of_some_staff(ctx, sorted(ctx.scope.staff or ()), limit, cursor)
    # With two of them friends since one moment, both are the newest, and lie at one place of the list.
    newest = {row.member_id: Place(row.member_id, row.place or "") for row in page.items if _is_newest(ctx, row)}
    return Page(list(newest.values()), page.cursor)


def _is_newest(ctx: Ctx, row: RelationRow) -> bool:
    theirs = [
        one for one in relation_rows.relations(ctx, row.member_id) if _lasts(one) and ctx.scope.allows_staff(one.userid)
    ]
    return row.place == max((one.place or "" for one in theirs), default="")
