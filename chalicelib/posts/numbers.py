"""What is counted of posts and of the coupons that they led to; what staff confirmed and customers got, tasks count."""

from __future__ import annotations

from chalicelib.core.events.numbers import By, Derived, Number, Unit
from chalicelib.posts.facts import PostClaimedCoupon, PostPlanned, PostRedeemedCoupon, PostReversedCoupon

# A whole audience may claim in one minute, so their rows are spread.
CLAIMS, REDEMPTIONS, REVERSALS, NET = (
    "posts_claims",
    "posts_redemptions",
    "posts_redemptions_reversed",
    "posts_net_redemptions",
)

NUMBERS: tuple[Number | Derived, ...] = (
    Number(
        name="posts_targeted",
        zh="群发计划人数",
        en="Targeted by posts",
        means_zh="群发每次执行计划送达的对象数之和",
        means_en="Targets of posts, as each occurrence planned them",
        fact=PostPlanned,
        amount=lambda fact: fact.data.targeted,
        unit=Unit.PEOPLE,
        by=(By.POST,),
    ),
    Number(
        name=CLAIMS,
        zh="群发带来的领券",
        en="Claims that posts led to",
        means_zh="以群发为来源领取的、该群发所发的券",
        means_en="Coupons of a post that were claimed with the post as their source",
        fact=PostClaimedCoupon,
        by=(By.POST,),
        busy=True,
    ),
    Number(
        name=REDEMPTIONS,
        zh="群发带来的核销",
        en="Redemptions that posts led to",
        means_zh="因群发领取的券的核销，后来撤销的也算",
        means_en="Coupons that posts led to and that were used, also where that was undone later",
        fact=PostRedeemedCoupon,
        by=(By.POST,),
        busy=True,
    ),
    Number(
        name=REVERSALS,
        zh="群发带来的核销中撤销的",
        en="Of these redemptions, undone",
        means_zh="因群发领取的券的核销撤销，按撤销的时间",
        means_en="Redemptions of such coupons that were undone, when they were",
        fact=PostReversedCoupon,
        by=(By.POST,),
        busy=True,
    ),
    Derived(
        name=NET,
        zh="群发带来的净核销",
        en="Redemptions that posts led to, net",
        means_zh="因群发领取的券的核销减撤销",
        means_en="Redemptions that posts led to, without those that were undone",
        plus=(REDEMPTIONS,),
        minus=(REVERSALS,),
    ),
)
