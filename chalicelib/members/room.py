"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import CAMPAIGNERS, READERS, Right
from chalicelib.core.room import Room, Section

MANAGE = Right("members.manage", "会员", "Members, their relations to staff, their tags", CAMPAIGNERS)
READ = Right("members.read", "会员", "Members, their relations to staff, their tags", READERS)

ROOM = Room(
    name="members",
    zh="会员",
    en="Members, their relations to staff, their tags",
    flows=False,
    tag="members",
    section=Section.CUSTOMERS,
    rights=(MANAGE, READ),
)
