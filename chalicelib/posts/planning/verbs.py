"""Plan an occurrence, slice by slice: one planner at a time, resumable, in bounded memory (docs/adr/0017).

A planner takes the occurrence under a new fence. Segments lie under their planner's fence; which of them count is what
planners have noted, and the one write that makes the plan holds only for the planner who still has the fence. So one
who was taken for dead and wakes up writes rows that nobody ever reads.
"""

from __future__ import annotations

import contextlib
import time
from datetime import timedelta
from typing import Any

import msgspec

from chalicelib.audience import service as audiences
from chalicelib.audience.shapes import Audience
from chalicelib.content import service as contents
from chalicelib.core.context import Ctx
from chalicelib.core.errors import AppError, BadRequest, Conflict, NotFound, TooBusy
from chalicelib.core.events import errands
from chalicelib.core.events.facts import Fact
from chalicelib.core.moments import iso, moment
from chalicelib.core.ops import log
from chalicelib.core.storage.table import Refused
from chalicelib.platforms.wecom.errors import CredentialsRefused, TokenRefused, WeComRefused
from chalicelib.posts import rules
from chalicelib.posts import store as posts
from chalicelib.posts.errors import TooLate
from chalicelib.posts.planning import store
from chalicelib.posts.planning.buffers import Buffers, Segment, packed
from chalicelib.posts.planning.walk import LEFT_OUT, Choice, Walk, most_a_task
from chalicelib.posts.sending import store as sending
from chalicelib.posts.shapes import PostContent
from chalicelib.posts.store import OccurrenceRow

# Longer than the function may run (60 s), so that who holds a lease is at work or dead.
LEASE = timedelta(seconds=90)
SLICE_SECONDS = 25.0
FINISH_WITHIN = 10.0
IN_MEMORY = 50_000
SAMPLES = 100
TARGETED = "targeted"


class Progress(msgspec.Struct, kw_only=True):
    """How far planning has come: the next part, which segments count, and the counts so far."""

    part: int = 0
    noted: dict[str, int] = {}
    counts: dict[str, int] = {}
    samples: dict[str, list[str]] = {}


def plan_later(ctx: Ctx, fact: Fact[Any]) -> None:
    """After an occurrence was claimed, or a forecast asked for: plan it."""
    errands.old_send(ctx, "plan_post", post_id=fact.data["post_id"], name=fact.data.get("forecast_id", fact.data["at"]))


def plan(ctx: Ctx, post_id: str, name: str) -> None:
    """A slice of planning, and the next one queued, until the plan stands. Safe to repeat and to race.

    name: an occurrence's time, or a forecast's id.
    """
    try:
        row = posts.take(ctx, post_id, name, iso(ctx.now + LEASE))
    except Refused:
        return  # another planner has it, or it is planned, cancelled or over
    try:
        _slice(ctx, row)
    except Refused:
        log.info("planning given up", corp=ctx.corp, reason="taken over or cancelled", cause=ctx.cause)
    except Exception as error:
        if not _is_final(error):
            _let_go(ctx, row)
            raise
        # Content that is not approved any more, an owner whom WeCom does not know: an operator has to look.
        _fail(ctx, row, error)


def _is_final(error: Exception) -> bool:
    """True when trying again will not help."""
    passing = (TooBusy, TokenRefused, CredentialsRefused)
    return isinstance(error, BadRequest | Conflict | NotFound | WeComRefused) and not isinstance(error, passing)


def _let_go(ctx: Ctx, row: OccurrenceRow) -> None:
    with contextlib.suppress(Refused):
        posts.let_go(ctx, row)


def _fail(ctx: Ctx, row: OccurrenceRow, error: Exception) -> None:
    reason = error.code if isinstance(error, AppError) else type(error).__name__
    with contextlib.suppress(Refused):
        posts.fail(ctx, row, reason)
        log.warning("post failed", corp=ctx.corp, reason=reason, cause=ctx.cause)


