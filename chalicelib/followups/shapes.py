"""What the doors of follow-ups take and give."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from chalicelib.core import moments
from chalicelib.core.audited import Thing
from chalicelib.core.errors import Fault, Misfit
from chalicelib.core.http import given
from chalicelib.core.http.given import Moment, Timed
from chalicelib.core.http.shapes import WORDS, PageQuery
from chalicelib.core.ids import NOBODY, UserId
from chalicelib.core.shapes import Hands, Person
from chalicelib.followups.ids import FollowUpId
from chalicelib.followups.states import FollowUpState
from chalicelib.members.ids import MemberId
from chalicelib.members.shapes import MemberNamed

FOLLOW_UP = Thing("follow_up", "跟进", "follow-up")

When = Literal["today", "overdue", "open"]
# Of today are also those that should be done by now.
What = Annotated[str, WORDS, Meta(max_length=200, description="要做什么，仅员工可见 / what to do, for staff")]


class WriteFollowUp(Timed, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What to do about a customer, and when."""

    what: What
    due: Moment


class EditFollowUp(Timed, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A follow-up goes on at another time or with other words, or is over; what is left out stays."""

    state: FollowUpState | None = None
    what: What | None = None
    due: Moment | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.state is None and self.what is None and self.due is None:
            raise Misfit(Fault("state", "empty", None, "请至少修改一项。", "Change at least one of them."))
        if self.state is FollowUpState.OPEN:
            zh, en = "跟进只能改为已完成或已取消。", "A follow-up can only become done or cancelled."
            raise Misfit(Fault("state", "move", FollowUpState.DONE, zh, en))


class MyFollowUps(PageQuery, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which of one's own open follow-ups, the earliest first."""

    when: When = "today"


class TeamsFollowUps(PageQuery, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which open follow-ups of the staff in one's scope: by member of staff, of each the earliest first.

    staff: of one of them. A page may hold fewer than `limit` although more follow.
    """

    when: When = "open"
    staff: given.StaffOrNone = NOBODY


class FollowUp(Hands, frozen=True, kw_only=True):
    """A follow-up. is_overdue: its time has come and it is open. is_masked: only how it begins is shown, its numbers
    hidden; who has it sees all of it. times: how often it was put off. ended_at: null while it is open.
    """

    followup_id: FollowUpId
    member: MemberNamed
    staff: Person
    what: str
    is_masked: bool = False
    due: moments.Moment
    state: FollowUpState
    is_overdue: bool
    times: int
    ended_at: moments.Moment | None = None


class Counted(msgspec.Struct, frozen=True):
    """How many follow-ups somebody has to do, and how many of these are late."""

    many: int
    overdue: int


class Taken(msgspec.Struct, frozen=True):
    """A follow-up in the hands of somebody who goes."""

    member: MemberId
    followup: FollowUpId
    staff: UserId
