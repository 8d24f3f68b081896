"""Follow-ups go to another: with whatever else somebody hands over, then with the customer, and with a new userid."""

from __future__ import annotations

from contextlib import suppress

from chalicelib.core.context import Ctx
from chalicelib.core.events.facts import Fact
from chalicelib.core.ids import UserId
from chalicelib.core.storage.table import Refused
from chalicelib.followups import store
from chalicelib.followups.ids import FollowUpId
from chalicelib.followups.states import FollowUpState
from chalicelib.followups.store import FollowUpRow
from chalicelib.members.ids import MemberId
from chalicelib.staff import service as people
from chalicelib.staff.facts import StaffRenamed


def in_hand(ctx: Ctx, staff: UserId) -> list[str]:
    """What somebody has to do, each as `member#followup`. 0.5 RU each, by an index that is a moment behind."""
    return [f"{row.member_id}#{row.followup_id}" for row in store.all_of_staff(ctx, staff)]


def hand_over(ctx: Ctx, thing: str, former: UserId, taker: UserId) -> bool:
    """Another does it in the place of who goes; False when it is over, or theirs no more. Safe to repeat.

    1 RU, 1 WU +2 listed.
    """
    member, _, followup = thing.partition("#")
    row = store.followup(ctx, MemberId(member), FollowUpId(followup))
    return row is not None and row.staff == former and _hand(ctx, row, taker)


def _hand(ctx: Ctx, row: FollowUpRow, taker: UserId) -> bool:
    """False when it was ended or put off at this moment: whoever hands over again finds it."""
    if row.state is not FollowUpState.OPEN:
        return False
    with suppress(Refused):
        store.hand_over(ctx, row, taker)
        return True
    now = store.followup(ctx, row.member_id, row.followup_id)
    return now is not None and now.wanted_at != row.wanted_at and now.staff == row.staff and _hand(ctx, now, taker)


def with_customer(ctx: Ctx, member_id: MemberId, former: UserId, taker: UserId) -> None:
    """After a customer went to who took over: what is to be done about them too, also what another was given.

    Safe to repeat. 0.5 RU per 4 KB, 1 WU +2 listed each.
    """
    for row in store.of_member(ctx, member_id):
        if row.staff != taker and former in (row.staff, row.former):
            _hand(ctx, row, taker)


def renamed(ctx: Ctx, fact: Fact[StaffRenamed]) -> None:
    """After a userid was changed: what they have to do goes on under the new one. 1 WU +2 listed each."""
    new = people.now_called(ctx, fact.data.staff)
    for row in list(store.all_of_staff(ctx, fact.data.former)) if new != fact.data.former else ():
        _hand(ctx, row, new)
