"""Comparing with WeCom: 100,000 known customers of 200 staff, and a first import of 3,000 of 20 that is killed once.

WeCom answers in this process, at once, so the time is ours and the engine's.
"""

from __future__ import annotations

import json
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from benchmarks.bench_stack import engine
from benchmarks.lists import BATCH, Reads
from benchmarks.report import Section
from chalicelib import functions
from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.context import Ctx
from chalicelib.core.ids import ExternalUserId, UserId
from chalicelib.core.moments import epoch_iso
from chalicelib.core.ops import jobs, secrets
from chalicelib.core.storage import jobs as job_rows
from chalicelib.core.storage.lists import parent_of
from chalicelib.core.storage.table import key
from chalicelib.members import store
from chalicelib.members.states import Heard
from chalicelib.platforms.wecom import transport
from chalicelib.reconcile import comparing, service
from chalicelib.reconcile.jobs import Reconcile
from chalicelib.reconcile.shapes import NewReconciliation
from chalicelib.reconcile.states import Depth
from tests.support.double import Reply
from tests.support.queues import MemoryQueues
from tests.support.stack import Secrets, forget_everything

BEGAN = 1_763_690_400
PAGE = 100
# For the sake of the bench; who died holds a job for 90 s.
HOLD = timedelta(seconds=5)


class Lists:
    """WeCom's lists of so many customers of each of so many staff, in few lines."""

    def __init__(self, staff: int, each: int) -> None:
        self.staff = [f"s{number:03d}" for number in range(staff)]
        self.each = each
        self.asked: dict[str, int] = {}

    def of(self, userid: str) -> list[str]:
        """Their customers."""
        return [f"wm-{userid}-{number:05d}" for number in range(self.each)]

    def request(self, method: str, url: str, body: bytes | None = None, **_: Any) -> Reply:
        """Stands where the connection pool stands."""
        parts = urlsplit(url)
        api = parts.path.rpartition("/")[2]
        self.asked[api] = self.asked.get(api, 0) + 1
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        answer = getattr(self, f"_{api}")({**query, **(json.loads(body) if body else {})})
        return Reply({"errcode": 0, "errmsg": "ok", **answer})

    @property
    def calls(self) -> int:
        """How many were asked for, tokens left out."""
        return sum(count for api, count in self.asked.items() if api != "gettoken")

    def _gettoken(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"access_token": "token", "expires_in": 7200}

    def _get_follow_user_list(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"follow_user": self.staff}

    def _list(self, body: dict[str, Any]) -> dict[str, Any]:
        return {"external_userid": self.of(body["userid"])}

    def _get_corp_tag_list(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"tag_group": []}

    def _get_by_user(self, body: dict[str, Any]) -> dict[str, Any]:
        userid, begin = body["userid_list"][0], int(body.get("cursor") or 0)
        pairs = [
            {
                "external_contact": {"external_userid": external, "name": "客户", "unionid": f"u{external}"},
                "follow_info": {"userid": userid, "createtime": BEGAN, "state": "", "tag_id": []},
            }
            for external in self.of(userid)[begin : begin + PAGE]
        ]
        more = begin + PAGE < self.each
        return {"external_contact_list": pairs, "next_cursor": str(begin + PAGE) if more else ""}


def measure(quick: bool) -> Section:
    """One row of what nothing differs costs, one of a first import."""
    section = Section(
        "Comparing with WeCom",
        "Ids of known customers where nothing differs, and a first import that is killed once: WeCom's calls, "
        "DynamoDB's reads and writes, and the most memory that Python held for it.",
        ["what", "customers", "calls", "reads", "writes", "peak MB", "seconds"],
    )
    known = (20, 100) if quick else (200, 500)
    imported = (4, 100) if quick else (20, 150)
    for what, shape, is_known in (("nothing differs", known, True), ("first import, killed once", imported, False)):
        with engine() as running:
            aws.use("secretsmanager", Secrets())
            aws.use("sqs", MemoryQueues())
            secrets.forget()
            lists = Lists(*shape)
            pool = transport.pool
            transport.pool = lambda lists=lists: lists  # type: ignore[assignment,misc]
            try:
                if is_known:
                    _write(running.ctx(), lists)
                section.add(what, f"{shape[0] * shape[1]:,}", *_cost(running.ctx(), lists, is_known=is_known))
            finally:
                transport.pool = pool  # type: ignore[assignment]
    section.notes.append(
        "Calls: those of a token left out. Writes of the first row are the job's own steps and the permits."
    )
    return section


