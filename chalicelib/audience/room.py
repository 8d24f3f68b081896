"""What this room declares."""

from __future__ import annotations

from chalicelib.core.room import Personal, Room

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
)
