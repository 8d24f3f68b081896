"""A write that was applied although its reply was lost: asked again with the same request, the answer is the same."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError
from pynamodb.exceptions import PynamoDBException

from chalicelib.core.context import new_ctx
from chalicelib.core.errors import AppError, Conflict, NotFound
from chalicelib.core.ids import digest
from chalicelib.core.money import Fen
from chalicelib.coupons import service
from chalicelib.coupons.errors import AlreadyRedeemed
from chalicelib.coupons.ids import CouponCode
from chalicelib.coupons.shapes import NewTemplate, TemplateTerms
from chalicelib.members.ids import MemberId
from tests.support.claims import tap
from tests.support.race.crowd import crowd
from tests.support.race.engine import Engine
from tests.support.race.faults import lost_replies

ONE_REPLY = 1
ALL_REPLIES = 3
LOSSES = pytest.mark.parametrize("times", [ONE_REPLY, ALL_REPLIES])


def claim(engine: Engine, template: TemplateTerms, request: str = "r1", member: str = "m1") -> CouponCode:
    """One claim; its code."""
    return service.claim(engine.ctx(request, member), template.template_id, MemberId(member), tap(request)).code


def asked_until_answered(act: Callable[[], Any]) -> Any:
    """What a caller does who heard nothing, or only that something failed: ask again with the same request."""
    for _ in range(50):
        try:
            return act()
        except (Conflict, NotFound):
            raise
        except Exception:
            continue
    raise AssertionError("never answered")


def test_a_reply_that_never_comes_is_an_error_that_says_so(engine: Engine) -> None:
    """When the client has given up waiting, the error names the timeout and is not an accident of our own."""
    template = engine.template(5)
    with lost_replies(1, ALL_REPLIES), pytest.raises((PynamoDBException, ReadTimeoutError, AppError)):
        claim(engine, template)


@LOSSES
def test_a_claim_whose_reply_was_lost_is_one_coupon(engine: Engine, times: int) -> None:
    """Lost once or as often as the client waits, the request still answers one coupon, and one left the stock."""
    template = engine.template(5)
    with lost_replies(1, times) as tally:
        code = asked_until_answered(partial(claim, engine, template))
    count = engine.count(template)
    assert tally.hurt == times
    assert (count.left, [row["code"]["S"] for row in count.coupons]) == (4, [code])


@LOSSES
def test_the_last_coupon_whose_reply_was_lost_is_not_sold_out_to_its_owner(engine: Engine, times: int) -> None:
    """The owner of the last coupon who did not hear so asks again and gets it, though nothing is left."""
    template = engine.template(1)
    with lost_replies(1, times):
        code = asked_until_answered(partial(claim, engine, template))
    assert (engine.count(template).left, code) == (0, engine.count(template).coupons[0]["code"]["S"])


@LOSSES
def test_a_claim_on_the_second_bucket_survives_a_lost_reply(engine: Engine, times: int) -> None:
    """The first bucket refuses, the second gives and its reply is lost: one coupon, one from stock."""
    template = engine.template(2, buckets=2)
    start = digest("m1", template.template_id)[0] % 2
    engine.set_left(template, *[0 if bucket == start else 1 for bucket in range(2)])
    with lost_replies(2, times):
        code = asked_until_answered(partial(claim, engine, template))
    count = engine.count(template)
    assert (count.left, [row["code"]["S"] for row in count.coupons]) == (0, [code])


@LOSSES
def test_a_redeem_whose_reply_was_lost_tells_the_till_that_it_worked(engine: Engine, times: int) -> None:
    """The till that redeemed and did not hear so asks again with the same request: redeemed, not 'already redeemed'."""
    code = claim(engine, engine.template(1))
    redeem = partial(service.redeem, engine.ctx("till-1"), code, Fen(5000))
    with lost_replies(1, times) as tally:
        row = asked_until_answered(redeem)
    assert tally.hurt == times
    assert (row.code, bool(row.redeemed_at), row.order_amount) == (code, True, 5000)


def test_another_till_is_still_refused_after_a_lost_reply(engine: Engine) -> None:
    """What answers a till's own repeat must not answer a second till."""
    code = claim(engine, engine.template(1))
    with lost_replies(1, ALL_REPLIES), contextlib.suppress(Exception):
        service.redeem(engine.ctx("till-1"), code, Fen(5000))
    with pytest.raises(AlreadyRedeemed):
        service.redeem(engine.ctx("till-2"), code, Fen(5000))


@LOSSES
def test_a_template_whose_reply_was_lost_is_made_once(engine: Engine, times: int) -> None:
    """Under one Idempotency-Key, a template whose making was not heard of is answered, not made again."""
    new = NewTemplate(name="券", amount_off=1, threshold=0, stock=6, buckets=2)

    def create() -> Any:
        return service.create_template(new_ctx("demo", "operator:a", "r", seed="key-1", now=engine.at(0)), new)

    with lost_replies(1, times):
        made = asked_until_answered(create)
    assert len(engine.rows("main", "coupon_template")) == 1
    assert engine.count(made).left == 6


def test_a_rush_in_which_replies_get_lost_stays_exact(engine: Engine) -> None:
    """Forty replies of a rush are lost: every member who asks again has one coupon, and the stock adds up."""
    template = engine.template(20, buckets=4)
    acts = [
        partial(asked_until_answered, partial(claim, engine, template, f"r{number}", f"m{number}"))
        for number in range(30)
    ]
    with lost_replies(1, 40) as tally:
        outcomes = crowd(acts)
    count = engine.count(template)
    assert tally.hurt == 40
    assert (count.left, len(count.coupons), max(count.per_member().values())) == (0, 20, 1)
    assert {outcome.value for outcome in outcomes if outcome.value} == {row["code"]["S"] for row in count.coupons}