def _write(ctx: Ctx, lists: Lists) -> None:
    """Relations as the product leaves them, by batches, which it may not."""
    waiting: list[dict[str, Any]] = []
    for row in _rows(ctx, lists):
        waiting.append({"PutRequest": {"Item": row.stamped(ctx).serialize()}})
        if len(waiting) == BATCH:
            aws.client("dynamodb").batch_write_item(RequestItems={config().main_table: waiting})
            waiting = []
    if waiting:
        aws.client("dynamodb").batch_write_item(RequestItems={config().main_table: waiting})


def _rows(ctx: Ctx, lists: Lists) -> Iterator[store.RelationRow]:
    at = epoch_iso(BEGAN)
    for name in lists.staff:
        for external in lists.of(name):
            userid, member = UserId(name), store.member_id_of(ctx, external)
            row = store.RelationRow(key(ctx, "member", member), f"staff#{name}", member_id=member, userid=userid)
            row.external_userid, row.heard, row.adds = ExternalUserId(external), Heard.FRIEND, {f"{at}|full|"}
            row.parent = parent_of(store.RelationRow, key(ctx, "staff", userid, "members"), member)
            row.place = at + member
            yield row


def _cost(ctx: Ctx, lists: Lists, *, is_known: bool) -> list[str]:
    reads, writes = Reads(), Writes()
    job_rows.HOLD = HOLD
    service.begin(ctx)
    tracemalloc.start()
    began = time.monotonic()
    job = service.ask(ctx, NewReconciliation(Depth.IDS if is_known else Depth.WHOLE)).job_id
    work_off(ctx, job, Reconcile.name, None if is_known else _kill_in)
    took, (_, peak) = time.monotonic() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return [
        f"{lists.calls:,}",
        f"{reads.calls - writes.count:,}",
        f"{writes.count:,}",
        f"{peak / 1e6:.1f}",
        f"{took:.0f}",
    ]


class Writes:
    """The writes of the process's client."""

    def __init__(self) -> None:
        self.count = 0
        for name in ("PutItem", "UpdateItem", "TransactWriteItems"):
            aws.client("dynamodb").meta.events.register(f"after-call.dynamodb.{name}", self._one)

    def _one(self, **_: object) -> None:
        self.count += 1


def _cursor(ctx: Ctx, job: str) -> str:
    row = job_rows.job(ctx, job)
    return row.cursor if row else ""


def work_off(ctx: Ctx, job: str, kind: str, kill_in: Callable[[str], None] | None) -> int:
    """Make a job's steps until its end: how many. kill_in: kills the worker of the third one."""
    steps = 0
    while (status := jobs.status(ctx, job)) is not None and status.state == "running":
        steps += 1
        message = json.dumps({"corp": ctx.corp, "job": job, "kind": kind, "cursor": _cursor(ctx, job)})
        if kill_in and steps == 3:
            kill_in(message)
        functions._make_step(jobs.read(message), f"step{steps}")
    return steps


def _kill_in(message: str) -> None:
    kill_after(comparing.members, "compare", message)


def kill_after(module: Any, verb: str, message: str) -> None:
    """A worker dies in the middle of a step, right after it did something; who comes after it does the step again."""
    does = getattr(module, verb)

    def dies(*args: Any, **named: Any) -> Any:
        does(*args, **named)
        raise KeyboardInterrupt

    setattr(module, verb, dies)
    try:
        functions._make_step(jobs.read(message), "killed")
    except KeyboardInterrupt:
        forget_everything()
        time.sleep(HOLD.total_seconds() + 0.1)
    finally:
        setattr(module, verb, does)
