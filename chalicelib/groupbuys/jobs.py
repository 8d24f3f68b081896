"""Long work of this room."""

from __future__ import annotations

from chalicelib.core.ops.jobs import Job, job
from chalicelib.groupbuys.ids import ActivityId


@job("count_books", zh="汇总拼团账目", en="Count a group-buy's books")
class CountBooks(Job, frozen=True, kw_only=True):
    """Read an activity's teams and orders page by page, and keep what they come to."""

    activity: ActivityId


@job("stop_groupbuy_teams", zh="停止拼团活动：团失败并退款", en="Let a stopped group-buy's teams fail")
class StopTeams(Job, frozen=True, kw_only=True):
    """Read an activity's open teams page by page, and let each fail; everybody in it is refunded."""

    activity: ActivityId


@job("end_groupbuy_teams", zh="提前结束拼团活动的团", en="Let a group-buy's teams end with it")
class EndTeams(Job, frozen=True, kw_only=True):
    """Read an activity's open teams page by page, and let those end that would outlive it."""

    activity: ActivityId
