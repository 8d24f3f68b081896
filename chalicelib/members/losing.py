"""What there is to say of friendships that ended: read from what is known now, so no order of callbacks changes it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.ids import UserId
from chalicelib.core.moments import Moment, moment
from chalicelib.members import relation_rows, rules, store
from chalicelib.members.ids import MemberId
from chalicelib.members.store import RelationRow


class Ending(msgspec.Struct, frozen=True):
    """A friendship that ended. days_kept: whole days since it had begun, None where nothing is known that had; back_at:
    when the two were friends again after that, None while they are not. first_code: of the member's first join.
    """

    days_kept: int | None
    back_at: Moment | None
    first_code: str


def endings(ctx: Ctx, ended: Sequence[tuple[MemberId, UserId, Moment]]) -> list[Ending]:
    """Of each friendship what there is to say of its end at that moment, in order. 1 RU each, two calls for 100."""
    members = {row.member_id: row for row in store.some_members(ctx, list({one for one, _, _ in ended}))}
    pairs = {(row.member_id, row.userid): row for row in relation_rows.some_pairs(ctx, [one[:2] for one in ended])}
    return [
        _ending(pairs.get((member_id, userid)), at, members[member_id].first_state if member_id in members else "")
        for member_id, userid, at in ended
    ]


def _ending(row: RelationRow | None, at: Moment, code: str) -> Ending:
    adds = rules.told_adds(row.adds) if row else []
    before = max((loss.at for loss in rules.losses_of(row.losses) if loss.at < at), default="") if row else ""
    begun = next((add.at for add in adds if before < add.at <= at), None)
    back = next((add.at for add in adds if add.at > at and add.how.is_whole), None)
    return Ending((moment(at) - moment(begun)).days if begun else None, back, code)
