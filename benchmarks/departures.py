"""Somebody with 500 and with 5,000 customers hands over: what one customer costs must not grow with the others.

WeCom answers in this process, at once, so the time is ours and the engine's. Its own time comes on top: a day, in which
a customer may refuse.
"""

from __future__ import annotations

import time
from typing import Any

from benchmarks.bench_stack import engine
from benchmarks.lists import BATCH, Reads
from benchmarks.reconcile import BEGAN, Lists, Writes, work_off
from benchmarks.report import Section
from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.ids import ExternalUserId, UserId
from chalicelib.core.moments import epoch_iso
from chalicelib.core.ops import jobs, secrets
from chalicelib.core.storage.lists import parent_of
from chalicelib.core.storage.table import Row, key
from chalicelib.departures import outcomes, service, store
from chalicelib.departures.jobs import HandOver, LookAtResults
from chalicelib.departures.shapes import NewDeparture, Taker
from chalicelib.members import store as members
from chalicelib.members.states import Heard
from chalicelib.platforms.wecom import client, transport
from chalicelib.staff import store as staff
from chalicelib.staff.states import StaffState
from tests.support.perf.meter import metered
from tests.support.queues import MemoryQueues
from tests.support.stack import Secrets

LEAVER, TAKERS = UserId("s000"), ("s001", "s002")
A_PAGE = 1_000
A_DAY = 25 * 3600


class Office(Lists):
    """WeCom, which hands over whoever it is asked for."""

    def __init__(self, each: int) -> None:
        super().__init__(3, each)
        self.handed: dict[str, list[str]] = {}

    def _transfer_customer(self, body: dict[str, Any]) -> dict[str, Any]:
        self.handed.setdefault(body["takeover_userid"], []).extend(body["external_userid"])
        return {"customer": [{"external_userid": one, "errcode": 0} for one in body["external_userid"]]}

    def _transfer_result(self, body: dict[str, Any]) -> dict[str, Any]:
        begin, mine = int(body.get("cursor") or 0), self.handed.get(body["takeover_userid"], [])
        told = [{"external_userid": one, "status": 1, "takeover_time": BEGAN} for one in mine[begin : begin + A_PAGE]]
        return {"customer": told, "next_cursor": str(begin + A_PAGE) if begin + A_PAGE < len(mine) else ""}

    def _list(self, body: dict[str, Any]) -> dict[str, Any]:
        return {"group_chat_list": []}


def measure(quick: bool) -> Section:
    """A row for asking, one for looking what came of it, for each size."""
    section = Section(
        "A member of staff hands over",
        "All customers, to two, and a look a day later: steps, WeCom's calls, DynamoDB's calls and write units with "
        "every index entry, in all and for a customer, and the least time that the platform's limit leaves.",
        [
            "what", "customers", "steps", "calls", "reads", "writes", "write units", "units each",
            "seconds by the limit", "seconds",
        ],
    )  # fmt: skip
    for many in (100, 500) if quick else (500, 5_000):
        with engine() as running:
            aws.use("secretsmanager", Secrets())
            aws.use("sqs", MemoryQueues())
            secrets.forget()
            office, pool = Office(many), transport.pool
            transport.pool = lambda office=office: office  # type: ignore[assignment,misc]
            try:
                _write(running.ctx(), office)
                section.add("ask for all", f"{many:,}", *_asking(running.ctx(), office, many))
                section.add("look at all", f"{many:,}", *_looking(running.ctx("look", after=A_DAY), office, many))
            finally:
                transport.pool = pool  # type: ignore[assignment]
    section.notes.append(
        f"The limit is ours, {client.PER_MINUTE:,} calls a minute, below WeCom's 10,000 (docs/platform A4), for "
        "whoever asks alone. A customer's tags are put on anew afterwards, by the polite queue: two calls each."
    )
    return section


def _write(ctx: Ctx, office: Office) -> None:
    """Relations and staff as the product leaves them, by batches, which it may not."""
    rows: list[Row] = []
    for userid in map(UserId, office.staff):
        person = staff.StaffRow(key(ctx, "staff", userid), "-", userid=userid, status=StaffState.ACTIVE)
        person.there_at = person.read_at = epoch_iso(BEGAN)
        rows.append(person)
    for external in office.of(LEAVER):
        member = members.member_id_of(ctx, ExternalUserId(external))
        row = members.RelationRow(key(ctx, "member", member), f"staff#{LEAVER}", member_id=member, userid=LEAVER)
        row.external_userid, row.heard, row.adds = (
            ExternalUserId(external), Heard.FRIEND, {f"{epoch_iso(BEGAN)}|full|"},
        )  # fmt: skip
        row.parent = parent_of(members.RelationRow, key(ctx, "staff", LEAVER, "members"), member)
        row.place = epoch_iso(BEGAN) + member
        rows.append(row)
    items = [{"PutRequest": {"Item": row.stamped(ctx).serialize()}} for row in rows]
    for begin in range(0, len(items), BATCH):
        aws.client("dynamodb").batch_write_item(RequestItems={config().main_table: items[begin : begin + BATCH]})


def _asking(ctx: Ctx, office: Office, many: int) -> list[str]:
    takers = [Taker(UserId(one)) for one in TAKERS]
    begun = service.begin(ctx, NewDeparture(staff=LEAVER, takers=takers, confirm=True))
    return _cost(ctx, office, many, jobs.start(ctx, HandOver(departure=begun.departure_id)), HandOver.name)


def _looking(ctx: Ctx, office: Office, many: int) -> list[str]:
    row = store.departures(ctx, 1, "").items[0]
    outcomes.begin(ctx, row, row.due_at or "")
    job = jobs.every(ctx, 1, "").items[0].job
    cells = _cost(ctx, office, many, job, LookAtResults.name)
    counts = service.departure(ctx, row.departure_id).counts
    if (counts.done, counts.waiting) != (many, 0):
        raise ValueError(f"not all were handed over: {counts}")
    return cells


def _cost(ctx: Ctx, office: Office, many: int, job: str, kind: str) -> list[str]:
    reads, writes, asked = Reads(), Writes(), office.calls
    began = time.monotonic()
    with metered() as cost:
        steps = work_off(ctx, job, kind, None)
    took, calls = time.monotonic() - began, office.calls - asked
    units = cost.write_units + cost.index_units + cost.due_units
    counts = (steps, calls, reads.calls - writes.count, writes.count, units)
    least = calls / client.PER_MINUTE * 60
    return [*(f"{one:,}" for one in counts), f"{units / many:.2f}", f"{least:.1f}", f"{took:.0f}"]
