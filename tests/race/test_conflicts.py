"""A collision with a rival's transaction is tried again; one that never ends becomes an answer, not a hang."""

from __future__ import annotations

import time

import pytest

from chalicelib.core.errors import TooBusy
from chalicelib.core.moments import Moment
from chalicelib.core.money import Fen
from chalicelib.core.storage import stock
from chalicelib.coupons import service, store
from chalicelib.coupons.ids import CouponCode
from chalicelib.coupons.shapes import TemplateTerms
from chalicelib.members.ids import MemberId
from tests.support.claims import tap
from tests.support.race.engine import Engine
from tests.support.race.faults import conflicting_updates, conflicts


def claim(engine: Engine, template: TemplateTerms, request: str = "r1") -> CouponCode:
    """One claim by m1; its code."""
    return service.claim(engine.ctx(request, "m1"), template.template_id, MemberId("m1"), tap(request)).code


@pytest.fixture
def no_pause(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses between attempts, noted instead of slept."""
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    return pauses


@pytest.mark.parametrize("code", ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"])
def test_a_claim_that_collides_is_tried_again_and_issued_once(engine: Engine, no_pause: list[float], code: str) -> None:
    """Three collisions, then the coupon: one issued, one taken from stock, and a pause before each new attempt."""
    template = engine.template(5)
    with conflicts(3, code) as tally:
        claimed = claim(engine, template)
    count = engine.count(template)
    assert (count.left, [row["code"]["S"] for row in count.coupons]) == (4, [claimed])
    assert (tally.met, len(no_pause)) == (4, 3)


def test_collisions_without_end_become_too_busy_and_cost_nothing(engine: Engine, no_pause: list[float]) -> None:
    """A claim that keeps colliding is given up soon: TooBusy, stock untouched, and a later try works."""
    template = engine.template(5)
    with conflicts(1000) as tally, pytest.raises(TooBusy):
        claim(engine, template)
    assert tally.met <= 10
    assert (engine.count(template).left, engine.count(template).coupons) == (5, [])
    claim(engine, template)
    assert engine.count(template).left == 4


def test_pauses_between_attempts_are_short_enough_for_a_person_who_waits(engine: Engine, no_pause: list[float]) -> None:
    """All pauses of a claim that is given up add up to less than two seconds."""
    template = engine.template(5)
    with conflicts(1000), pytest.raises(TooBusy):
        claim(engine, template)
    assert 0 < sum(no_pause) < 2


def test_a_refusal_is_never_tried_again(engine: Engine) -> None:
    """A condition that does not hold will not hold a moment later: one attempt a bucket, no retry."""
    template = engine.template(1)
    claim(engine, template)
    coupon = store.new_coupon(
        engine.ctx("r2", "m2"), template, MemberId("m2"), 1, tap("r2"), Moment("2027-01-01T00:00:00.000Z")
    )
    with conflicts(0) as tally, pytest.raises(stock.BucketEmpty):
        store.claim(engine.ctx("r2", "m2"), template, coupon, 0)
    assert tally.met == 1


def test_a_template_that_collides_is_made_once(engine: Engine, no_pause: list[float]) -> None:
    """Collisions while a template is made do not make a second one or a second stock."""
    with conflicts(2):
        template = engine.template(9, buckets=3)
    assert stock.levels(engine.ctx(), store.stock_of(template)) == [3, 3, 3]
    assert len(engine.rows("main", "coupon_template")) == 1


def test_a_redeem_that_collides_answers_too_busy_and_can_be_repeated(engine: Engine) -> None:
    """A till whose update meets a running transaction is told to try again, and the next try redeems."""
    code = claim(engine, engine.template(1))
    with conflicting_updates(1), pytest.raises(TooBusy):
        service.redeem(engine.ctx("till"), code, Fen(5000))
    assert service.redeem(engine.ctx("till"), code, Fen(5000)).redeemed_at
