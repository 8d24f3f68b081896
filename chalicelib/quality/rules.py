"""Pure: when a corp's figures are read, of which days, and how days are put together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from chalicelib.core.ids import digest
from chalicelib.core.moments import SHANGHAI, Day, days_between, shanghai_day
from chalicelib.platforms.wecom.behaviour import MOST_DAYS
from chalicelib.quality.shapes import MOST_ASKED, Definition, Figures, QualityQuery

DAY = timedelta(days=1)
# Between 6 and 9 in the morning, when the day before has been counted (docs/platform D10).
BEGINS, SPREAD = 6, timedelta(hours=3)
# What came late or was changed is read again.
AGAIN = 3
USUAL_DAYS = 7
DEFINITIONS = (
    Definition(
        "chats",
        "聊天总数：员工主动发送过消息的单聊数，企业微信按天统计，不含群聊",
        "Chats with one customer in which the member of staff wrote, by WeCom's day; groups are not counted",
    ),
    Definition(
        "messages",
        "发送消息数：员工在单聊中发送的消息数",
        "Messages that the member of staff sent in these chats",
    ),
    Definition(
        "reply_percent",
        "已回复占比：客户主动发起的单聊中，员工当天回复过的比例。多天或多人按聊天总数加权（企业微信不提供客户发起的聊天数，"
        "没有聊天的一天按一次计）",
        "Of chats that customers began, those answered on the same day. Over days or people it is weighted by chats,"
        " for WeCom does not tell how many customers began; a day without any weighs one",
    ),
    Definition(
        "first_reply_minutes",
        "平均首次回复时长（分钟）：客户发起聊天到员工当天首次回复。多天或多人同样按聊天总数加权",
        "Minutes from a customer's first word to the first answer of the same day, on average; weighted likewise",
    ),
    Definition("negative_feedback", "删除或拉黑员工的客户数", "Customers who deleted or blocked the member of staff"),
    Definition("new_applies", "员工主动发起的好友申请数", "Friend requests that the member of staff sent"),
    Definition("new_contacts", "新增客户数，含再次添加", "Customers who were added, again ones among them"),
)

_OF_A_DAY = {one.field: one for one in DEFINITIONS}
LOADS = (
    Definition(
        "customers",
        "客户数：在员工企业微信客户列表中的人数，含已删除员工、仍在列表中的客户，最多晚一分钟",
        "Customers in the list of the member of staff at WeCom, also those who deleted them and stay in it; up to a"
        " minute old",
    ),
    Definition("follow_ups", "未完成的跟进数", "Follow-ups that are open"),
    Definition("overdue", "已到时间而未完成的跟进数", "Open follow-ups whose time has come"),
    Definition(
        "unsent_tasks",
        "未确认群发：一小时前请其发送、尚未点发送的群发任务数，看最近有变化的 10 个群发",
        "Posts that they were asked to send an hour ago or before and have not sent, of the 10 posts that changed last",
    ),
    Definition("unsent_people", "这些群发中等待收到的人数", "How many people wait for these posts"),
    _OF_A_DAY["chats"],
    _OF_A_DAY["reply_percent"],
    _OF_A_DAY["first_reply_minutes"],
)


def next_at(corp: str, now: datetime) -> datetime:
    """The corp's own second of the morning, which spreads corps over three hours: the next one after now."""
    offset = int.from_bytes(digest(corp, "quality")[:4], "big") % int(SPREAD.total_seconds())
    local = now.astimezone(SHANGHAI)
    today = local.replace(hour=BEGINS, minute=0, second=0, microsecond=0) + timedelta(seconds=offset)
    return today if today > local else today + DAY


def days_to_read(at: datetime, read_until: Day | None) -> tuple[Day, Day]:
    """The last days that are over, and as many before as were not read yet: 30 at most, all of them the first time."""
    until = _before(shanghai_day(at), 1)
    first = _before(until, MOST_DAYS - 1)
    if read_until is None:
        return first, until
    return max(first, min(_before(until, AGAIN - 1), _before(read_until, -1))), until


def _before(day: str, days: int) -> Day:
    return Day((date.fromisoformat(day) - timedelta(days=days)).isoformat())


def days_asked(query: QualityQuery, now: datetime) -> list[Day]:
    """The days of a query. Without an end until yesterday, without a beginning a week; 31 at most."""
    yesterday = _before(shanghai_day(now), 1)
    since = query.since or _before(query.until or yesterday, USUAL_DAYS - 1)
    until = query.until or min(max(yesterday, since), _before(since, 1 - MOST_ASKED))
    return days_between(since, until)


def mean(pairs: Iterable[tuple[int | None, int]]) -> float | None:
    """The mean of hundredths, each weighted by its day's chats, one at least: a day on which nobody was answered has
    none, and counts. None where nothing was told.
    """
    told = [(value, max(chats, 1)) for value, chats in pairs if value is not None]
    weight = sum(chats for _, chats in told)
    return round(sum(value * chats for value, chats in told) / weight / 100, 2) if weight else None


def replied(days: Sequence[Figures]) -> float | None:
    """Of chats that customers began, how many per cent were answered."""
    return mean((one.replied, one.chats) for one in days)


def first_reply(days: Sequence[Figures]) -> float | None:
    """How many minutes the first answer took."""
    return mean((one.first_reply, one.chats) for one in days)
