"""What happens where customers are lost."""

from __future__ import annotations

from chalicelib.core.events.facts import FactData, fact
from chalicelib.core.ids import UserId
from chalicelib.core.moments import Day

SAMPLE = {"staff": "liming", "day": "2026-11-21", "losses": 3, "deletions": 1}


@fact(
    "loss.counted",
    zh="员工 {staff} 在 {day} 流失客户 {losses} 位，其中本人删除 {deletions} 位",
    en="{staff} has lost {losses} customers on {day}, {deletions} of them deleted by themselves",
    sample=SAMPLE,
)
class LossesCounted(FactData, frozen=True, kw_only=True):
    """The losses of a member of staff and a day were counted, and whoever wants to know of each is told."""

    staff: UserId
    day: Day
    losses: int
    deletions: int


@fact(
    "loss.alarmed",
    zh="员工 {staff} 在 {day} 删除客户 {deletions} 位，已告警",
    en="{staff} has deleted {deletions} customers on {day}, and the alarm rang",
    sample={"staff": "liming", "day": "2026-11-21", "deletions": 20},
)
class DeletionsAlarmed(FactData, frozen=True, kw_only=True):
    """As many were deleted as the alarm says: once for a member of staff and a day."""

    staff: UserId
    day: Day
    deletions: int
