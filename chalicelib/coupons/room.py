"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import CAMPAIGNERS, READERS, REDEEMERS, Right
from chalicelib.core.room import Room, Section

MANAGE = Right("coupons.manage", "优惠券", "Coupons", CAMPAIGNERS)
READ = Right("coupons.read", "优惠券", "Coupons", READERS)
REDEEM = Right("coupons.redeem", "优惠券", "Coupons", REDEEMERS)

ROOM = Room(
    name="coupons",
    zh="优惠券",
    en="Coupons",
    flows=False,
    tag="coupons",
    section=Section.PROMOTE,
    rights=(MANAGE, READ, REDEEM),
)
