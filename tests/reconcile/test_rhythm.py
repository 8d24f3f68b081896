"""When a corp is compared, and how deep; what it costs when nothing differs."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.core.ids import ExternalUserId, UserId
from chalicelib.core.ops import metrics
from chalicelib.core.storage import rounds
from chalicelib.core.storage.due import Due
from chalicelib.members import found, store
from chalicelib.reconcile import rules, service
from chalicelib.reconcile import store as rows
from chalicelib.reconcile.states import Depth
from infra import reconcile as command
from tests.support import make
from tests.support.lost import SETTLED, lost
from tests.support.perf.meter import metered
from tests.support.stack import Stack

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
CORPS = [f"corp{number}" for number in range(200)]


def test_each_corp_has_a_second_of_the_hour_and_keeps_it() -> None:
    """The next is within an hour, an hour apart, and two hundred corps are spread over all quarters of it."""
    firsts = [rules.next_at(corp, NOON) for corp in CORPS]
    assert all(NOON < first <= NOON + rules.HOUR for first in firsts)
    assert all(rules.next_at(corp, first) == first + rules.HOUR for corp, first in zip(CORPS, firsts, strict=True))
    quarters = Counter(first.minute // 15 for first in firsts)
    assert min(quarters.values()) > 25


def test_one_comparison_a_night_is_whole_and_a_missed_one_is_made_up_for() -> None:
    """Of a week of hours seven are whole, all between 1 and 6 in Shanghai; the first ever is, and one after a gap."""
    for corp in CORPS[:20]:
        hour, last, wholes = rules.next_at(corp, NOON), NOON, []
        for _ in range(7 * 24):
            if rules.depth(corp, hour, last) is Depth.WHOLE:
                last = hour
                wholes.append((hour + timedelta(hours=8)).hour)
            hour += rules.HOUR
        assert len(wholes) == 7 and set(wholes) <= set(range(1, 6))
    assert rules.depth("demo", NOON, None) is Depth.WHOLE
    assert rules.depth("demo", NOON, NOON - timedelta(hours=31)) is Depth.WHOLE


def test_comparing_ids_reads_the_index_alone_and_writes_nothing(stack: Stack) -> None:
    """Of sixty friends eight queries, one a part, and no row."""
    ctx, staff = stack.ctx(), UserId("liming")
    listed = [ExternalUserId(f"wm{number:04d}") for number in range(60)]
    for external in listed:
        store.add(ctx, external, staff, "2026-11-01T00:00:00.000Z|full|")
    with metered() as cost:
        different = found.differences(ctx, staff, listed)
    assert (different.unknown, different.missing) == ((), ())
    assert (cost.writes, cost.reads) == ([], ["Query"] * 8)
    assert len(found.differences(ctx, staff, listed[:-1]).missing) == 1
    assert found.differences(ctx, staff, [*listed, ExternalUserId("wm9999")]).unknown == ("wm9999",)


def test_what_is_found_late_is_counted_but_for_the_first_time_and_the_last_minutes(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The import's friends are not late, nor is a join whose callback may be under way; the others ring."""
    counted: list[str] = []
    monkeypatch.setattr(metrics, "count", lambda name, *_, **__: counted.append(name))
    way = make.live_code(stack)["contact_ways"][0]["config_id"]

    def join_unheard(seconds: float) -> None:
        with lost(stack):
            stack.platform.add(stack.platform.customer(), way)
        stack.clock.advance(seconds)

    for seconds, depth, expected in ((SETTLED, "whole", 0), (0, "ids", 0), (SETTLED, "ids", 1)):
        join_unheard(seconds)
        make.session(stack).post("/admin/v1/reconciliations", {"depth": depth})
        stack.work_off()
        assert counted.count("FoundLate") == expected, (seconds, depth)


def test_the_command_tells_how_far_it_is(stack: Stack, capsys: pytest.CaptureFixture[str]) -> None:
    """It asks, waits while others work, and says what was found; a comparison that was cancelled is no success."""
    way = make.live_code(stack)["contact_ways"][0]["config_id"]
    with lost(stack):
        stack.platform.add(stack.platform.customer(), way)
    assert command.reconcile("demo", "whole", lambda _: stack.work_off())
    said = capsys.readouterr().out
    assert "running, 0 of ? customers" in said and "done, 1 of 1 customers" in said and "found 1 joins" in said
    owner = make.session(stack)

    def cancel(_: float) -> None:
        owner.post(f"/admin/v1/jobs/{owner.get('/admin/v1/reconciliation').json()['job_id']}/cancel")

    assert not command.reconcile("demo", "ids", cancel)
    assert "cancelled" in capsys.readouterr().out


def test_an_hour_that_comes_twice_has_one_comparison(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker died between the job and the row: the hour names the job, so it is the same one."""
    ctx = stack.ctx()
    service.begin(ctx)
    stack.clock.advance(3600)
    row = rounds.row(ctx, rows.ReconciliationRow)
    assert row is not None
    waiting, wait, started = Due(row.pk, row.sk, str(row.due_at)), rounds.wait, []

    def dies(*args: Any) -> None:
        started.append(args[4])
        if len(started) == 1:
            raise ConnectionError
        wait(*args)

    monkeypatch.setattr(rounds, "wait", dies)
    with pytest.raises(ConnectionError):
        service.on_time(stack.ctx(), waiting)
    service.on_time(stack.ctx(), waiting)
    service.on_time(stack.ctx(), waiting)
    assert started == [started[0]] * 2
    stack.work_off()
    kinds = [job["kind"] for job in make.session(stack).get("/admin/v1/jobs").json()["items"]]
    assert kinds.count("reconcile") == 1
