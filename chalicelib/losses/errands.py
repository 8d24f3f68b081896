"""What is sent about losses."""

from __future__ import annotations

from chalicelib.core.events.errands import Errand, errand
from chalicelib.core.events.lanes import SendLane
from chalicelib.core.ids import UserId
from chalicelib.core.moments import Day


@errand("tell_of_losses", SendLane.MARKS)
class TellOfLosses(Errand, frozen=True, kw_only=True):
    """Tell a member of staff, and who runs their store, how many customers of that day are gone by now, and by whom."""

    staff: UserId
    day: Day
    losses: int
    deletions: int


@errand("tell_of_deletions", SendLane.MARKS)
class TellOfDeletions(Errand, frozen=True, kw_only=True):
    """Tell the owners, and who runs their store, that a member of staff deletes many customers."""

    staff: UserId
    day: Day
    deletions: int


@errand("tell_of_a_day", SendLane.MARKS)
class TellOfADay(Errand, frozen=True, kw_only=True):
    """Tell the staff of a day's losses, some at a time, and at the end who runs their stores. after: who was told."""

    day: Day
    after: str = ""
