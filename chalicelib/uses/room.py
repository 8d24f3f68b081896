"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import CAMPAIGNERS, GUARDIANS, READERS, Right
from chalicelib.core.room import Room, Section
from chalicelib.core.words import Word

READ = Right("uses.read", "查看素材版本发到了哪里", "See how far a version of content has come", READERS)
RENEW = Right(
    "uses.renew",
    "让使用素材的群发都改用新版本",
    "Have all who use an item use its new version",
    CAMPAIGNERS,
)
RECALL = Right(
    "uses.recall",
    "撤回已通过的版本，并撤回其未发送的群发任务",
    "Recall an approved version, and take back what is unsent of it",
    GUARDIANS,
)

ROOM = Room(
    name="uses",
    zh="素材的使用",
    en="What uses content, and its recall",
    tag="uses",
    section=Section.REACH,
    flows=False,
    rights=(READ, RENEW, RECALL),
    words={
        "reason": Word("撤回原因", "reason of the recall"),
    },
)
