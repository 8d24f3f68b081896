"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import ADVISERS, CAMPAIGNERS, Right
from chalicelib.core.ops.catalogue import Level, LogEvent
from chalicelib.core.room import Personal, Room, Section
from chalicelib.core.words import Word
from chalicelib.losses.errands import TellOfADay, TellOfDeletions, TellOfLosses
from chalicelib.losses.facts import DeletionsAlarmed, LossesCounted

READ = Right("losses.read", "查看客户流失", "See which customers were lost", ADVISERS)
SET = Right("losses.set", "设置流失提醒与删除告警", "Say who is told of losses, and when the alarm rings", CAMPAIGNERS)

ROOM = Room(
    name="losses",
    zh="客户流失",
    en="Losses: friendships that ended, and who is told",
    tag="losses",
    section=Section.CUSTOMERS,
    facts=(LossesCounted, DeletionsAlarmed),
    errands=(TellOfLosses, TellOfDeletions, TellOfADay),
    due=("loss_look", "loss_day"),
    rights=(READ, SET),
    logged=(
        LogEvent(
            name="loss not told",
            level=Level.WARNING,
            zh="企业微信拒绝发送流失提醒",
            en="WeCom refuses to tell the staff of losses",
            fields=frozenset({"corp", "errcode", "cause"}),
            no_page="losses stand in their list; the app's messages are set at WeCom",
        ),
    ),
    personal=(
        Personal(
            row="loss",
            fields=("member_id",),
            why_zh="谁在何时不再是好友，便于挽回与发现恶意删除",
            why_en="Who is a friend no more and since when, to win them back and to see when staff delete many",
            erased_zh="整行删除",
            erased_en="The row is deleted",
        ),
    ),
    words={
        "alert": Word("提醒方式", "when losses are told"),
        "deletions": Word("每日删除告警数量", "deletions a day that ring the alarm"),
        "revision": Word("所见版本", "revision"),
        "staff": Word("员工", "staff"),
        "store": Word("门店", "store"),
        "code": Word("首次来源活码", "live code of the first join"),
        "by": Word("谁解除", "who ended it"),
        "since": Word("开始日期", "first day"),
        "until": Word("结束日期", "last day"),
        "days_kept": Word("留存天数", "days it lasted"),
        "back_at": Word("重新添加时间", "friends again since"),
        "first_code": Word("首次来源", "first source"),
        "first_code_name": Word("首次来源活码的名称", "name of the first live code"),
        "member": Word("会员", "member"),
        "last_message": Word("流失前最后发送的消息", "what was sent last before"),
        "said": Word("发送方式", "how it was sent"),
        "sending": Word("发送的是什么", "what was sent"),
        "about": Word("内容编号", "id of what was sent"),
    },
)