def _slice(ctx: Ctx, row: OccurrenceRow) -> None:
    began = time.monotonic()
    if ctx.now - moment(row.claimed_at) > rules.EXPIRES:
        raise TooLate()
    brief = row.brief
    content = msgspec.convert(brief["content"], PostContent)
    contents.approved(ctx, content.item_id, content.version)
    audience: Audience = msgspec.convert(brief["audience"], Audience)
    planner = Planner(ctx, row, audience)
    while not planner.is_done:
        planner.walk_a_part()
        if time.monotonic() - began > SLICE_SECONDS:
            break
    planner.note()
    if planner.is_done and time.monotonic() - began < FINISH_WITHIN:
        planner.finish()
    else:
        errands.old_send(ctx, "plan_post", post_id=row.post_id, name=posts.name_of(row))


class Planner:
    """One planner's slice of work on one occurrence."""

    def __init__(self, ctx: Ctx, row: OccurrenceRow, audience: Audience) -> None:
        self._ctx = ctx
        self._row = row
        self._fence = int(row.fence)
        self._audience = audience
        self._walk = Walk(ctx, audience, posts.origin_of(row))
        self._progress = msgspec.convert(row.progress or {}, Progress)
        self._buffers = Buffers(self._flush, most_a_task(audience), IN_MEMORY)
        self._written = 0

    @property
    def is_done(self) -> bool:
        """True when every part was walked."""
        return self._progress.part >= audiences.parts(self._audience)

    def walk_a_part(self) -> None:
        """Decide about everybody of the next part."""
        part = self._progress.part
        sheet = self._walk.sheet(part)
        for choice in self._walk.choices(part, sheet):
            self._count(choice)
            if not self._row.dry:
                self._buffers.add(choice.name, choice.target)
                if not choice.name.startswith(LEFT_OUT):
                    sheet.touch(choice.target)
        sheet.keep(self._fence)
        self._progress.part = part + 1

    def _count(self, choice: Choice) -> None:
        reason = choice.name.removeprefix(LEFT_OUT) if choice.name.startswith(LEFT_OUT) else TARGETED
        counts = self._progress.counts
        counts[reason] = counts.get(reason, 0) + 1
        if self._row.dry and counts[reason] <= SAMPLES:
            self._progress.samples.setdefault(reason, []).append(choice.who)

    def _flush(self, name: str, targets: list[str]) -> None:
        segment = Segment(self._fence, self._written, name, len(targets))
        store.put_segment(self._ctx, self._row.post_id, self._row.at, segment, targets)
        self._written += 1

    def note(self) -> None:
        """Everything decided so far counts from now on, whoever goes on. Raises Refused when somebody took over."""
        self._buffers.flush_all()
        if self._written:
            self._progress.noted[str(self._fence)] = self._written
        posts.note(self._ctx, self._row, msgspec.to_builtins(self._progress))

    def finish(self) -> None:
        """Make the tasks, then the plan. Raises Refused when somebody took over."""
        excluded = {reason: count for reason, count in sorted(self._progress.counts.items()) if reason != TARGETED}
        tasks = 0 if self._row.dry else self._make_tasks()
        posts.planned(self._ctx, self._row, self._progress.counts.get(TARGETED, 0), excluded, tasks)
        log.info("post planned", corp=self._ctx.corp, count=tasks, cause=self._ctx.cause)

    def _make_tasks(self) -> int:
        segments = [segment for segment in self._noted() if not segment.name.startswith(LEFT_OUT)]
        tasks = (
            {
                "sender": sender,
                "targets": sum(segment.count for segment in mine),
                "segments": [segment.place for segment in mine],
            }
            for sender, mine in packed(segments, most_a_task(self._audience))
        )
        return sending.put_tasks(self._ctx, self._row.post_id, self._row.at, self._fence, tasks)

    def _noted(self) -> list[Segment]:
        """The segments that count, of all planners, in order."""
        return [
            segment
            for fence, count in sorted((int(fence), count) for fence, count in self._progress.noted.items())
            for segment in store.segments(self._ctx, self._row.post_id, self._row.at, fence)
            if segment.number < count
        ]
