"""Stop the process right after each write of an import and an export, restart, go on: the same end, for every k."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.core.context import Ctx, new_ctx
from chalicelib.core.ops import jobs
from chalicelib.core.ops.jobs import Job
from chalicelib.core.storage import files
from chalicelib.core.storage import jobs as store
from chalicelib.core.storage.files import Area
from tests.support import files as browser
from tests.support import longwork
from tests.support.crash import Countdown, Crash, counting, drained, ticked
from tests.support.longwork import ExportPoints, ImportPoints
from tests.support.stack import Stack, running_stack

FILE = b"a,1\nbad\nb,2\nc,3\nd,x\ne,4\nf,5\ng,6\n"
OVER = 20 * 60 + 1


def test_a_crash_after_any_write_of_a_job_changes_nothing_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows, sums, rejects and the file are those of the job that never crashed, and every job comes to its end."""
    longwork.known(monkeypatch)
    expected, writes = _story(0)
    assert writes > 20
    for k in range(1, writes + 1):
        assert _story(k)[0] == expected, f"crash after write {k} of {writes}"


def _story(k: int) -> tuple[dict[str, Any], int]:
    with running_stack() as stack:
        browser.open_bucket()
        with counting() as countdown:
            files.put(stack.ctx(), Area.IMPORTS, "in.csv", FILE, "text/csv")
            countdown.arm(k)
            imported = _done(stack, countdown, ImportPoints(file="in.csv"), "import")
            exported = _done(stack, countdown, ExportPoints(), "export")
            writes = countdown.seen
        return _outcome(stack, imported, exported), writes


def _done(stack: Stack, countdown: Countdown, job: Job, key: str) -> str:
    """Asked for under one key until it is answered, and worked on until its end."""
    while True:
        try:
            name = jobs.start(_keyed(key), job)
            break
        except Crash:
            countdown.restart()
    drained(stack, countdown)
    for _ in range(3):
        stack.clock.advance(OVER)
        ticked(countdown)
        drained(stack, countdown)
    return name


def _keyed(key: str) -> Ctx:
    return new_ctx("demo", "operator:zhangwei", "req", seed=key)


def _outcome(stack: Stack, imported: str, exported: str) -> dict[str, Any]:
    ctx = stack.ctx()
    rows = [store.job(ctx, name) for name in (imported, exported)]
    made = rows[1].result if rows[1] else ""
    rejects = [one.line for row in store.rejects(ctx, imported, 0) for one in row.items]
    return {
        "jobs": [(row.state, row.done, row.failed, row.listed, row.problem, row.due) for row in rows if row],
        "rejects": rejects,
        "points": (longwork.points(ctx), longwork.tally(ctx)),
        "file": files.get(ctx, Area.EXPORTS, made) if made else b"",
        "left": (stack.queues.size(), len(stack.queues.dead)),
    }
