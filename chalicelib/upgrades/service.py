"""The verbs of upgrades: ask for one, make a step of it.

An upgrade is a job of the stack itself, under a name that no corp can have, so it has all that jobs have: at most once
a step, the same end whatever crashes, progress, and what it could not take. Asked for again, a release goes on, or says
that it is done; what is left of it, or was written behind the pass by a release that was gone back to, is made in
another round, a job of its own.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from chalicelib.core.context import Ctx, new_ctx
from chalicelib.core.ops import jobs
from chalicelib.core.ops.jobs import Reject, Status, Step, Why, Work
from chalicelib.core.storage import migrations
from chalicelib.core.storage.driver import Item
from chalicelib.core.storage.jobs import JobState
from chalicelib.core.storage.migrations import Migration
from chalicelib.upgrades.jobs import Upgrade

STACK = "@stack"
# Well below the 60 s of the function and the 90 s for which a worker holds its job.
STEP_SECONDS = 20.0
UNFIT = Why(
    "该行的内容不是升级所预期的，未作修改；请用 python -m infra.upgrade --look 查看是哪一行。",
    "This row is not what the migration expects and was left as it is. python -m infra.upgrade --look names it.",
)
# What a pure function raises of a row that it cannot read.
UNREADABLE = (KeyError, ValueError, TypeError, AttributeError, IndexError, msgspec.MsgspecError)


def ctx_of(release: str, number: int = 1) -> Ctx:
    """The circumstances in which a round of a release is asked for: its job's id follows from both."""
    return new_ctx(STACK, "system:upgrade", f"upgrade {release}", seed=f"upgrade {release} {number}")


def releases() -> list[str]:
    """The releases that change stored rows, the oldest first."""
    return migrations.releases()


def begin(release: str) -> Status | None:
    """Ask for a release's migrations, or go on with them where they had stopped. 1 WU +2; once done, what `look` costs.

    Whoever asks at the same moment asks for the same round.
    """
    number = 1
    while _of_round(release, number + 1):
        number += 1
    last = _of_round(release, number)
    if last is not None and _leaves_some(release, last):
        number += 1
    ctx = ctx_of(release, number)
    job = jobs.start(ctx, Upgrade(release=release))
    status = jobs.status(ctx, job)
    if status is not None and status.state in (JobState.FAILED, JobState.PAUSED):
        jobs.resume(ctx, job)
    return jobs.status(ctx, job)


def _of_round(release: str, number: int) -> Status | None:
    ctx = ctx_of(release, number)
    return jobs.status(ctx, ctx.new_id())


def _leaves_some(release: str, last: Status) -> bool:
    """True when a round is over and not all rows are as they should be, or nobody knows."""
    if last.state is not JobState.DONE:
        return last.state is JobState.CANCELLED
    return bool(last.failed or look(release).to_change)


def status(job: str) -> Status | None:
    """How far an upgrade is. 1 RU."""
    return jobs.status(ctx_of(""), job)


def step(ctx: Ctx, work: Work[Upgrade]) -> Step:
    """Some seconds of the pass. `done` counts the rows it has come by, so a step that is made again counts the same."""
    wanted, place, done = migrations.of(work.args.release), work.cursor, 0
    rejects: list[Reject] = []
    until = time.monotonic() + STEP_SECONDS
    while wanted:
        page = migrations.rows(wanted, place)
        for number, item in enumerate(page.items, start=work.done + work.failed + done + len(rejects) + 1):
            if _is_made(item, wanted[item["kind"]["S"]]):
                done += 1
            else:
                rejects.append(Reject(number, UNFIT, migrations.reference(item)))
        place = page.following
        if not place or time.monotonic() >= until:
            break
    return Step(cursor=place or None, done=done, rejects=rejects)


def _is_made(item: Item, changes: Sequence[Migration]) -> bool:
    """True when a row is as it should be now; False when it cannot be read, which leaves it as it is."""
    try:
        migrations.make(item, changes)
    except UNREADABLE:
        return False
    return True


class Look(msgspec.Struct, frozen=True):
    """What an upgrade would do. unfit: the keys of rows that it could not take; they may name people."""

    rows: int
    to_change: int
    unfit: list[str]


def look(release: str) -> Look:
    """What a release's migrations would do now, and nothing done. 0.5 RU for every 4 KB of the whole table."""
    found, to_change, unfit = 0, 0, list[str]()
    for item, changes in _every(migrations.of(release)):
        found += 1
        try:
            to_change += migrations.changed(item, changes) is not None
        except UNREADABLE:
            unfit.append(f"{item['pk']['S']} {item['sk']['S']}")
    return Look(found, to_change, unfit)


def _every(wanted: Mapping[str, Sequence[Migration]]) -> Iterator[tuple[Item, Sequence[Migration]]]:
    place = ""
    while wanted:
        page = migrations.rows(wanted, place)
        yield from ((item, wanted[item["kind"]["S"]]) for item in page.items)
        place = page.following
        if not place:
            return
