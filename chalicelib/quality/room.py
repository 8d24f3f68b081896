"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import ADVISERS, Right
from chalicelib.core.room import Personal, Room, Section
from chalicelib.core.words import Word
from chalicelib.quality.jobs import ReadQuality

READ = Right("quality.read", "查看回复质量", "See reply quality", ADVISERS)

ROOM = Room(
    name="quality",
    zh="回复质量",
    en="How soon and how often staff answer, as WeCom counts it",
    tag="reply-quality",
    section=Section.NUMBERS,
    jobs=(ReadQuality,),
    due=("reply_quality",),
    rights=(READ,),
    personal=(
        Personal(
            row="reply_day",
            fields=(
                "userid",
                "chats",
                "messages",
                "replied",
                "first_reply",
                "negative",
                "applies",
                "contacts",
            ),
            why_zh="改进服务：员工回复客户的及时程度，只有企业微信统计的次数，没有聊天内容",
            why_en="To serve better: how soon staff answer, as counts of WeCom's, without anything that was said",
            erased_zh="员工编号随企业保留；没有客户的信息",
            erased_en="The userid stays the corp's; nothing of a customer",
        ),
    ),
    words={
        "staff": Word("员工账号", "member of staff"),
        "since": Word("开始日期", "first day"),
        "until": Word("结束日期", "last day"),
        "by": Word("按员工、门店还是按天", "by staff, by store or by day"),
        "days": Word("有数据的天数", "days with figures"),
        "missing_days": Word("没有数据的日子", "days without figures"),
        "chats": Word("聊天总数", "chats in which staff wrote"),
        "messages": Word("发送消息数", "messages that staff sent"),
        "reply_percent": Word("已回复占比，按聊天总数加权", "per cent answered the same day, weighted by chats"),
        "first_reply_minutes": Word("平均首次回复分钟数", "minutes until the first answer, weighted by chats"),
        "negative_feedback": Word("删除或拉黑员工的客户数", "customers who deleted or blocked staff"),
        "new_applies": Word("发起的好友申请数", "friend requests that staff sent"),
        "new_contacts": Word("新增客户数", "customers who were added"),
        "read_until": Word("已读取的最后一天", "last day that was read"),
        "customers": Word("客户数", "customers"),
        "follow_ups": Word("未完成的跟进", "open follow-ups"),
        "overdue": Word("逾期的跟进", "follow-ups whose time has come"),
        "unsent_tasks": Word("未确认的群发", "posts that are not sent"),
        "unsent_people": Word("等待收到的人数", "people who wait for these"),
        "reply_day": Word("回复数字是哪一天的", "the day of the figures of replies"),
        "has_more_posts": Word("还有群发没有看", "whether more posts are under way"),
        "definitions": Word("各数字的定义", "what each figure is"),
    },
)
