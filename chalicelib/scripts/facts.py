"""What happens to a script."""

from __future__ import annotations

from chalicelib.content.ids import ContentId
from chalicelib.core.events.facts import FactData, fact
from chalicelib.core.ids import UserId
from chalicelib.members.ids import MemberId


@fact(
    "script.used",
    zh="员工 {staff} 使用了话术（第 {content_version} 版）",
    en="{staff} used a script (version {content_version})",
    sample={
        "content": "01KAJ7XBH0M7Q2S5V8Y1B4D6G9",
        "content_version": 2,
        "staff": "liming",
        "member": "m4c0ffee",
        "category": "报价",
    },
)
class ScriptUsed(FactData, frozen=True, kw_only=True):
    """A member of staff took a script to say it. member: to whom, '' where they did not tell. category: the script's
    own of that time.
    """

    content: ContentId
    content_version: int
    staff: UserId
    member: MemberId
    category: str
