"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import READERS, Right
from chalicelib.core.ops.catalogue import NORMAL, Metric
from chalicelib.core.room import Room, Section
from chalicelib.core.words import PIECES, Word

READ = Right(
    "shop.read", "查看小店订单与会员的购买情况", "Read the orders of the shop, and what members bought", READERS
)

ROOM = Room(
    name="shop",
    zh="小店",
    en="Shop",
    tag="shop",
    section=Section.TRADE,
    rights=(READ,),
    counted=(
        Metric(
            name="ShopOrders",
            zh="小店下单数",
            en="Orders that were placed in the shop",
            no_page=NORMAL,
        ),
    ),
    words={
        "coupons": Word("优惠券", "coupons"),
        "orders": Word("订单", "orders"),
        "has_more_coupons": Word("还有更多优惠券", "whether there are more coupons"),
        "has_more_orders": Word("还有更多订单", "whether there are more orders"),
        "store_id": Word("门店", "store"),
        "sku_id": Word("商品规格", "item"),
        "quantity": Word("购买数量", "quantity", PIECES),
        "coupon_code": Word("券码", "coupon code"),
    },
)
