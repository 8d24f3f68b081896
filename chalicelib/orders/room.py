"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import READERS, REDEEMERS, Right
from chalicelib.core.room import Room, Section

REDEEM = Right("orders.redeem", "订单", "Orders", REDEEMERS)
CHECK = Right("orders.check", "订单", "Orders", REDEEMERS | READERS)

ROOM = Room(
    name="orders",
    zh="订单",
    en="Orders",
    flows=False,
    tag="orders",
    section=Section.TRADE,
    rights=(REDEEM, CHECK),
)
