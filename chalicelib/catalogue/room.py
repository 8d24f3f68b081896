"""What this room declares."""

from __future__ import annotations

from chalicelib.catalogue import facts
from chalicelib.core.http.rights import ADVISERS, CAMPAIGNERS, Right
from chalicelib.core.room import Room, Section
from chalicelib.core.words import FEN, PIECES, Word

CREATE = Right("catalogue.create", "创建商品与规格", "Create products and SKUs", CAMPAIGNERS)
EDIT = Right("catalogue.edit", "修改商品、补货", "Change products, and add stock", CAMPAIGNERS)
READ = Right("catalogue.read", "查看商品、规格与库存", "Read products, SKUs and their stock", ADVISERS)

ROOM = Room(
    name="catalogue",
    zh="货盘",
    en="Products, SKUs and stock",
    tag="catalogue",
    section=Section.PROMOTE,
    facts=(facts.ProductCreated, facts.ProductEdited, facts.ProductMoved, facts.SkuPriced, facts.SkuRestocked),
    rights=(CREATE, EDIT, READ),
    words={
        "PriceChange.by": Word("改价人；系统修改时为 null", "who changed it; null for the system"),
        "is_sold_out": Word("是否售罄", "whether it is sold out"),
        "name": Word("名称", "name"),
        "q": Word("名称", "part of the name"),
        "state": Word("上下架", "on the shelf or off"),
        "category": Word("分类", "category"),
        "categories": Word("分类", "categories"),
        "role": Word("商品角色：引流、利润、拓展", "role: lead, profit, expand"),
        "sku_id": Word("规格编号", "SKU id"),
        "revision": Word("修订号", "revision"),
        "summary": Word("简介", "summary"),
        "picture_url": Word("图片链接", "picture link"),
        "skus": Word("规格", "SKUs"),
        "list_price": Word("原价", "list price", FEN),
        "private_price": Word("私域价", "private price", FEN),
        "stock": Word("库存", "stock", PIECES),
        "quantity": Word("入库数量", "quantity", PIECES),
        "buckets": Word("库存分片数", "stock buckets"),
    },
)
