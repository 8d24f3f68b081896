"""Long work of this room."""

from __future__ import annotations

from chalicelib.core.moments import Day
from chalicelib.core.ops.jobs import Job, job


@job("read_quality", zh="读取回复质量", en="Read reply quality")
class ReadQuality(Job, frozen=True, kw_only=True):
    """Ask WeCom for each member of staff's figures of these days, both among them."""

    since: Day
    until: Day
