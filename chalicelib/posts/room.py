"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import CAMPAIGNERS, READERS, Right
from chalicelib.core.room import Room, Section

MANAGE = Right("posts.manage", "定时群发", "Scheduled posts", CAMPAIGNERS)
READ = Right("posts.read", "定时群发", "Scheduled posts", READERS)

ROOM = Room(
    name="posts",
    zh="定时群发",
    en="Scheduled posts",
    flows=False,
    tag="posts",
    section=Section.REACH,
    rights=(MANAGE, READ),
)
