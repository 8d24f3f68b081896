"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import OWNERS, READERS, Right
from chalicelib.core.room import Room, Section
from chalicelib.core.words import Word

SEE = Right("asides.see", "查看搁置的企业微信消息", "See messages of WeCom that were set aside", READERS)
DECIDE = Right("asides.decide", "重新处理或忽略搁置消息", "Read set-aside messages again, or dismiss them", OWNERS)

ROOM = Room(
    name="asides",
    zh="搁置消息",
    en="Messages of WeCom that were kept and not acted on",
    tag="asides",
    section=Section.SETTINGS,
    flows=False,
    rights=(SEE, DECIDE),
    words={
        "ids": Word("搁置消息的编号", "ids of set-aside messages"),
    },
)
