"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import CAMPAIGNERS, READERS, Right
from chalicelib.core.room import Room, Section

MANAGE = Right("groupbuys.manage", "拼团", "Group-buys", CAMPAIGNERS)
READ = Right("groupbuys.read", "拼团", "Group-buys", READERS)

ROOM = Room(
    name="groupbuys",
    zh="拼团",
    en="Group-buys",
    flows=False,
    tag="group-buys",
    section=Section.PROMOTE,
    rights=(MANAGE, READ),
)
