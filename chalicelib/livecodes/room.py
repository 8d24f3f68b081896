"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import CAMPAIGNERS, READERS, Right
from chalicelib.core.room import Room, Section

MANAGE = Right("livecodes.manage", "渠道活码", "Live codes", CAMPAIGNERS)
READ = Right("livecodes.read", "渠道活码", "Live codes", READERS)

ROOM = Room(
    name="livecodes",
    zh="渠道活码",
    en="Live codes",
    flows=False,
    tag="live codes",
    section=Section.ACQUIRE,
    rights=(MANAGE, READ),
)
