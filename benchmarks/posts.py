"""Planning a post to 200,000 customers: time, peak memory, write units a target against N/32, on DynamoDB Local.

`python -m benchmarks.posts POST AT` is the planner alone, in a process of its own, whose memory is measured.
"""

from __future__ import annotations

import json
import math
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.bench_stack import engine
from benchmarks.report import Section
from chalicelib import rooms
from chalicelib.access import store as roles
from chalicelib.access.ids import RoleId
from chalicelib.audience import store as audiences
from chalicelib.audience.shapes import Card, Customers
from chalicelib.audience.states import Stage
from chalicelib.content import reviews
from chalicelib.content import service as contents
from chalicelib.content.room import REVIEWS
from chalicelib.content.shapes import NewContentItem, ReviewContent
from chalicelib.core import aws
from chalicelib.core.config import config
from chalicelib.core.context import Ctx, new_ctx
from chalicelib.core.ids import ExternalUserId, UserId, base32, digest
from chalicelib.core.moments import NEVER, Moment, iso
from chalicelib.members import service as members
from chalicelib.posts import drive, planning, states, store
from chalicelib.posts import service as posts
from chalicelib.posts.errands import PlanPost
from chalicelib.posts.ids import OccurrenceName, PostId
from chalicelib.posts.shapes import NewPost, Once, PostContent
from chalicelib.posts.states import OccurrenceStatus
from tests.support.due import overdue
from tests.support.perf.meter import size_of
from tests.support.queues import MemoryQueues
from tests.support.race.engine import Engine
from tests.support.stack import START, Secrets

SENDERS = 120
BATCH, WRITERS = 25, 6
IDS_A_UNIT = 32
ROOT = Path(__file__).resolve().parents[1]
NOTES = (
    "Each customer has one or two of 120 members of staff as friends; one in ten has a tag that is not meant.",
    "Memory is that of the whole process. At most 50,000 ids are held, so it grows no further with the audience.",
    "A row of targets holds ids of 32 bytes and a separator: N/31 by itself; the rest is rows that are not full.",
    "Whom it was planned for is kept in 8 bytes each, for the quota and the cap: about N/128 more.",
    "Time is that of one Python process beside the engine on shared cores; about half of it is reading cards.",
)


def measure(quick: bool) -> Section:
    """One plan a size, so that memory can be compared."""
    section = Section(
        "Planning a post",
        "Audience cards read, targets chosen, chunks, tasks and touched days written; until the plan stands.",
        ["audience", "targets", "seconds", "memory before, peak, MB", "tasks", "WU targets", "over N/32", "WU all"],
    )
    for number in (10_000, 20_000) if quick else (50_000, 200_000):
        with engine(f"plan{number}-") as running:
            section.add(*_plan_for(running, number))
    section.notes += NOTES
    return section


def _plan_for(running: Engine, audience: int) -> tuple[Any, ...]:
    _write_cards(running, audience)
    post_id, at = _claimed_post()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.posts", post_id, at],
        cwd=ROOT,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout.splitlines()[-1])
    units = _units(running, post_id, at)
    targets = told["targeted"] + told["left_out"]
    own = units["task_targets"] / (targets / IDS_A_UNIT)
    all_units = sum(units.values())
    return (
        f"{audience:,}",
        f"{told['targeted']:,} + {told['left_out']:,} left out",
        f"{told['seconds']:.1f}",
        f"{told['before_mb']:.0f}, {told['peak_mb']:.0f}",
        told["tasks"],
        units["task_targets"],
        f"{own:.2f}",
        all_units,
    )


def _ctx(after: timedelta = timedelta()) -> Ctx:
    return new_ctx("demo", "operator:zhangwei", "bench", now=START + after)


def _cards(ctx: Ctx, count: int) -> Iterator[dict[str, Any]]:
    chance = random.Random(1)
    for number in range(count):
        external = ExternalUserId("wm" + base32(digest("bench", str(number)))[:30])
        staff = chance.sample(range(SENDERS), chance.choice((1, 1, 1, 2)))
        card = Card(
            member_id=members.member_id_of(ctx, external),
            external_userid=external,
            friends={UserId(f"staff{one:03d}"): iso(START - timedelta(days=chance.randint(1, 900))) for one in staff},
            tags=["新客", "门店", *(["不打扰"] if number % 10 == 0 else [])],
            states=["abcdefabcdef"],
            first_state="abcdefabcdef",
            stage=Stage.LEAD,
            blocked_at=Moment("2026-01-01") if number % 50 == 1 else NEVER,
        )
        shard = audiences.shard_of(card.member_id)
        row = audiences.CardRow(f"demo#audience#{shard}", card.member_id, card=card, version=1)
        yield row.stamped(ctx).to_dynamodb_dict()


