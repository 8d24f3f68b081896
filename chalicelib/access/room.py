"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import OWNERS, Right
from chalicelib.core.room import Room, Section

OWN = Right("access.own", "后台角色", "Operators and their roles", OWNERS)

ROOM = Room(
    name="access",
    zh="后台角色",
    en="Operators and their roles",
    flows=False,
    tag="access",
    section=Section.SETTINGS,
    rights=(OWN,),
)
