"""Losses come twice, late, in any order, while they are counted: each counts once, and the alarm rings once a day."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any
from unittest import mock

import pytest

from chalicelib.core.context import Ctx, new_ctx
from chalicelib.core.events.facts import Fact
from chalicelib.core.ids import UserId
from chalicelib.core.storage.due import Due
from chalicelib.core.storage.table import Refused
from chalicelib.losses import alerting, rules, service, store
from chalicelib.losses.shapes import LossAlerts
from chalicelib.losses.states import Alert
from chalicelib.losses.store import LossDayRow
from chalicelib.members.facts import StaffLost
from chalicelib.members.ids import MemberId
from chalicelib.members.states import LostBy
from tests.race.platform import Platform
from tests.support.due import overdue
from tests.support.race.crowd import crowd
from tests.support.race.engine import Engine
from tests.support.race.faults import until_answered
from tests.support.race.rivals import between, without_conditions

LIMING = UserId("liming")
ALARM = 5
Lost = Fact[StaffLost]
_requests = itertools.count(1)


@pytest.fixture(autouse=True)
def alerts(engine: Engine, platform: Platform) -> None:
    """Of each loss is told, and five deletions a day ring the alarm."""
    service.set_alerts(engine.ctx(), LossAlerts(alert=Alert.EACH, deletions=ALARM))


def acting(engine: Engine, after: float = 0.0) -> Ctx:
    return new_ctx("demo", "system:follow", f"r{next(_requests)}", now=engine.at(after))


def lost(engine: Engine, number: int, by: LostBy = LostBy.STAFF) -> Lost:
    data = StaffLost(member=MemberId(f"m{number}"), staff=LIMING, by=by)
    at = engine.ctx(after=number).at
    return Fact(
        corp="demo", subject=f"member#m{number}", id=f"{at}#{number}", at=at, actor="system", cause="c", data=data
    )


def note(engine: Engine, fact: Lost, after: float = 0.0) -> None:
    """A delivery that fails comes again."""
    until_answered(lambda: alerting.note(acting(engine, after), fact))


def waiting(engine: Engine) -> list[Due]:
    return overdue(engine.ctx(after=3600), store.LOSSES)


def look(engine: Engine, one: Due | None = None) -> None:
    """As a tick has it looked at; what fails, or collides too often, comes again."""
    for due in [one] if one else waiting(engine):
        until_answered(partial(alerting.look, acting(engine, 3600), due))


def day_of(engine: Engine) -> LossDayRow:
    (row,) = engine.rows("main", "loss_day")
    found = store.day_of(Due(row["pk"]["S"], row["sk"]["S"], ""))
    assert found is not None
    return found


def told(engine: Engine, kind: str) -> int:
    """How many facts of a kind there are when all that follows is done."""
    engine.shared_drain.changes()
    return len(engine.rows("facts", kind))


def test_each_loss_counts_once_in_any_order_and_however_often_it_is_told(engine: Engine) -> None:
    """Twelve facts, each delivered four times in a mixed order while eight looks count: twelve, and one alarm."""
    facts = [lost(engine, number, (LostBy.STAFF, LostBy.CUSTOMER)[number % 2]) for number in range(12)]
    note(engine, facts[0])
    (first,) = waiting(engine)
    acts: list[Callable[[], Any]] = [partial(note, engine, fact) for fact in facts * 4]
    acts += [partial(look, engine, first) for _ in range(8)]
    random.Random(7).shuffle(acts)
    assert {one.name for one in crowd(acts)} == {""}
    look(engine)
    row = day_of(engine)
    assert (row.losses, row.deletions, row.told) == (12, 6, 12)
    assert ALARM <= row.alarmed <= 6 and waiting(engine) == []
    assert (len(engine.rows("main", "loss")), told(engine, "loss.alarmed")) == (12, 1)


def test_a_counter_that_grows_with_each_fact_counts_repeats(engine: Engine) -> None:
    """Negative control: what `heard` says is how often somebody was told, and no number of losses."""
    crowd([partial(note, engine, lost(engine, number)) for number in range(6)] * 4)
    look(engine)
    assert (day_of(engine).losses, day_of(engine).heard) == (6, 24)


def _slips_in(engine: Engine) -> None:
    """A loss is noted between a count and its writing."""
    note(engine, lost(engine, 0))
    (one,) = waiting(engine)
    with between((store, "of_day"), (store, "counted"), partial(note, engine, lost(engine, 1), 3000.0)):
        look(engine, one)


def test_a_loss_that_slips_in_while_others_are_counted_is_counted(engine: Engine) -> None:
    """The count is made again, and nothing waits any more."""
    _slips_in(engine)
    assert (day_of(engine).losses, waiting(engine)) == (2, [])


def test_a_naive_count_forgets_what_slipped_in(engine: Engine) -> None:
    """Negative control: nobody looks again, and the list of the day is one short."""
    with without_conditions("chalicelib.losses.store"):
        _slips_in(engine)
    assert (day_of(engine).losses, waiting(engine)) == (1, [])


def test_the_alarm_rings_once_a_day_whoever_looks(engine: Engine) -> None:
    """Eight look at once where the alarm is due, and again after more deletions: one alarm, at the number it was."""
    for wave in range(2):
        for number in range(ALARM):
            note(engine, lost(engine, wave * ALARM + number))
        (one,) = waiting(engine)
        assert {outcome.name for outcome in crowd([partial(look, engine, one)] * 8)} == {""}
        assert (day_of(engine).alarmed, told(engine, "loss.alarmed")) == (ALARM, 1)
    assert day_of(engine).losses == 2 * ALARM


def test_without_a_note_that_it_rang_it_rings_again(engine: Engine) -> None:
    """Negative control: a look that does not remember."""
    ring = rules.counted
    rung = []

    def forgetful(*args: Any, has_rung: bool, **more: Any) -> Any:
        seen = ring(*args, has_rung=False, **more)
        rung.append(seen.alarms)
        return seen

    with mock.patch.object(rules, "counted", forgetful):
        for number in range(ALARM + 1):
            note(engine, lost(engine, number))
            if number >= ALARM - 1:
                look(engine)
    assert rung == [True, True]


def test_nobody_is_sent_more_messages_a_day_than_the_limit(engine: Engine) -> None:
    """Thirty-two at once where three have room: three."""
    acts = [partial(store.has_room, acting(engine), LIMING, day_of_start(engine), 3) for _ in range(32)]
    assert sum(bool(one.value) for one in crowd(acts)) == 3


def test_a_limit_that_is_read_before_the_write_is_passed_by(engine: Engine) -> None:
    """Negative control."""
    with without_conditions("chalicelib.losses.store"):
        acts = [partial(store.has_room, acting(engine), LIMING, day_of_start(engine), 3) for _ in range(8)]
        assert sum(bool(one.value) for one in crowd(acts)) == 8


def day_of_start(engine: Engine) -> Any:
    return engine.ctx().at[:10]


def test_days_are_told_of_by_one_tick(engine: Engine) -> None:
    """Eight ticks meet the morning's row: nothing waits any more, and what is told is asked for by those who met it."""
    store.digest_at(acting(engine), day_of_start(engine), engine.ctx().at)
    (one,) = overdue(engine.ctx(after=60), store.DAYS)

    def tick() -> None:
        with suppress(Refused):
            alerting.morning(acting(engine, 60), one)

    assert {outcome.name for outcome in crowd([tick] * 8)} == {""}
    assert overdue(engine.ctx(after=60), store.DAYS) == [] and 1 <= engine.queues.size() <= 8
