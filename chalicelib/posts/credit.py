"""Claims and redemptions that a post led to, and those that were reversed.

Each is a fact of the post's own, which is counted as it comes (`numbers.py`).
"""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.events.facts import Fact, after, busy, write
from chalicelib.core.instance import Cache
from chalicelib.coupons.facts import CouponIssued, CouponRedeemed, CouponReversed
from chalicelib.coupons.ids import TemplateId
from chalicelib.members.ids import MemberId
from chalicelib.posts import store
from chalicelib.posts.facts import CouponOfPost, PostClaimedCoupon, PostRedeemedCoupon, PostReversedCoupon
from chalicelib.posts.ids import PostId

SOURCE = "post:"
CLAIMS, REDEMPTIONS, REVERSALS = "claims", "redemptions", "reversals"
# Which facts of coupons are a post's too.
Followed = Fact[CouponIssued] | Fact[CouponRedeemed] | Fact[CouponReversed]
_templates: Cache[TemplateId | None] = Cache()


def subject(post_id: PostId, counted: str) -> str:
    """Whose facts they are; a busy subject, since a whole audience may claim in one minute."""
    return f"post#{post_id}#{counted}"


def note_claim(ctx: Ctx, fact: Fact[CouponIssued]) -> None:
    """After a coupon was issued: if a post led to it, the post's report counts it. 1 WU, no read when warm."""
    _note(ctx, fact, PostClaimedCoupon, CLAIMS)


def note_redemption(ctx: Ctx, fact: Fact[CouponRedeemed]) -> None:
    """After a coupon was redeemed: the same for its use."""
    _note(ctx, fact, PostRedeemedCoupon, REDEMPTIONS)


def note_reversal(ctx: Ctx, fact: Fact[CouponReversed]) -> None:
    """After a redemption was reversed: it counts no more."""
    _note(ctx, fact, PostReversedCoupon, REVERSALS)


def _note(ctx: Ctx, fact: Followed, kind: type[CouponOfPost], counted: str) -> None:
    """A fact of its own, whose id and place follow from the coupon's: told twice it is counted once.

    A member may send any source; only that of a post of this corp which names the template counts.
    """
    coupon = fact.data
    post_id = PostId(coupon.source.removeprefix(SOURCE))
    if not coupon.source.startswith(SOURCE) or _template_of(ctx, post_id) != coupon.coupon_template:
        return
    data = kind(post=post_id, member=MemberId(fact.about), coupon=coupon.coupon, coupon_template=coupon.coupon_template)
    write([after(ctx, fact, busy(subject(post_id, counted), fact.at, fact.id), data)])


def _template_of(ctx: Ctx, post_id: PostId) -> TemplateId | None:
    def load() -> TemplateId | None:
        row = store.post(ctx, post_id)
        return row.coupon_template_id if row else None

    return _templates.get(f"{ctx.corp}#{post_id}", load)
