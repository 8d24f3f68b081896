"""What this room declares."""

from __future__ import annotations

from chalicelib.core.ops.catalogue import NORMAL, Level, LogEvent
from chalicelib.core.room import Room, Section

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
)
