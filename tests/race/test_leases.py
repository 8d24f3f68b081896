"""A lease has one holder at a time, on everybody's clock."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from chalicelib.core.storage import leases
from chalicelib.core.storage.leases import Lease
from tests.support.race.crowd import crowd
from tests.support.race.engine import Engine

HOLD = timedelta(seconds=30)
ROUNDS = 2


def take(engine: Engine, holder: str, after: float = 0.0) -> Lease | None:
    """Try for the lease `after` seconds past the start."""
    return leases.take(engine.ctx(holder, after=after), "work", HOLD)


def holders(engine: Engine, after: float, crowd_name: str) -> int:
    """How many of 32 who try at one moment get the lease."""
    acts = [partial(take, engine, f"{crowd_name}-{number}", after) for number in range(32)]
    return sum(outcome.value is not None for outcome in crowd(acts))


def test_of_a_crowd_one_holds_and_again_only_after_its_time(engine: Engine) -> None:
    """At each moment one of 32 wins at most: one at first, none until the hold is over, one after it."""
    for round_ in range(ROUNDS):
        start = round_ * 100.0
        found = [holders(engine, start + after, f"{start}-{after}") for after in (0, 29.999, 30, 30.001, 45, 61)]
        assert found == [1, 0, 0, 1, 0, 1]


def test_a_lease_given_back_goes_to_exactly_one(engine: Engine) -> None:
    """After the holder gives it back, one of those who wait gets it, at once."""
    lease = take(engine, "first")
    assert lease
    leases.release(engine.ctx(), lease)
    assert holders(engine, 0.0, "next") == 1


def test_a_zombie_cannot_give_back_what_another_holds(engine: Engine) -> None:
    """A holder whose time was over wakes up and gives back: the new holder keeps the lease."""
    old = take(engine, "zombie")
    new = take(engine, "new", after=31)
    assert old
    assert new
    assert new.fence > old.fence
    leases.release(engine.ctx(after=32), old)
    assert holders(engine, 33, "others") == 0


def test_taking_and_giving_back_in_a_crowd_never_lets_two_in(engine: Engine) -> None:
    """Workers take, note that they are inside, and give back, over and over: nobody ever meets another inside."""
    inside: list[str] = []
    met: list[int] = []

    def work(name: str) -> int:
        entered = 0
        for _ in range(12):
            lease = take(engine, name)
            if lease:
                inside.append(name)
                met.append(len(inside))
                inside.remove(name)
                leases.release(engine.ctx(), lease)
                entered += 1
        return entered

    outcomes = crowd([partial(work, f"worker-{number}") for number in range(12)])
    assert sum(outcome.value for outcome in outcomes) > 1
    assert set(met) == {1}
