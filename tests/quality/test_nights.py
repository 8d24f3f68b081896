"""A reading that dies after any write, is repeated, or meets a rival: one job a morning, one row a day."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib import clock
from chalicelib.core.config import config
from chalicelib.core.ids import UserId
from chalicelib.core.moments import Day
from chalicelib.core.storage import rounds
from chalicelib.core.storage.due import Due
from chalicelib.quality import service, store
from tests.quality.mornings import a_morning, day, next_morning, seen, tell
from tests.support import make
from tests.support.crash import SEND_VISIBILITY, Countdown, Crash, counting
from tests.support.stack import Stack, running_stack

OVER = 20 * 60 + 1


def test_a_crash_after_a_write_of_a_step_changes_nothing_in_the_end() -> None:
    """Each morning the process dies three writes later; the figures are those of a morning on which nothing died."""
    with running_stack() as stack, counting() as countdown:
        make.live_code(stack)
        a_morning(stack)
        expected = _story(stack, countdown, 0)
        writes = countdown.seen
        assert 5 < writes < 60
        for k in range(1, writes + 1, 3):
            assert _story(stack, countdown, k) == expected, f"crash after write {k} of {writes}"
        assert not stack.queues.dead


def _story(stack: Stack, countdown: Countdown, k: int) -> Any:
    for userid, chats in (("liming", 3), ("wangfang", 4), ("zhangwei", 5)):
        tell(stack, userid, 0, chat=chats, asked=2, answered=1, waited=60.0)
    next_morning(stack)
    clock.tick("tick")
    stack.drain.due()
    countdown.arm(k)
    while stack.queues.waits(config().job_queue_url):
        try:
            stack.drain.jobs()
        except Crash:
            countdown.restart()
            stack.clock.advance(SEND_VISIBILITY)
    seen_writes = countdown.seen
    countdown.arm(0)
    stack.clock.advance(OVER)
    clock.tick("tick")
    stack.work_off()
    countdown.seen = seen_writes
    found = seen(stack, f"?since={day(-1)}&until={day(-1)}")
    figures = [(one["staff"]["userid"], one["chats"], one["reply_percent"], one["days"]) for one in found["items"]]
    return figures, found["missing_days"], found["read_until"] == day(-1)


def test_a_morning_that_comes_twice_has_one_job(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker died between the job and the row, and the job was done before the repeat: it is the same one."""
    make.live_code(stack)
    stack.work_off()
    next_morning(stack)
    ctx = stack.ctx()
    row = rounds.row(ctx, store.ReadingRow)
    assert row is not None
    waiting, wait = Due(row.pk, row.sk, str(row.due_at)), rounds.wait

    def die(*_: object) -> None:
        raise Crash()

    monkeypatch.setattr(rounds, "wait", die)
    with pytest.raises(Crash):
        service.on_time(ctx, waiting)
    stack.work_off()
    monkeypatch.setattr(rounds, "wait", wait)
    for _ in range(2):
        service.on_time(stack.ctx(), waiting)
    stack.work_off()
    kinds = [one["kind"] for one in make.session(stack).get("/admin/v1/jobs").json()["items"]]
    after = rounds.row(stack.ctx(), store.ReadingRow)
    assert kinds.count("read_quality") == 1
    assert after is not None and after.job and str(after.due_at) > waiting.due_at


def test_a_step_that_is_done_twice_by_rivals_leaves_one_figure_a_day(stack: Stack) -> None:
    """What was read earlier and arrives later takes nobody's place."""
    make.live_code(stack)
    tell(stack, "liming", 0, chat=3)
    a_morning(stack)
    early = stack.ctx()
    (known,) = store.known(early, UserId("liming"), [Day(day(-1))]).values()
    stack.clock.advance(60)
    store.keep(stack.ctx(), replace(known, chats=9))
    store.keep(early, replace(known, chats=4))
    (found,) = store.known(early, UserId("liming"), [Day(day(-1))]).values()
    assert found.chats == 9
    (item,) = [one for one in seen(stack)["items"] if one["staff"]["userid"] == "liming"]
    assert item["chats"] == 9
