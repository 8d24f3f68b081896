"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import OWNERS, Right
from chalicelib.core.ops.catalogue import Level, LogEvent
from chalicelib.core.room import Room, Section
from chalicelib.core.words import Word

SEE = Right("setup.see", "查看并重测企业的接入", "See how the corp is connected, and test it again", OWNERS)

ROOM = Room(
    name="setup",
    zh="接入检查",
    en="What connects a corp with WeCom, WeChat and WeChat Pay, and how to mend it",
    tag="setup",
    section=Section.SETTINGS,
    flows=False,
    rights=(SEE,),
    logged=(
        LogEvent(
            name="setup check failed",
            level=Level.WARNING,
            zh="一项接入检查遇到意外错误，显示为未知",
            en="A setup check met an error that nobody foresaw, and is shown as not known",
            fields=frozenset({"corp", "kind", "cause", "request_id"}),
            no_page="the line itself says what to do, and the others are shown all the same",
        ),
    ),
    words={
        "checks": Word("要重测的项目", "what to test again"),
        "check": Word("检查项目", "what is checked"),
        "checked_at": Word("上次检查时间，未检查为 null", "when somebody looked last, null before"),
        "count": Word("数量，不计数的为 null", "how many, null where nothing is counted"),
        "why_zh": Word("原因（中文）", "why, in Chinese"),
        "why_en": Word("原因（英文）", "why, in English"),
        "mend_zh": Word("处理办法（中文），不需处理为空", "how to mend it, in Chinese, '' for nothing"),
        "mend_en": Word("处理办法（英文），不需处理为空", "how to mend it, in English, '' for nothing"),
        "progress": Word(
            "首次导入的进度，不在导入时为 null", "how far the first import is, null when it is not under way"
        ),
        "callback_url": Word("填到企业微信后台的回调地址", "the callback address for WeCom's console"),
    },
)
