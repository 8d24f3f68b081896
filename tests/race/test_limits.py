"""Calls to a platform stay below its quota over all instances, and permits are not thrown away."""

from __future__ import annotations

from functools import partial

import pytest

from chalicelib.core.ops import limits
from tests.support.race.crowd import crowd
from tests.support.race.engine import Engine
from tests.support.race.faults import conflicting_updates


def calls_until_refused(engine: Engine, per_minute: int, after: float = 0.0) -> int:
    """How many calls one instance makes in the minute before it is refused."""
    made = 0
    while made <= per_minute and limits.permit(engine.ctx(after=after), "some/api", per_minute):
        made += 1
    return made


@pytest.mark.parametrize("per_minute", [5, 90, 200])
def test_many_instances_stay_within_the_minute(engine: Engine, per_minute: int) -> None:
    """Thirty-two instances that call until they are refused make exactly as many calls as whole grants fit in."""
    grant = min(limits.GRANT, per_minute)
    for minute in range(2):
        outcomes = crowd([partial(calls_until_refused, engine, per_minute, minute * 60.0) for _ in range(32)])
        assert sum(outcome.value for outcome in outcomes) == per_minute // grant * grant


def test_a_minute_that_was_used_up_does_not_take_from_the_next(engine: Engine) -> None:
    """The first call of a new minute is permitted again, for an instance that was refused a moment before."""
    assert calls_until_refused(engine, 60) == 60
    assert calls_until_refused(engine, 60, after=60.0) == 60


def test_two_apis_in_turn_cost_no_more_writes_than_one(engine: Engine) -> None:
    """Forty calls of two APIs in turn need one grant of twenty each: two writes, and no permit is thrown away."""
    with conflicting_updates(0) as tally:
        for number in range(40):
            assert limits.permit(engine.ctx(), "marks" if number % 2 else "profiles", 9000)
    assert tally.met == 2


def test_two_apis_in_turn_both_reach_their_quota(engine: Engine) -> None:
    """A join calls several APIs in turn; each may be called as often as its own quota says."""
    granted = [limits.permit(engine.ctx(), "marks" if number % 2 else "profiles", 100) for number in range(200)]
    assert sum(granted) == 200
