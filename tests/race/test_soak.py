"""The same races for minutes: rare timings need many tries."""

from __future__ import annotations

from functools import partial

import pytest

from chalicelib.platforms.wecom import token
from tests.race.platform import Platform
from tests.support.race.crowd import crowd
from tests.support.race.engine import Engine
from tests.support.race.faults import conflicts, lost_replies
from tests.support.race.processes import Workers
from tests.support.race.rush import LOSSES, assert_fair, double_taps, insistent, rush

pytestmark = pytest.mark.soak


@pytest.mark.parametrize("buckets", [1, 4, 8, 16])
@pytest.mark.parametrize("stock", [1, 2, 7, 100])
def test_rushes_stay_exact_over_fifty_rounds(engine: Engine, stock: int, buckets: int) -> None:
    """Stock and buckets of every shape, fifty rushes each with double taps: exact every time."""
    taps = double_taps(members=max(28, stock + 20), twice=8)
    for _ in range(50 if stock < 100 else 10):
        template = engine.template(stock, min(buckets, stock))
        assert_fair(engine, template, taps, rush(engine, template, taps, insistent))


@pytest.mark.parametrize("round_", range(10))
def test_processes_that_die_never_cost_a_coupon(engine: Engine, round_: int) -> None:
    """Ten times a process is killed a little later: the stock adds up every time."""
    template = engine.template(150, buckets=4)
    with Workers(template, double_taps(members=200, twice=20)) as workers:
        workers.start()
        workers.kill_first(after=1 + 4 * round_)
        told = workers.finish()
    count = engine.count(template)
    assert count.left + len(count.coupons) == 150
    assert {answer["error"] for answer in told} <= LOSSES | {"", "OutcomeUnknown"}


def test_rushes_full_of_collisions_and_lost_replies_stay_exact(engine: Engine) -> None:
    """Forty rushes while a third of the transactions collide and replies get lost: never one coupon too many."""
    taps = double_taps(members=30, twice=10)
    for _ in range(40):
        template = engine.template(20, buckets=4)
        with conflicts(15), lost_replies(5, 15):
            rush(engine, template, taps)
        count = engine.count(template)
        assert count.left + len(count.coupons) == 20
        assert max(count.per_member().values()) == 1


def test_tokens_over_thirty_expiries_are_fetched_thirty_times(engine: Engine, platform: Platform) -> None:
    """A hundred instances over thirty life times of a token: thirty fetches."""
    for life in range(30):
        acts = [partial(token.current, engine.ctx(f"i{number}", after=life * 7200 + 1)) for number in range(100)]
        assert {outcome.value for outcome in crowd(acts, workers=50)} == {f"token-{life + 1}"}
    assert platform.asked["gettoken"] == 30
