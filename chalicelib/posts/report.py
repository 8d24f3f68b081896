"""What became of a post, summed over its facts."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from chalicelib.core.context import Ctx
from chalicelib.core.events.facts import Fact, FactData, after, count, timeline, write
from chalicelib.core.instance import Cache
from chalicelib.core.moments import Moment
from chalicelib.coupons.facts import CouponIssued, CouponRedeemed
from chalicelib.coupons.ids import TemplateId
from chalicelib.members.ids import MemberId
from chalicelib.posts import store
from chalicelib.posts.facts import (
    CouponOfPost,
    OccurrenceEnded,
    PostClaimed,
    PostClaimedCoupon,
    PostPlanned,
    PostRedeemedCoupon,
)
from chalicelib.posts.ids import PostId
from chalicelib.posts.shapes import Report
from chalicelib.tasks import service as tasks
from chalicelib.tasks.facts import TaskClosed, TaskConfirmed, TaskCreated
from chalicelib.tasks.states import Outcome

SOURCE = "post:"
_templates: Cache[TemplateId | None] = Cache()


def note_claim(ctx: Ctx, fact: Fact[CouponIssued]) -> None:
    """After a coupon was issued: if a post led to it, the post's report counts it. 1 WU, no read when warm."""
    _note(ctx, fact, PostClaimedCoupon, "claims")


def note_redemption(ctx: Ctx, fact: Fact[CouponRedeemed]) -> None:
    """After a coupon was redeemed: the same for its use."""
    _note(ctx, fact, PostRedeemedCoupon, "redemptions")


def _note(ctx: Ctx, fact: Fact[CouponIssued] | Fact[CouponRedeemed], kind: type[CouponOfPost], counted: str) -> None:
    """A fact of its own, whose id follows from the coupon's: told twice it is counted once.

    A member may send any source; only that of a post of this corp which names the template counts.
    """
    coupon = fact.data
    post_id = PostId(coupon.source.removeprefix(SOURCE))
    if not coupon.source.startswith(SOURCE) or _template_of(ctx, post_id) != coupon.coupon_template:
        return
    data = kind(post=post_id, member=MemberId(fact.about), coupon=coupon.coupon, coupon_template=coupon.coupon_template)
    write([after(ctx, fact, f"post#{post_id}#{counted}", data)])


def _template_of(ctx: Ctx, post_id: PostId) -> TemplateId | None:
    def load() -> TemplateId | None:
        row = store.post(ctx, post_id)
        return row.coupon_template_id if row else None

    return _templates.get(f"{ctx.corp}#{post_id}", load)


class Sums(msgspec.Struct, frozen=True):
    """Targets of an occurrence that WeCom took a task for, whose sender confirmed, and by what became of them."""

    created: int
    confirmed: int
    counts: dict[str, int]


def report(ctx: Ctx, post_id: PostId) -> Report:
    """The sum of a post's facts. An occurrence that is over told its sums; of an open one its tasks' facts are read."""
    claimed: set[Moment] = set()
    planned: dict[Moment, PostPlanned] = {}
    ended: dict[Moment, Sums] = {}
    for fact in _all(ctx, f"post#{post_id}"):
        match fact.data:
            case PostClaimed(at=at):
                claimed.add(at)
            case PostPlanned(at=at) as data:
                planned[at] = data
            case OccurrenceEnded(at=at) as data:
                ended[at] = Sums(data.created, data.confirmed, data.counts)
    sums = [ended.get(at) or _of_tasks(ctx, post_id, at) for at in planned]
    counts = tasks.summed([*(some.counts for some in sums), *(data.excluded for data in planned.values())])
    return Report(
        post_id=post_id,
        occurrences=len(claimed),
        closed=len(ended),
        targeted=sum(data.targeted for data in planned.values()),
        created=sum(some.created for some in sums),
        confirmed=sum(some.confirmed for some in sums),
        delivered=counts.pop(Outcome.DELIVERED, 0),
        refused=counts,
        claims=count(ctx, f"post#{post_id}#claims"),
        redemptions=count(ctx, f"post#{post_id}#redemptions"),
    )


def _of_tasks(ctx: Ctx, post_id: PostId, at: Moment) -> Sums:
    """What the tasks of an open occurrence have told so far."""
    created = confirmed = 0
    counts = []
    for fact in _all(ctx, f"post#{post_id}#{at}"):
        match fact.data:
            case TaskCreated() as data:
                created += data.targets - data.left_out
            case TaskConfirmed() as data:
                confirmed += data.targets
            case TaskClosed() as data:
                counts.append(data.counts)
    return Sums(created, confirmed, tasks.summed(counts))


def _all(ctx: Ctx, subject: str) -> Iterator[Fact[FactData]]:
    cursor = ""
    while True:
        page = timeline(ctx, subject, 100, cursor)
        yield from page.items
        cursor = page.cursor
        if not cursor:
            return
