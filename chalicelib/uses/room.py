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
        "Reach.recall": Word("撤回进度，未撤回时为 null", "how far its recall is; null while it was not recalled"),
        "Reach.out": Word("已收到的数量", "how many have it, as far as is known"),
        "Reach.is_settled": Word("数字是否已不再变化", "whether the numbers are final"),
        "Reach.posts": Word("使用它的群发", "the times that it was sent"),
        "reason": Word("撤回原因", "reason of the recall"),
    },
)
