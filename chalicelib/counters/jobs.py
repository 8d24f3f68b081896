"""Long work of this room."""

from __future__ import annotations

from chalicelib.core.moments import Day
from chalicelib.core.ops.jobs import Job, job


@job("recount", zh="重新统计", en="Count days again")
class Recount(Job, frozen=True, kw_only=True):
    """Count days again from the facts, both included, and compare with what was counted as they came."""

    since: Day
    until: Day
