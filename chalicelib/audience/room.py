"""What this room declares."""

from __future__ import annotations

from chalicelib.core.room import Personal, Room
from chalicelib.core.words import Word

ROOM = Room(
    name="audience",
    zh="受众",
    en="Who is meant",
    tag="audience",
    routes=False,
    personal=(
        Personal(
            row="audience_card",
            fields=("card",),
            why_zh="按标签、阶段、员工、活码选出收信人，不必逐一读取会员",
            why_en="Whom an audience means is decided from cards, without reading each member's rows",
            erased_zh="整行删除",
            erased_en="The row is deleted",
        ),
    ),
    words={
        "channel": Word("发送渠道", "channel"),
        "any_tags": Word("包含任一标签", "any of these tags"),
        "all_tags": Word("包含全部标签", "all of these tags"),
        "no_tags": Word("排除标签", "none of these tags"),
        "stages": Word("客户阶段", "customer stages"),
        "staff": Word("员工", "staff"),
        "live_codes": Word("来源活码", "live codes they came through"),
        "owners": Word("群主", "group owners"),
    },
)
