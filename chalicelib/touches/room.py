"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import CAMPAIGNERS, READERS, Right
from chalicelib.core.room import Personal, Room, Section
from chalicelib.core.words import DAYS, Word

READ_RULES = Right("touches.read_rules", "查看触达规则", "Read the rules for touches", READERS)
SET_RULES = Right("touches.set_rules", "设置接收上限、频次、静默时段", "Set quota, cap and quiet hours", CAMPAIGNERS)

ROOM = Room(
    name="touches",
    zh="触达规则",
    en="Whether and when a person may be reached",
    tag="touches",
    section=Section.REACH,
    flows=False,
    rights=(READ_RULES, SET_RULES),
    personal=(
        Personal(
            row="touched",
            fields=("hashes",),
            why_zh="不超过接收上限与频次上限",
            why_en="Nobody is written to more often than the quota and the cap allow",
            erased_zh="编号的八字节散列，不可还原，保留",
            erased_en="Hashes of ids in eight bytes, which lead back to nobody; they stay",
        ),
    ),
    words={
        "quota": Word("企业微信接收上限", "WeCom's receiving rule"),
        "cap": Word("频次上限", "frequency cap"),
        "count": Word("条数", "number of posts"),
        "days": Word("统计天数", "days", DAYS),
        "quiet_hours": Word("免打扰时段", "quiet hours"),
        "from": Word("开始时间", "from"),
        "to": Word("结束时间", "to"),
        "revision": Word("所见版本", "revision"),
    },
)
