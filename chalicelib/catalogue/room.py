"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import CAMPAIGNERS, READERS, Right
from chalicelib.core.room import Room, Section

MANAGE = Right("catalogue.manage", "货盘", "Products, SKUs and stock", CAMPAIGNERS)
READ = Right("catalogue.read", "货盘", "Products, SKUs and stock", READERS)

ROOM = Room(
    name="catalogue",
    zh="货盘",
    en="Products, SKUs and stock",
    flows=False,
    tag="catalogue",
    section=Section.PROMOTE,
    rights=(MANAGE, READ),
)
