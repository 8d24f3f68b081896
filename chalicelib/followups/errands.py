"""What follow-ups have sent."""

from __future__ import annotations

from chalicelib.core.events.errands import Errand, errand
from chalicelib.core.events.lanes import SendLane
from chalicelib.core.moments import Moment
from chalicelib.followups.ids import FollowUpId
from chalicelib.members.ids import MemberId


@errand("remind_of_follow_up", SendLane.MARKS)
class RemindOfFollowUp(Errand, frozen=True, kw_only=True):
    """Tell the member of staff by app message that a follow-up is due. at: the time it was wanted for."""

    member: MemberId
    followup: FollowUpId
    at: Moment