def _write_cards(running: Engine, count: int) -> None:
    batches: list[list[dict[str, Any]]] = [[]]
    for item in _cards(_ctx(), count):
        if len(batches[-1]) == BATCH:
            batches.append([])
        batches[-1].append({"PutRequest": {"Item": item}})
    table = config().main_table
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(lambda batch: running.raw.batch_write_item(RequestItems={table: batch}), batches))


def _claimed_post() -> tuple[str, str]:
    """A post to everybody without a tag, whose occurrence is claimed: (post id, time)."""
    ctx = _ctx()
    item = contents.create(ctx.acting("operator:liming"), NewContentItem(name="到店", text="今日到店，第二杯半价。"))
    reviews.submit(ctx.acting("operator:liming"), item.item_id, "1")
    for userid, role in (("chenyu", "marketer"), ("wangfang", "compliance")):
        roles.set_role(ctx, UserId(userid), RoleId(role))
    for stage, who in (("content", "chenyu"), ("compliance", "wangfang"), ("business", "zhangwei")):
        verdict = msgspec.convert({"stage": stage, "verdict": "passed"}, ReviewContent)
        may = frozenset(right.name for right in REVIEWS.values())
        reviewer = msgspec.structs.replace(ctx.acting(f"operator:{who}", f"review {stage}"), rights=may)
        reviews.review(reviewer, item.item_id, "1", verdict)
    new = NewPost(
        name="周末",
        content=PostContent(item.item_id, 1),
        audience=Customers(no_tags=["不打扰"]),
        schedule=Once(iso(START + timedelta(minutes=1))),
        confirm=True,
    )
    post_id = posts.create(ctx, new).post_id
    later = _ctx(timedelta(minutes=2))
    for one in overdue(later, store.TOPIC_POST):
        drive.claim(later, one)
    return post_id, posts.post(later, post_id).occurrences[0].at


def _units(running: Engine, post_id: str, at: str) -> dict[str, int]:
    """The write units of the rows that planning has written, by kind, from their sizes."""
    found = dict.fromkeys(("task_targets", "touched", "task"), 0)
    parts = [f"demo#touched#{part}" for part in range(audiences.SHARDS)]
    for pk in [f"demo#tasks#post/{post_id}/{at}", *parts]:
        asked = {"KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": {":pk": {"S": pk}}}
        for page in running.raw.get_paginator("query").paginate(TableName=config().main_table, **asked):
            for item in page["Items"]:
                found[item["kind"]["S"]] += math.ceil(size_of(item) / 1024)
    return found


def _plan(post_id: str, at: str) -> dict[str, Any]:
    """Slice after slice until the plan stands, as the queue would bring them."""
    aws.use("sqs", MemoryQueues())
    aws.use("secretsmanager", Secrets())
    rooms.rooms()  # what is counted is declared there
    ctx = _ctx(timedelta(minutes=2))
    before = _memory("VmRSS")
    began = time.monotonic()
    while True:
        planning.plan(ctx, PlanPost(post=PostId(post_id), occurrence=OccurrenceName(at)))
        row = store.occurrence(ctx, PostId(post_id), OccurrenceName(at))
        if row is None or row.status not in states.before(OccurrenceStatus.PLANNING):
            break
    if row is None or row.status is not OccurrenceStatus.SENDING:
        raise AssertionError("the plan does not stand")
    return {
        "seconds": time.monotonic() - began,
        "before_mb": before,
        "peak_mb": _memory("VmHWM"),
        "targeted": row.targeted,
        "left_out": sum((row.excluded or {}).values()),
        "tasks": row.tasks,
    }


def _memory(name: str) -> float:
    """A figure of this process's memory in MB, as Linux keeps it (getrusage would tell of the parent's, too)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / 1024


if __name__ == "__main__":
    print(json.dumps(_plan(*sys.argv[1:])))
