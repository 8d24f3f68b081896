"""What is counted of coupons."""

from __future__ import annotations

from chalicelib.core.events.numbers import By, Derived, Number, Unit
from chalicelib.coupons.facts import CouponIssued, CouponRedeemed, CouponReversed

NUMBERS: tuple[Number | Derived, ...] = (
    Number(
        name="claims",
        zh="领券",
        en="Claims",
        means_zh="发到会员手中的优惠券，自己领取的与入会时发放的都算",
        means_en="Coupons that members got, by their own claim or when they joined",
        fact=CouponIssued,
        by=(By.TEMPLATE, By.STORE, By.CODE),
        busy=True,
    ),
    Number(
        name="redemptions",
        zh="核销",
        en="Redemptions",
        means_zh="用掉的优惠券，在门店核销的与线上订单用掉的都算；门店为核销的门店",
        means_en="Coupons that were used, at a till or by an order of ours; the store is where",
        fact=CouponRedeemed,
        amount=lambda fact: fact.data.amount_off,
        by=(By.TEMPLATE, By.STORE, By.CODE, By.STAFF),
    ),
    Number(
        name="redemptions_reversed",
        zh="撤销核销",
        en="Redemptions reversed",
        means_zh="撤销的核销，按撤销的时间计",
        means_en="Redemptions that were taken back, counted when they were",
        fact=CouponReversed,
        amount=lambda fact: fact.data.amount_off,
        by=(By.TEMPLATE, By.STORE, By.CODE, By.STAFF),
    ),
    Derived(
        name="net_redemptions",
        zh="净核销",
        en="Net redemptions",
        means_zh="核销减撤销核销",
        means_en="Redemptions without those that were reversed",
        plus=("redemptions",),
        minus=("redemptions_reversed",),
    ),
    Derived(
        name="discount",
        zh="优惠金额",
        en="Discount",
        means_zh="净核销的优惠券面额之和，单位分",
        means_en="What the redeemed coupons took off, without those that were reversed, in fen",
        plus=("redemptions",),
        minus=("redemptions_reversed",),
        unit=Unit.FEN,
    ),
)
