"""What this room declares."""

from __future__ import annotations

from chalicelib.core.ops.catalogue import NORMAL, Level, LogEvent
from chalicelib.core.room import Room, Section
from chalicelib.core.words import Word

ROOM = Room(
    name="todo",
    zh="今日待办",
    en="What waits for whoever asks",
    tag="todo",
    section=Section.TODAY,
    flows=False,
    logged=(
        LogEvent(
            name="todo not read",
            zh="一类待办未能读取",
            en="A kind of what waits could not be read",
            level=Level.ERROR,
            fields=frozenset({"corp", "kind", "request_id"}),
            no_page=NORMAL,
        ),
    ),
    words={
        "count": Word("看到的数量，最多 25", "how many were seen, 25 at most"),
        "is_more": Word("可能还有更多", "whether there may be more"),
        "path": Word("全部列表的地址", "the list of all of them"),
        "note": Word("说明", "why, or a figure"),
        "note_en": Word("说明（英文）", "the same in English"),
        "first": Word("前五项", "the first five"),
    },
)
