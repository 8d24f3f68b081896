"""Days counted again, by steps that die after any write, come twice, or come again when later ones are done."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.events import facts as told
from chalicelib.core.events.numbers import By
from chalicelib.core.moments import shanghai_day
from chalicelib.core.ops.jobs import Work
from chalicelib.core.storage import counters, fact_log
from chalicelib.core.storage.counters import Sum
from chalicelib.counters import recounting, service
from chalicelib.counters.jobs import Recount
from tests.race import test_counters as live
from tests.support.crash import Countdown, Crash, counting
from tests.support.race.engine import Engine, running_engine

FACTS, A_PAGE, LATER = 12, 4, 86400.0
Days = dict[tuple[str, str], tuple[int, int]]


@pytest.fixture
def engine(place: str) -> Iterator[Engine]:
    """One thread and many deaths: on moto, and in a soak on the real engine."""
    with running_engine(place) as running:
        yield running


@pytest.fixture
def expected(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Days:
    """Some facts, in the table and counted; a step reads four of them, or compares a cell or two. What they come to."""
    cells = recounting._cells
    monkeypatch.setattr(recounting, "_cells", lambda args: (one for one in cells(args) if one[2] == "redemptions"))
    monkeypatch.setattr(recounting, "KEPT_A_STEP", 8)
    monkeypatch.setattr(fact_log, "PASSED_AT_ONCE", A_PAGE)
    monkeypatch.setattr(recounting, "PAGES_A_STEP", 1)
    found = live._facts(engine, random.Random(4), many=FACTS)
    told.write(found)
    service.count(engine.ctx(), found)
    n, amount = live._recount(found)
    return {key: (n[key], amount[key]) for key in n}


def _step(engine: Engine, job: str, cursor: str) -> Any:
    day = shanghai_day(engine.at(0))
    args = Recount(since=day, until=day)
    work = Work(job=job, args=args, cursor=cursor, done=0, failed=0, asked_by="a")
    return recounting.step(engine.ctx(after=LATER), work)


def _worked_off(engine: Engine, job: str, countdown: Countdown, twice: bool = False) -> tuple[str, list[str]]:
    """Step by step; a step that died is made again from where it began. The result, and where each step began."""
    cursor, begun = "", list[str]()
    while True:
        begun.append(cursor)
        try:
            made = _step(engine, job, cursor)
            made = _step(engine, job, cursor) if twice else made
        except Crash:
            countdown.restart()
            continue
        if made.cursor is None:
            return str(made.result), begun
        cursor = made.cursor


def _days(engine: Engine) -> Days:
    day, ctx = shanghai_day(engine.at(0)), engine.ctx()
    return {
        (by, one.id): (one.sum.n, one.sum.amount)
        for by in By
        for one in counters.days(ctx, "redemptions", by, day, day)
    }


def test_a_death_after_any_write_of_a_recount_changes_no_day(engine: Engine, expected: Days) -> None:
    """For every k: the step that died is made again from where it began; no fact counts twice, and nothing differs."""
    with counting() as countdown:
        countdown.arm(0)
        assert _worked_off(engine, "whole", countdown)[0] == "0"
        writes = countdown.seen
        assert _days(engine) == expected and writes > 30
        for k in range(1, writes + 1):
            countdown.arm(k)
            assert _worked_off(engine, f"k{k}", countdown)[0] == "0", f"a death after write {k} of {writes}"
            assert _days(engine) == expected, f"a death after write {k} of {writes}"


def test_steps_that_come_twice_or_late_count_once(engine: Engine, expected: Days) -> None:
    """Each step is made twice; and of a count that is through with reading, all its steps come once more."""
    with counting() as countdown:
        assert _worked_off(engine, "twice", countdown, twice=True)[0] == "0"
        assert _days(engine) == expected
        _, begun = _worked_off(engine, "late", countdown)
        for cursor in (*begun, *reversed(begun)):
            assert _step(engine, "late", cursor).result in ("0", "")
        assert _days(engine) == expected


def test_a_recount_that_only_adds_is_off(engine: Engine, expected: Days, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: steps that add what they find without saying which step it was, each made twice."""

    def add(ctx: Ctx, job: str, step: int, name: str, more: Sum) -> None:
        aws.client("dynamodb").update_item(
            TableName=config().counters_table,
            Key={"pk": {"S": f"{ctx.corp}#recount#{job}"}, "sk": {"S": name}},
            UpdateExpression="ADD n :n, amount :amount",
            ExpressionAttributeValues={":n": {"N": str(more.n)}, ":amount": {"N": str(more.amount)}},
        )

    monkeypatch.setattr(counters, "note", add)
    with counting() as countdown:
        assert _worked_off(engine, "naive", countdown, twice=True)[0] != "0"
    assert _days(engine) != expected
