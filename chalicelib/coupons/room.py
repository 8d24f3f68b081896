"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import CAMPAIGNERS, READERS, REDEEMERS, Right
from chalicelib.core.ops.catalogue import NORMAL, Metric
from chalicelib.core.room import Personal, Room, Section
from chalicelib.coupons.facts import CouponIssued, CouponRedeemed, CouponTemplateCreated

MANAGE = Right("coupons.manage", "创建优惠券", "Create coupons", CAMPAIGNERS)
READ = Right("coupons.read", "查看优惠券与库存", "Look at coupons and their stock", READERS)
REDEEM = Right("coupons.redeem", "核销优惠券", "Redeem coupons", REDEEMERS)

ROOM = Room(
    name="coupons",
    zh="优惠券",
    en="Coupons: templates, stock, claims, redemptions",
    tag="coupons",
    section=Section.PROMOTE,
    facts=(CouponTemplateCreated, CouponIssued, CouponRedeemed),
    rights=(MANAGE, READ, REDEEM),
    counted=(
        Metric(
            name="CouponsIssued",
            zh="发出的券",
            en="Coupons that were issued",
            no_page=NORMAL,
        ),
        Metric(
            name="CouponsRedeemed",
            zh="核销的券",
            en="Coupons that were redeemed",
            no_page=NORMAL,
        ),
    ),
    personal=(
        Personal(
            row="coupon",
            fields=("member_id", "redeemed_by"),
            why_zh="会员领取与使用自己的优惠券",
            why_en="A member claims and uses their own coupons",
            erased_zh="保留券与金额用于对账，会员编号不再指向任何人",
            erased_en="Coupon and amount stay for the books; the member's id leads to nobody any more",
        ),
    ),
)
