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
        "Aside.aside_at": Word("最近一次搁置的时间", "when it was set aside last"),
        "Aside.standing": Word("现在的情况", "what became of it"),
        "AsideQuery.ids": Word("只看这些编号的消息", "these messages alone, by their ids"),
        "Dismissal.undo": Word("是否撤销忽略，放回列表", "true to take a dismissal back"),
        "Outcome.gone": Word("已不在搁置中的消息", "those that are not set aside, or not any more"),
        "ids": Word("搁置消息的编号", "ids of set-aside messages"),
    },
)
