"""What WeCom counts of a member of staff's chats, day by day (docs/platform D10). No word that was said is among it."""

from __future__ import annotations

from datetime import datetime

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.ids import UserId
from chalicelib.core.moments import SHANGHAI, Day
from chalicelib.platforms.wecom import client

# How many days one call may cover, and how far back they may lie.
MOST_DAYS, OLDEST_DAYS = 30, 180


class Behaviour(msgspec.Struct, frozen=True, kw_only=True):
    """A day's figures. stat_time: its midnight, in unix seconds.

    reply_percentage, of chats that customers began, and avg_reply_time, in minutes, are told only of a day with chats.
    """

    stat_time: int
    chat_cnt: int = 0
    message_cnt: int = 0
    reply_percentage: float | None = None
    avg_reply_time: float | None = None
    negative_feedback_cnt: int = 0
    new_apply_cnt: int = 0
    new_contact_cnt: int = 0


class _Behaviours(msgspec.Struct, frozen=True):
    behavior_data: list[Behaviour] = []


def of_days(ctx: Ctx, userid: UserId, since: Day, until: Day) -> list[Behaviour]:
    """The figures of one member of staff, a row for each day that WeCom tells of. 1 call for at most 30 days.

    One at a time: of several WeCom answers the sum. Raises WeComRefused, WeComBusy, UpstreamUnknown.
    """
    body = {"userid": [userid], "start_time": _midnight(since), "end_time": _midnight(until)}
    return client.ask(ctx, "externalcontact/get_user_behavior_data", body, _Behaviours).behavior_data


def _midnight(day: Day) -> int:
    return int(datetime.fromisoformat(day).replace(tzinfo=SHANGHAI).timestamp())
