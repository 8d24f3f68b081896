"""What happens to follow-ups; what is to be done stands in no fact."""

from __future__ import annotations

from chalicelib.core.events.facts import FactData, fact
from chalicelib.core.ids import UserId
from chalicelib.core.moments import Moment
from chalicelib.followups.ids import FollowUpId
from chalicelib.members.ids import MemberId

SAMPLE = {"followup": "01KAJ8T0003V0Q8N2B7M4T6Y9R", "member": "3XK9V0Q8N2B7M4T6Y9RC5D1EFG", "staff": "liming"}


class AboutFollowUp(FactData, frozen=True, kw_only=True):
    """Which follow-up, of which member, and who has it."""

    followup: FollowUpId
    member: MemberId
    staff: UserId


@fact("followup.written", zh="员工 {staff} 安排了跟进", en="{staff} means to follow up", sample=SAMPLE)
class FollowUpWritten(AboutFollowUp, frozen=True, kw_only=True):
    """Somebody noted what to do, and when."""


@fact(
    "followup.postponed",
    zh="员工 {staff} 把跟进改到 {until}",
    en="{staff} follows up at {until} instead",
    sample={**SAMPLE, "until": "2026-11-22T02:00:00.000Z"},
)
class FollowUpPostponed(AboutFollowUp, frozen=True, kw_only=True):
    """It has another time."""

    until: Moment


@fact("followup.done", zh="员工 {staff} 完成了跟进", en="{staff} has followed up", sample=SAMPLE)
class FollowUpDone(AboutFollowUp, frozen=True, kw_only=True):
    """It was done."""


@fact("followup.cancelled", zh="员工 {staff} 取消了跟进", en="{staff} does not follow up after all", sample=SAMPLE)
class FollowUpCancelled(AboutFollowUp, frozen=True, kw_only=True):
    """There is nothing to do any more."""


@fact(
    "followup.handed_over",
    zh="跟进由员工 {former} 转给 {staff}",
    en="The follow-up went from {former} to {staff}",
    sample={**SAMPLE, "former": "chenyu"},
)
class FollowUpHandedOver(AboutFollowUp, frozen=True, kw_only=True):
    """Somebody goes, or is called otherwise, and another has it. former: who had it."""

    former: UserId
