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
        "Aside.outline": Word("结构概要，内容以记号代替", "how it is built, with a mark in place of each text"),
        "Aside.bytes": Word("长度，字节", "how long it is, in bytes"),
        "Aside.received_at": Word("收到时间", "when it came"),
        "Aside.aside_at": Word("搁置时间", "when it was set aside"),
        "Outcome.gone": Word("已不在搁置中的消息", "those that are not set aside, or not any more"),
        "ids": Word("搁置消息的编号", "ids of set-aside messages"),
    },
)
