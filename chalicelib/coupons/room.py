"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import ADVISERS, CAMPAIGNERS, REDEEMERS, Right, Role
from chalicelib.core.ops.catalogue import NORMAL, Metric
from chalicelib.core.room import Personal, Room, Section
from chalicelib.core.words import DAYS, FEN, Unit, Word
from chalicelib.coupons.facts import (
    CouponIssued,
    CouponRedeemed,
    CouponReversed,
    CouponTemplateCreated,
    CouponTemplateEdited,
    CouponTemplateEnded,
    CouponTemplateOpened,
    CouponTemplatePaused,
    CouponTemplateResumed,
    CouponVoided,
)
from chalicelib.coupons.numbers import NUMBERS

CREATE = Right("coupons.create", "创建优惠券", "Create coupons", CAMPAIGNERS)
EDIT = Right("coupons.edit", "修改优惠券", "Change coupons", CAMPAIGNERS)
END = Right(
    "coupons.end", "暂停、恢复、提前结束优惠券的领取", "Pause and resume claiming, and let it end earlier", CAMPAIGNERS
)
GRANT = Right("coupons.grant", "给会员发券", "Give a member a coupon", CAMPAIGNERS)
# They read codes, and whoever shows one at a till is given what it is worth.
HOLDERS = Right(
    "coupons.holders",
    "查看谁领了券、谁核销了券（含券码）",
    "See who holds coupons and who redeemed them, with their codes",
    CAMPAIGNERS | {Role.SERVICE},
)
MEND = Right("coupons.mend", "作废、补发一张券", "Take a coupon back, or issue another in its place", CAMPAIGNERS)
READ = Right("coupons.read", "查看优惠券与库存", "Look at coupons and their stock", ADVISERS)
REDEEM = Right("coupons.redeem", "核销优惠券", "Redeem coupons", REDEEMERS)
REVERSE = Right(
    "coupons.reverse",
    "撤销他人的核销，或超过 10 分钟的核销",
    "Reverse a redemption of somebody else, or after 10 minutes",
    frozenset({Role.OWNER, Role.SERVICE}),
)

ROOM = Room(
    name="coupons",
    zh="优惠券",
    en="Coupons: templates, stock, claims, redemptions",
    tag="coupons",
    section=Section.PROMOTE,
    facts=(
        CouponTemplateCreated,
        CouponTemplateOpened,
        CouponTemplateEdited,
        CouponTemplatePaused,
        CouponTemplateResumed,
        CouponTemplateEnded,
        CouponIssued,
        CouponRedeemed,
        CouponReversed,
        CouponVoided,
    ),
    numbers=NUMBERS,
    rights=(CREATE, EDIT, END, GRANT, MEND, HOLDERS, READ, REDEEM, REVERSE),
    public=("/k/{entry}",),
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
        Metric(
            name="RedemptionsReversed",
            zh="撤销的核销",
            en="Redemptions that were reversed",
            no_page=NORMAL,
        ),
        Metric(
            name="CouponCodesWrong",
            zh="收银台输入的、不存在的券码",
            en="Codes that a till asked for and no coupon has",
            dimensions=frozenset({"stage"}),
            alarm="wrong-codes",
            page="wrong-codes",
        ),
    ),
    personal=(
        Personal(
            row="coupon",
            fields=("member_id", "redeemed_by", "undone", "given_for"),
            why_zh="会员领取与使用自己的优惠券",
            why_en="A member claims and uses their own coupons",
            erased_zh="保留券与金额用于对账，会员编号不再指向任何人",
            erased_en="Coupon and amount stay for the books; the member's id leads to nobody any more",
        ),
    ),
    words={
        "TemplateWithStock.issued": Word("已发放数量", "how many were issued"),
        "store_id": Word("门店", "store"),
        "name": Word("券名称", "coupon's name"),
        "usage": Word("使用说明", "how to use it"),
        "q": Word("名称", "part of the name"),
        "state": Word("状态", "state"),
        "way": Word("领取方式", "way to claim"),
        "maker": Word("创建人", "maker"),
        "reason": Word("原因", "reason"),
        "owner": Word("持有人姓名的第一个字", "first sign of the owner's name"),
        "can_redeem": Word("可以核销", "it can be redeemed"),
        "why": Word("不能核销的原因", "why it cannot be redeemed"),
        "missing": Word("距门槛还差", "what is missing to the threshold", FEN),
        "redemption": Word("核销情况", "its redemption"),
        "undone": Word("撤销过的核销", "redemptions that were reversed"),
        "RedeemedAt.by": Word("核销人", "who redeemed it"),
        "is_own": Word("本人核销", "redeemed by oneself"),
        "can_reverse": Word("您可以撤销", "you may reverse it"),
        "reversible_until": Word("本人可撤销到", "until when oneself may reverse it"),
        "reversed_at": Word("撤销时间", "when it was reversed"),
        "yuan": Word("订单金额（元）", "order amount in yuan"),
        "tapped_at": Word("收银员按下的时间", "when the clerk pressed"),
        "revision": Word("修订号", "revision"),
        "amount_off": Word("优惠金额", "amount off", FEN),
        "threshold": Word("使用门槛", "threshold", FEN),
        "stock": Word("发放总量", "number of coupons", Unit("张", "coupons")),
        "per_member": Word("每人限领", "coupons a member", Unit("张", "coupons")),
        "valid_days": Word("领取后有效天数", "days it is valid", DAYS),
        "claim_from": Word("领取开始时间", "claims begin"),
        "claim_until": Word("领取结束时间", "claims end"),
        "claimable_by": Word("领取方式", "ways to claim"),
        "member_id": Word("会员", "member"),
        "buckets": Word("库存分片数", "stock buckets"),
        "claimed": Word("本人已领张数", "how many they have had"),
        "why_not": Word("不能领取的原因", "why it cannot be claimed"),
        "issued_at": Word("领取时间", "when it was claimed"),
        "source": Word("领取来源", "source of the claim"),
        "code": Word("券码", "coupon code"),
        "order_amount": Word("订单金额", "order amount", FEN),
    },
)
