"""The directory compared with WeCom's: 2,000 staff of whom nothing differs, and a first import that is killed once.

WeCom answers in this process, at once, so the time is ours and the engine's; a call to it takes 0.1 s or so more.
"""

from __future__ import annotations

import time
import tracemalloc
from typing import Any

from benchmarks.bench_stack import engine
from benchmarks.lists import Reads
from benchmarks.reconcile import HOLD, Lists, Writes, kill_after, work_off
from benchmarks.report import Section
from chalicelib.core import aws
from chalicelib.core.context import Ctx
from chalicelib.core.ops import jobs, secrets
from chalicelib.core.storage import jobs as job_rows
from chalicelib.platforms.wecom import transport
from chalicelib.staff import reconcile
from chalicelib.staff.jobs import ReconcileStaff
from tests.support.queues import MemoryQueues
from tests.support.stack import Secrets

DEPARTMENTS = 50


class Office(Lists):
    """WeCom's directory of so many staff, all of whom may have customers."""

    def _list_id(self, body: dict[str, Any]) -> dict[str, Any]:
        begin, limit = int(body.get("cursor") or 0), int(body["limit"])
        page = [{"userid": userid, "department": 1} for userid in self.staff[begin : begin + limit]]
        more = begin + limit < len(self.staff)
        return {"dept_user": page, "next_cursor": str(begin + limit) if more else ""}

    def _get(self, query: dict[str, Any]) -> dict[str, Any]:
        number = self.staff.index(query["userid"]) % DEPARTMENTS + 1
        return {"userid": query["userid"], "name": "员工", "department": [number], "status": 1, "avatar": "https://x/y"}

    def _list(self, body: dict[str, Any]) -> dict[str, Any]:
        """Of departments: nobody asks for customers here."""
        numbers = range(1, DEPARTMENTS + 1)
        return {"department": [{"id": one, "name": f"部门{one}", "parentid": int(one > 1)} for one in numbers]}


def measure(quick: bool) -> Section:
    """One row of a first import, one of the night after it."""
    section = Section(
        "The directory compared with WeCom's",
        "A first import that is killed once, and the same people again when nothing differs: WeCom's calls, DynamoDB's "
        "reads and writes, and the most memory that Python held for it.",
        ["what", "staff", "steps", "calls", "reads", "writes", "peak MB", "seconds"],
    )
    staff = 200 if quick else 2_000
    with engine() as running:
        aws.use("secretsmanager", Secrets())
        aws.use("sqs", MemoryQueues())
        secrets.forget()
        office, pool = Office(staff, 0), transport.pool
        transport.pool = lambda: office  # type: ignore[assignment,return-value]
        try:
            for what, is_first in (("first import, killed once", True), ("the next night", False)):
                section.add(what, f"{staff:,}", *_cost(running.ctx(), office, is_first=is_first))
        finally:
            transport.pool = pool
    section.notes.append(
        "Calls: those of a token left out. Each person is asked about alone, since WeCom lists ids only."
    )
    return section


def _cost(ctx: Ctx, office: Office, *, is_first: bool) -> list[str]:
    reads, writes, asked = Reads(), Writes(), office.calls
    job_rows.HOLD = HOLD
    tracemalloc.start()
    began = time.monotonic()
    steps = work_off(ctx, jobs.start(ctx, ReconcileStaff()), ReconcileStaff.name, _kill_in if is_first else None)
    took, (_, peak) = time.monotonic() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    calls = (steps, office.calls - asked, reads.calls - writes.count, writes.count)
    return [*(f"{count:,}" for count in calls), f"{peak / 1e6:.1f}", f"{took:.0f}"]


def _kill_in(message: str) -> None:
    kill_after(reconcile.store, "read", message)
