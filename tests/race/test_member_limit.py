"""A member's limit holds however many requests they send at once, and one request has one answer."""

from __future__ import annotations

from tests.support.race.engine import Engine
from tests.support.race.rush import assert_fair, rush

ROUNDS = 3


def test_three_coupons_a_member_whatever_they_tap(engine: Engine) -> None:
    """Eight distinct requests at once, each sent twice: three coupons, and both copies of a request agree."""
    for _ in range(ROUNDS):
        template = engine.template(stock=100, buckets=4, per_member=3)
        taps = [("m1", f"r{number}") for number in range(8)] * 2
        outcomes = rush(engine, template, taps)
        assert_fair(engine, template, taps, outcomes)
        first, second = outcomes[:8], outcomes[8:]
        codes = [(a.value and a.value.code, b.value and b.value.code) for a, b in zip(first, second, strict=True)]
        assert all(one == other for one, other in codes)
        assert len([one for one, _ in codes if one]) == 3


def test_members_with_a_limit_share_a_short_stock_fairly(engine: Engine) -> None:
    """Six members with a limit of three want eighteen of ten: ten are issued, nobody has four."""
    template = engine.template(stock=10, buckets=4, per_member=3)
    taps = [(f"m{member}", f"r{member}-{tap}") for tap in range(5) for member in range(6)]
    assert_fair(engine, template, taps, rush(engine, template, taps))


def test_one_request_in_thirty_two_copies_is_one_coupon(engine: Engine) -> None:
    """A stuck button sends one request many times: every copy answers the same code."""
    template = engine.template(stock=100, buckets=4, per_member=3)
    outcomes = rush(engine, template, [("m1", "stuck")] * 32)
    assert len({outcome.value.code for outcome in outcomes}) == 1
    assert len(engine.count(template).coupons) == 1
