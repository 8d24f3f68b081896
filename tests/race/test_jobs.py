"""Two workers on one step: its effect, its count and its rejects are there once."""

from __future__ import annotations

import threading
from functools import partial

import msgspec
import pytest
from pynamodb.expressions.condition import Condition

from chalicelib.core.context import Ctx
from chalicelib.core.ops import jobs
from chalicelib.core.ops.jobs import Message, Step, Work
from chalicelib.core.storage import jobs as store
from chalicelib.core.storage.jobs import JobRow, JobState
from chalicelib.core.storage.leases import Leased
from tests.support import longwork
from tests.support.longwork import CountUp
from tests.support.race.crowd import crowd
from tests.support.race.engine import Engine

ROUNDS = 5
WORKERS = 8


@pytest.fixture
def job(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> str:
    """A job whose steps each add 1 to a sum that no name protects."""
    longwork.known(monkeypatch)
    # msgspec meets a shape for the first time in one thread: it is not safe in several.
    msgspec.json.decode(b'{"steps": 1}', type=CountUp)
    return jobs.start(engine.ctx(), CountUp(steps=ROUNDS))


def _work(engine: Engine, job: str, cursor: str, number: int, after: float = 0.0) -> None:
    ctx = engine.ctx(f"worker-{number}", after=after)
    jobs.make_step(ctx, Message("demo", job, "count_up", cursor), CountUp, longwork.count_up)


def _rush(engine: Engine, job: str) -> None:
    """Eight workers with the same message, for each step."""
    for step in range(ROUNDS):
        crowd([partial(_work, engine, job, str(step) if step else "", number) for number in range(WORKERS)])


def test_of_many_workers_on_one_message_one_has_the_effect(engine: Engine) -> None:
    """The sum, the count and the list of rejects are as if there had been one worker."""
    job = jobs.start(engine.ctx(), CountUp(steps=ROUNDS, rejects=1))
    _rush(engine, job)
    row = store.job(engine.ctx(), job)
    assert row is not None
    assert (longwork.tally(engine.ctx()), row.done, row.failed, row.state) == (ROUNDS, ROUNDS, 1, JobState.DONE)


def _sleeper_and_successor(engine: Engine, job: str) -> None:
    """A worker falls asleep within its step until its time is over and another has taken the job, then wakes up."""
    entered, taken = threading.Event(), threading.Event()

    def slow(ctx: Ctx, work: Work[CountUp]) -> Step:
        entered.set()
        assert taken.wait(20)
        return longwork.count_up(ctx, work)

    def quick(ctx: Ctx, work: Work[CountUp]) -> Step:
        taken.set()
        return longwork.count_up(ctx, work)

    message = Message("demo", job, "count_up", "")

    def sleeper() -> None:
        jobs.make_step(engine.ctx("sleeper"), message, CountUp, slow)

    def successor() -> None:
        assert entered.wait(20)
        jobs.make_step(engine.ctx("successor", after=store.HOLD.seconds + 1), message, CountUp, quick)

    for outcome in crowd([sleeper, successor]):
        assert outcome.error is None, outcome.error


def test_a_worker_whose_time_was_over_adds_nothing_when_it_wakes_up(engine: Engine, job: str) -> None:
    """Its fence is not the row's any more, or the cursor has moved: the one transaction refuses all it would write."""
    _sleeper_and_successor(engine, job)
    row = store.job(engine.ctx(), job)
    assert row is not None
    assert (longwork.tally(engine.ctx()), row.done, row.cursor) == (1, 1, "1")


def test_without_the_condition_on_cursor_and_fence_a_step_counts_twice(
    engine: Engine, job: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: with a lease alone the sleeper adds once more."""

    def anybody(row: JobRow) -> Condition:
        there: Condition = Leased.pk.exists()
        return there

    monkeypatch.setattr(store, "_is_at_this_step", anybody)
    _sleeper_and_successor(engine, job)
    assert longwork.tally(engine.ctx()) == 2


def test_the_lease_alone_keeps_a_crowd_from_working_on_one_step(engine: Engine, job: str) -> None:
    """What a step does beside its transaction, a call say, is done by one worker at a time."""
    taken = crowd([partial(store.take, engine.ctx(f"worker-{number}"), job, "") for number in range(WORKERS)])
    assert sum(outcome.value is not None for outcome in taken) == 1
