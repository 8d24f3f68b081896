"""One token per corp and expiry, however many instances want one at once."""

from __future__ import annotations

from functools import partial

from chalicelib.core.storage import leases, tokens
from chalicelib.platforms.wecom import token
from tests.race.platform import Platform
from tests.support.race.crowd import crowd
from tests.support.race.engine import Engine
from tests.support.race.rivals import between

HOURS = 3600.0


def current(engine: Engine, instance: int, after: float = 0.0, refused: str = "") -> str:
    """The token as one instance gets it, `after` seconds past the start."""
    return token.current(engine.ctx(f"instance-{instance}"), refused) if after == 0 else _later(engine, instance, after)


def _later(engine: Engine, instance: int, after: float) -> str:
    return token.current(engine.ctx(f"instance-{instance}", after=after))


def test_a_hundred_cold_instances_fetch_one_token(engine: Engine, platform: Platform) -> None:
    """A hundred instances that know nothing ask at once: WeCom is asked once and all have the same token."""
    outcomes = crowd([partial(current, engine, number) for number in range(100)], workers=50)
    assert {(outcome.value, outcome.name) for outcome in outcomes} == {("token-1", "")}
    assert platform.asked["gettoken"] == 1


def test_every_expiry_costs_one_fetch(engine: Engine, platform: Platform) -> None:
    """Over five life times of a token, a crowd at each costs one fetch each."""
    for life in range(5):
        outcomes = crowd([partial(current, engine, number, 1 + life * 2 * HOURS) for number in range(32)])
        assert {outcome.value for outcome in outcomes} == {f"token-{life + 1}"}
    assert platform.asked["gettoken"] == 5


def test_a_refused_token_is_replaced_once_for_everybody(engine: Engine, platform: Platform) -> None:
    """WeCom refuses a token that many instances hold: one of them fetches, all get the new one."""
    old = current(engine, 0)
    outcomes = crowd([partial(current, engine, number, refused=old) for number in range(32)])
    assert {outcome.value for outcome in outcomes} == {"token-2"}
    assert platform.asked["gettoken"] == 2


def test_a_token_stored_just_before_our_lease_is_used(engine: Engine, platform: Platform) -> None:
    """A rival refreshes between our look and our lease: we look again and do not fetch a second one."""
    rival = partial(crowd, [partial(current, engine, 2)])
    with between((tokens, "stored"), (leases, "take"), rival) as answers:
        mine = current(engine, 1)
    assert (mine, answers[0][0].value, platform.asked["gettoken"]) == ("token-1", "token-1", 1)


def test_an_instance_that_died_while_refreshing_does_not_stop_the_others(engine: Engine, platform: Platform) -> None:
    """A lease left behind by a dead instance ends by itself, and then exactly one of the others refreshes."""
    assert leases.take(engine.ctx("dead"), "token", token.REFRESH_HOLD)
    outcomes = crowd([partial(current, engine, number, token.REFRESH_HOLD.seconds + 1.0) for number in range(16)])
    assert {outcome.value for outcome in outcomes} == {"token-1"}
    assert platform.asked["gettoken"] == 1
