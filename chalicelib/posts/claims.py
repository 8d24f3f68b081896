"""A member takes the coupon that a post has brought them."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.instance import Cache
from chalicelib.coupons import service as coupons
from chalicelib.coupons.ids import TemplateId
from chalicelib.coupons.shapes import Claimed, Claiming
from chalicelib.coupons.states import ClaimWay
from chalicelib.members.ids import MemberId
from chalicelib.posts import credit, occurrence_rows
from chalicelib.posts.errors import NotOffered
from chalicelib.posts.ids import PostId

LATEST = 50
# What went out stays so.
KEPT_SECONDS = 300
_offered: Cache[bool] = Cache(seconds=KEPT_SECONDS)


def claim(ctx: Ctx, post_id: PostId, template_id: TemplateId) -> Claimed:
    """A coupon of the template that a post names, for the acting member; its report counts it. 4 WU and no read warm.

    Whoever holds the link of the post may claim, also those it was forwarded to. A post may be changed until it goes
    out; what it has gone out with cannot, so that is what is asked. Cold: 1 RU per 4 KB of its latest times.
    Raises NotOffered, and what a claim raises.
    """
    if not _has_offered(ctx, post_id, template_id):
        raise NotOffered()
    claiming = Claiming(way=ClaimWay.POST, request=ctx.cause, source=f"{credit.SOURCE}{post_id}")
    return coupons.claim_once(ctx, template_id, MemberId(ctx.who), claiming)


def _has_offered(ctx: Ctx, post_id: PostId, template_id: TemplateId) -> bool:
    name = f"{ctx.corp}#{post_id}#{template_id}"
    if _offered.has(name):
        return True
    times = occurrence_rows.occurrences(ctx, post_id, LATEST)
    found = any(
        one.planned_at is not None and one.snapshot is not None and one.snapshot.coupon_template_id == template_id
        for one in times
    )
    if found:
        _offered.put(name, True)
    return found
