"""What this room declares."""

from __future__ import annotations

from chalicelib.catalogue import facts
from chalicelib.core.http.rights import CAMPAIGNERS, READERS, Right
from chalicelib.core.room import Room, Section

MANAGE = Right("catalogue.manage", "创建商品与规格、补货", "Create products and SKUs, and add stock", CAMPAIGNERS)
READ = Right("catalogue.read", "查看商品、规格与库存", "Read products, SKUs and their stock", READERS)

ROOM = Room(
    name="catalogue",
    zh="货盘",
    en="Products, SKUs and stock",
    tag="catalogue",
    section=Section.PROMOTE,
    facts=(facts.ProductCreated, facts.SkuRestocked),
    rights=(MANAGE, READ),
)
