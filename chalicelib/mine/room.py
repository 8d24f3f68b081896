"""What this room declares."""

from __future__ import annotations

from chalicelib.core.room import Room
from chalicelib.core.words import Word

ROOM = Room(
    name="mine",
    zh="我的",
    en="What a customer sees of themselves",
    tag="mine",
    flows=False,
    words={
        "coupons": Word("优惠券", "coupons"),
        "adviser": Word("专属顾问", "adviser"),
        "store": Word("门店", "store"),
    },
)
