"""What became of a post: a job adds up its own facts page by page, and the last sum is kept with its time.

What followed from it, which may be any number of claims, is read from counters.
"""

from __future__ import annotations

from functools import partial

import msgspec

from chalicelib.core.context import Ctx, new_ctx
from chalicelib.core.events import facts
from chalicelib.core.events.facts import Fact, FactData
from chalicelib.core.events.numbers import By
from chalicelib.core.moments import NO_DAY, Day, Moment, moment, shanghai_day
from chalicelib.core.ops import jobs
from chalicelib.core.ops.jobs import Step, Work
from chalicelib.counters import service as counters
from chalicelib.posts import numbers, report_rows
from chalicelib.posts.facts import OccurrenceEnded, PostClaimed, PostPlanned
from chalicelib.posts.ids import PostId
from chalicelib.posts.jobs import ReportPost
from chalicelib.posts.shapes import Sums
from chalicelib.posts.states import OccurrenceStatus
from chalicelib.tasks import service as tasks
from chalicelib.tasks.facts import TaskClosed, TaskConfirmed, TaskCreated
from chalicelib.tasks.states import Outcome

# A page is 0.5 RU where nothing is, some 10 where it is full; all of a step take about a second.
PAGES_A_STEP = 100
A_PAGE = 100
# What a post is called where its tasks say what they are for.
POST = "post"


class Ended(msgspec.Struct, frozen=True):
    """What an occurrence that is over told: targets created and confirmed, and by what became of them."""

    created: int
    confirmed: int
    counts: dict[str, int]


class Reading(msgspec.Struct, kw_only=True):
    """How far a report is.

    as_of: when it was begun. part: what is read, in the order of `_subject`; cursor: which page of it. since: the day
    of its oldest fact. ended: occurrences that are over and were not met as planned yet; open: the other way about.
    """

    as_of: Moment
    part: int = 0
    cursor: str = ""
    since: Day = NO_DAY
    ended: dict[Moment, Ended] = {}
    open: list[Moment] = []
    counts: dict[str, int] = {}
    sums: Sums = msgspec.field(default_factory=Sums)


def renew_later(ctx: Ctx, fact: Fact[TaskClosed]) -> None:
    """After what somebody had to send was closed because they went: a report that is kept is added up anew, since
    nobody who looks at the post did that. Safe to repeat. 1 RU, 1 WU +1 listed +1 due.
    """
    data = fact.data
    post_id = PostId(data.origin.id)
    if data.reason != Outcome.SENDER_LEFT or data.origin.kind != POST or not report_rows.report(ctx, post_id):
        return
    ours = new_ctx(ctx.corp, fact.actor, ctx.request_id, ctx.cause, seed=f"report {fact.id}", now=ctx.now)
    jobs.start(ours, ReportPost(post=post_id))


def step(ctx: Ctx, work: Work[ReportPost]) -> Step:
    """Some pages more; with the last of them the report is kept, unless a later one is. 0.5 RU per 4 KB."""
    post_id = work.args.post
    reading = msgspec.json.decode(work.cursor, type=Reading) if work.cursor else Reading(as_of=ctx.at)
    for done in range(PAGES_A_STEP):
        subject = _subject(post_id, reading)
        if not subject:
            _follow(ctx, post_id, reading)
            together = partial(report_rows.keep_report_in, post_id=post_id, as_of=reading.as_of, sums=_summed(reading))
            return Step(cursor=None, done=done, together=together)
        _read_page(ctx, subject, reading)
    return Step(cursor=msgspec.json.encode(reading).decode(), done=PAGES_A_STEP)


def _subject(post_id: PostId, reading: Reading) -> str:
    """Whose facts are read: the post's, then the tasks' of open occurrences."""
    if reading.part == 0:
        return f"post#{post_id}"
    return f"post#{post_id}#{reading.open[reading.part - 1]}" if reading.part <= len(reading.open) else ""


def _read_page(ctx: Ctx, subject: str, reading: Reading) -> None:
    """One page of facts into the sums."""
    page = facts.timeline(ctx, subject, A_PAGE, reading.cursor)
    for fact in page.items:
        _take_in(fact, reading)
    reading.cursor = page.cursor
    if not reading.cursor:
        reading.part += 1


def _follow(ctx: Ctx, post_id: PostId, reading: Reading) -> None:
    """What followed from its first day on, as it is counted: about ten seconds behind. 0.5 RU a day, twice."""
    if not reading.since:
        return
    until = shanghai_day(ctx.now)
    claims, net = (
        counters.total(ctx, name, By.POST, post_id, reading.since, until) for name in (numbers.CLAIMS, numbers.NET)
    )
    reading.sums = msgspec.structs.replace(reading.sums, claims=claims, redemptions=net)


def _take_in(fact: Fact[FactData], reading: Reading) -> None:
    """One fact, of the post or of a task; the newest come first, so an end comes before its plan."""
    match fact.data:
        case PostClaimed():
            _add(reading, occurrences=1)
        case OccurrenceEnded(at=at) as data if at not in reading.ended:
            # One that ended twice, since what had failed of it was tried again, counts as it ended last.
            _add(reading, closed=1, failed=int(data.status is OccurrenceStatus.FAILED))
            reading.ended[at] = Ended(data.created, data.confirmed, data.counts)
        case PostPlanned(at=at) as data:
            _add(reading, targeted=data.targeted)
            _planned(reading, data, at)
        case TaskCreated() as data:
            _add(reading, created=data.targets - data.left_out)
        case TaskConfirmed() as data:
            _add(reading, confirmed=data.targets)
        case TaskClosed() as data:
            _count(reading, data.counts)
    if reading.part == 0:
        reading.since = shanghai_day(moment(fact.at))


def _planned(reading: Reading, data: PostPlanned, at: Moment) -> None:
    _count(reading, data.excluded)
    ended = reading.ended.pop(at, None)
    if ended is None:
        reading.open.append(at)
        return
    _add(reading, created=ended.created, confirmed=ended.confirmed)
    _count(reading, ended.counts)


def _add(reading: Reading, **more: int) -> None:
    sums = {name: getattr(reading.sums, name) + number for name, number in more.items()}
    reading.sums = msgspec.structs.replace(reading.sums, **sums)


def _count(reading: Reading, more: dict[str, int]) -> None:
    reading.counts = tasks.summed([reading.counts, more])


def _summed(reading: Reading) -> Sums:
    counts = dict(reading.counts)
    delivered = counts.pop(Outcome.DELIVERED, 0)
    return msgspec.structs.replace(reading.sums, delivered=delivered, refused=counts)
