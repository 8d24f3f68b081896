"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import OWNERS, REDEEMERS, Right
from chalicelib.core.room import Personal, Room, Section
from chalicelib.core.words import FEN, Word
from chalicelib.till.errands import TellScan

DAY = Right("till.day", "查看自己一天的核销与提货", "See what oneself redeemed and handed out on a day", REDEEMERS)
MENU = Right("till.menu", "把扫码核销放进应用菜单", "Put the scan into the app's menu", OWNERS)

ROOM = Room(
    name="till",
    zh="收银台",
    en="The till: a clerk's day and the page on their phone",
    tag="till",
    section=Section.TRADE,
    errands=(TellScan,),
    rights=(DAY, MENU),
    public=("/till", "/till/{file}"),
    personal=(
        Personal(
            row="till_act",
            fields=("thing", "by"),
            why_zh="店员核对自己一天的核销与提货，并撤销误核销的券",
            why_en="A clerk checks what they redeemed and handed out on a day, and takes slips back",
            erased_zh="40 天后整行删除；其中没有会员编号",
            erased_en="The row is deleted after 40 days; it names no member",
        ),
    ),
    words={
        "day": Word("日期", "day"),
        "redeemed": Word("核销合计", "redemptions in all"),
        "reversed": Word("撤销合计", "reversals in all"),
        "picked_up": Word("提货笔数", "orders that were handed out"),
        "acts": Word("逐笔", "one by one"),
        "count": Word("笔数", "how many"),
        "off": Word("优惠金额", "amount off", FEN),
        "order_amount": Word("订单金额", "order amount", FEN),
        "code": Word("券码", "coupon code"),
        "at": Word("时间", "when"),
        "by": Word("撤销人", "who reversed it"),
        "undo_until": Word("可撤销到", "until when it may be reversed"),
        "is_new": Word("刚加上", "it was put there just now"),
        "buttons": Word("菜单按钮", "what the menu says"),
    },
)
