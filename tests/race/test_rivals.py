"""What a rival does between two steps of a claim never costs a coupon and never tells a lie."""

from __future__ import annotations

import pytest

from chalicelib.core.ids import digest
from chalicelib.core.storage import stock
from chalicelib.coupons import service, store
from chalicelib.coupons.errors import AlreadyClaimed, SoldOut
from chalicelib.coupons.ids import CouponCode
from chalicelib.coupons.shapes import TemplateTerms
from chalicelib.members.ids import MemberId
from tests.support.claims import tap
from tests.support.race.engine import Engine
from tests.support.race.rivals import between

WALK = (store, "claim")
EXACT = (stock, "levels")


def claim(engine: Engine, template: TemplateTerms, member: str = "m0", request: str = "mine") -> CouponCode:
    """One claim; its code."""
    return service.claim(engine.ctx(request, member), template.template_id, MemberId(member), tap(request)).code


def test_the_last_coupon_taken_between_two_steps_of_the_walk_is_a_clean_sold_out(engine: Engine) -> None:
    """A member who walks on to the bucket whose last coupon has just gone is told so, and nothing goes negative."""
    template = engine.template(2, buckets=2)
    start = _start_of("m0", template)
    engine.set_left(template, *[0 if bucket == start else 1 for bucket in range(2)])
    with between(WALK, WALK, lambda: claim(engine, template, "rival", "theirs")) as rival, pytest.raises(SoldOut):
        claim(engine, template)
    count = engine.count(template)
    assert (count.left, [row["code"]["S"] for row in count.coupons]) == (0, rival)


def _start_of(member: str, template: TemplateTerms) -> int:
    return int(digest(member, store.stock_of(template).name)[0] % int(template.buckets))


def _only_far_bucket(engine: Engine, template: TemplateTerms, left: int) -> None:
    """Leave stock only in the bucket that m0's walk does not reach."""
    far = (_start_of("m0", template) + 5) % int(template.buckets)
    engine.set_left(template, *[left if bucket == far else 0 for bucket in range(int(template.buckets))])


def test_sold_out_is_never_said_while_a_bucket_off_the_walk_has_stock(engine: Engine) -> None:
    """The walk tries four of eight buckets; the fifth's coupon is found by an exact look, and nothing is cached."""
    template = engine.template(8, buckets=8)
    _only_far_bucket(engine, template, left=2)
    claim(engine, template)
    claim(engine, template, "m1", "theirs")
    with pytest.raises(SoldOut):
        claim(engine, template, "m2", "late")


def test_a_rival_who_takes_one_of_two_far_coupons_leaves_the_other(engine: Engine) -> None:
    """Between the walk and the exact look a rival takes a coupon; the one that is left is still given."""
    template = engine.template(8, buckets=8)
    _only_far_bucket(engine, template, left=2)
    with between(WALK, EXACT, lambda: claim(engine, template, "rival", "theirs")) as rival:
        mine = claim(engine, template)
    assert mine not in rival
    assert engine.count(template).left == 0


def test_a_rival_who_takes_the_last_coupon_after_the_exact_look_is_believed(engine: Engine) -> None:
    """Levels read a moment ago may be stale: the write decides, and the loser is told sold out."""
    template = engine.template(8, buckets=8)
    _only_far_bucket(engine, template, left=1)
    with between(EXACT, WALK, lambda: claim(engine, template, "rival", "theirs")), pytest.raises(SoldOut):
        claim(engine, template)
    assert (engine.count(template).left, len(engine.count(template).coupons)) == (0, 1)


def test_a_request_that_overtakes_itself_answers_the_same_coupon_twice(engine: Engine) -> None:
    """The same request sent twice at once, one winning the last coupon: the other answers that coupon, not sold out."""
    template = engine.template(8, buckets=8)
    _only_far_bucket(engine, template, left=1)
    with between(WALK, EXACT, lambda: claim(engine, template), nth=4) as twin:
        mine = claim(engine, template)
    assert [mine] == twin


def test_a_member_who_got_the_last_coupon_elsewhere_is_told_they_have_it(engine: Engine) -> None:
    """The same member's other tap wins the last coupon meanwhile: already claimed is the truth, sold out is not."""
    template = engine.template(8, buckets=8)
    _only_far_bucket(engine, template, left=1)
    other = between(WALK, EXACT, lambda: claim(engine, template, "m0", "other tap"), nth=4)
    with other, pytest.raises(AlreadyClaimed):
        claim(engine, template)
