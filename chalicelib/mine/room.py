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
        "is_friend": Word("是否仍是好友", "whether somebody of the staff is a friend still"),
        "accepts_posts": Word("是否接收群发", "whether they want messages"),
        "session_ends_at": Word("登录到期时间", "when the session ends"),
        "address": Word("地址", "address"),
        "usable": Word("可用的券数", "coupons to use"),
        "after": Word("从哪里继续", "where the list goes on"),
        "mark": Word("页面的凭证", "what proves that the page was ours"),
        "act": Word("按下的按钮", "what was pressed"),
        "has_more": Word("是否还有更早的券", "whether there are older ones"),
    },
)
