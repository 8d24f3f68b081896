"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import GUARDIANS, Right
from chalicelib.core.room import Personal, Room, Section
from chalicelib.core.words import Word

VIEW = Right("audit.view", "查看操作日志", "See what operators did", GUARDIANS)

ROOM = Room(
    name="audit",
    zh="操作日志",
    en="What operators and store staff did, and when",
    tag="audit",
    section=Section.SETTINGS,
    flows=False,
    rights=(VIEW,),
    personal=(
        Personal(
            row="act",
            fields=("by",),
            why_zh="谁在何时对什么做了什么操作",
            why_en="Who did what to which thing, and when",
            erased_zh="员工编号随企业保留，两年后删除；不记录客户的个人信息",
            erased_en="The userid stays the corp's and goes after two years; nothing of a customer is in it",
        ),
    ),
    words={
        "act": Word("操作", "act"),
        "by": Word("操作人", "who did it"),
        "day": Word("日期", "day"),
        "thing": Word("对象类型", "kind of thing"),
        "thing_id": Word("对象编号", "id of the thing"),
    },
)
