"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import CAMPAIGNERS, READERS, Right
from chalicelib.core.room import Personal, Room, Section

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
)
