"""Long work of this room."""

from __future__ import annotations

from chalicelib.core.ops.jobs import Job, job
from chalicelib.departures.ids import DepartureId


@job("hand_over", zh="离职继承", en="Hand over what somebody has")
class HandOver(Job, frozen=True, kw_only=True):
    """Ask WeCom for all that somebody who goes has."""

    departure: DepartureId


@job("look_at_departure", zh="查询客户继承结果", en="Look whom customers went to")
class LookAtResults(Job, frozen=True, kw_only=True):
    """Ask WeCom how it stands with each customer. look: which look at it."""

    departure: DepartureId
    look: int
